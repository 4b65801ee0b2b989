package io.swaplane.router.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.swaplane.control.view.HostView;
import io.swaplane.control.view.IndirectNextHopView;
import io.swaplane.control.view.InterfaceView;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.control.view.LabelView;
import io.swaplane.control.view.NeighbourView;
import io.swaplane.control.view.NextHopView;
import io.swaplane.control.view.PortView;
import io.swaplane.control.view.ReasonView;
import io.swaplane.control.view.RouterView;
import io.swaplane.control.view.TunnelView;
import io.swaplane.control.view.WorkerView;
import io.swaplane.router.replay.ReplayState;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The state that a replay left behind, as one page. */
final class ReplayedRouter implements ShownState {
    private final RouterView view;

    ReplayedRouter(final Path directory) {
        view = read(directory);
    }

    private static RouterView read(final Path directory) {
        final Path file = directory.resolve(ReplayState.FILE);
        try {
            return ReplayState.read(directory);
        } catch (final NoSuchFileException e) {
            throw new CommandFailure(ExitCode.INPUT, file + ": there is no such file: run 'swaplane replay … --out " + directory
                + "' first, or give --replay the directory of another replay");
        } catch (final JsonProcessingException e) {
            throw new CommandFailure(ExitCode.INPUT, file + ": is not a replay's state: run the replay again");
        } catch (final IOException e) {
            throw new CommandFailure(ExitCode.INPUT, InputOption.explain(file, e));
        }
    }

    @Override
    public String router() {
        return view.router();
    }

    @Override
    public void labels(final LabelFilter filter, final Predicate<LabelPage> sink) {
        if (filter.prefix() != null) {
            throw notReplayed("label bindings, which --prefix looks for", "");
        }
        final List<LabelView> labels = view.labels().stream()
            .filter(each -> filter.includes(each.label())).toList();
        if (!labels.isEmpty()) {
            sink.test(new LabelPage(labels, filter.withNextHops() ? nextHopsOf(labels) : List.of(), null));
        }
    }

    private List<NextHopView> nextHopsOf(final List<LabelView> labels) {
        final Map<Integer, NextHopView> byIndex = byIndex();
        return labels.stream().flatMap(each -> each.actions().stream()).flatMap(action -> action.nextHops().stream()).distinct()
            .map(byIndex::get).toList();
    }

    private Map<Integer, NextHopView> byIndex() {
        return view.nextHops().stream().collect(Collectors.toMap(NextHopView::index, Function.identity()));
    }

    @Override
    public void nextHops(final Predicate<List<NextHopView>> sink) {
        sink.test(view.nextHops());
    }

    @Override
    public List<NextHopView> nextHopChain(final int index) {
        final Map<Integer, NextHopView> byIndex = byIndex();
        final Set<NextHopView> reached = new LinkedHashSet<>();
        final List<NextHopView> left = new ArrayList<>(Stream.ofNullable(byIndex.get(index)).toList());
        while (!left.isEmpty()) {
            final NextHopView each = left.removeLast();
            if (reached.add(each)) {
                each.legs().reversed().forEach(leg -> left.add(byIndex.get(leg.nextHop())));
                if (each.resolvedBy() != null) {
                    left.add(byIndex.get(each.resolvedBy()));
                }
            }
        }
        return List.copyOf(reached);
    }

    @Override
    public List<TunnelView> tunnels() {
        return view.tunnels();
    }

    @Override
    public void indirectNextHops(final Predicate<List<IndirectNextHopView>> sink) {
        sink.test(view.indirectNextHops());
    }

    @Override
    public List<PortView> ports() {
        return view.ports();
    }

    @Override
    public List<InterfaceView> interfaces() {
        throw notReplayed("interfaces of the host", "; 'show ports' has its counters");
    }

    @Override
    public List<NeighbourView> neighbours() {
        throw notReplayed("neighbours of the host", "");
    }

    @Override
    public List<WorkerView> workers() {
        throw notReplayed("workers", "");
    }

    @Override
    public HostView host() {
        throw notReplayed("host", "");
    }

    private static CommandFailure notReplayed(final String what, final String instead) {
        return new CommandFailure(ExitCode.USAGE, "a replay has no " + what + instead
            + ": leave --replay out to ask the running router");
    }

    @Override
    public List<ReasonView> drops() {
        return view.drops();
    }

    @Override
    public List<ReasonView> punts() {
        return view.punts();
    }

    @Override
    public void close() {
        // All of it is in memory.
    }
}
