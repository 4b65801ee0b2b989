package io.swaplane.router.cli;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.api.ControlException;
import io.swaplane.control.api.PageReader;
import io.swaplane.control.view.HostView;
import io.swaplane.control.view.IndirectNextHopView;
import io.swaplane.control.view.InterfaceView;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.control.view.NeighbourView;
import io.swaplane.control.view.NextHopView;
import io.swaplane.control.view.PortView;
import io.swaplane.control.view.ReasonView;
import io.swaplane.control.view.TunnelView;
import io.swaplane.control.view.WorkerView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** The state of the router that runs, read over its control socket. */
final class RunningRouter implements ShownState {
    private final ControlClient client;

    RunningRouter(final Path socket) {
        client = get(() -> new ControlClient(socket));
    }

    @FunctionalInterface
    interface Read<T> {
        T get() throws IOException;
    }

    /** What a read gives; its failure is a {@link CommandFailure}. */
    static <T> T get(final Read<T> read) {
        try {
            return read.get();
        } catch (final ControlException e) {
            throw switch (e.reason()) {
                case NOT_LISTENING -> new CommandFailure(ExitCode.UNREACHABLE, e.getMessage()
                    + ": start one with 'swaplane run CONFIG', name its socket with --socket, or show a replay's state with --replay DIR");
                case IN_USE, PERMISSION, NO_ANSWER -> new CommandFailure(ExitCode.UNREACHABLE, e.getMessage());
                case REFUSED -> new CommandFailure(ExitCode.USAGE, e.getMessage());
                case FAULT -> new CommandFailure(ExitCode.INTERNAL, e.getMessage());
            };
        } catch (final IOException e) {
            throw new CommandFailure(ExitCode.UNREACHABLE, e.getMessage());
        }
    }

    /** Reads page by page until there are no more or {@code sink} returns false. */
    static <T> void each(final PageReader<T> reader, final Predicate<T> sink) {
        try (reader) {
            T page = get(reader::next);
            while (page != null && sink.test(page)) {
                page = get(reader::next);
            }
        }
    }

    @Override
    public String router() {
        return get(client::router);
    }

    @Override
    public void labels(final LabelFilter filter, final Predicate<LabelPage> sink) {
        each(client.labels(filter), sink);
    }

    @Override
    public void nextHops(final Predicate<List<NextHopView>> sink) {
        each(client.nextHops(), sink);
    }

    @Override
    public List<NextHopView> nextHopChain(final int index) {
        return get(() -> client.nextHopChain(index));
    }

    @Override
    public List<TunnelView> tunnels() {
        return get(client::tunnels);
    }

    @Override
    public void indirectNextHops(final Predicate<List<IndirectNextHopView>> sink) {
        each(client.indirectNextHops(), sink);
    }

    @Override
    public List<PortView> ports() {
        return get(client::ports);
    }

    @Override
    public List<InterfaceView> interfaces() {
        return get(client::interfaces);
    }

    @Override
    public List<NeighbourView> neighbours() {
        return get(client::neighbours);
    }

    @Override
    public List<WorkerView> workers() {
        return get(client::workers);
    }

    @Override
    public HostView host() {
        return get(client::host);
    }

    @Override
    public List<ReasonView> drops() {
        return get(client::drops);
    }

    @Override
    public List<ReasonView> punts() {
        return get(client::punts);
    }

    @Override
    public void close() {
        client.close();
    }
}
