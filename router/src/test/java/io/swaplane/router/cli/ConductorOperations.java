package io.swaplane.router.cli;

import io.swaplane.control.Conductor;
import io.swaplane.control.api.RouterOperations;
import io.swaplane.control.diff.DiffRun;
import io.swaplane.control.diff.IntentDiff;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.view.ReloadView;
import io.swaplane.router.config.ConfigException;
import io.swaplane.router.config.ConfigFile;
import io.swaplane.router.config.Host;
import io.swaplane.router.config.Problem;
import io.swaplane.table.AddressText;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** Operations on a conductor that has nothing else to do, and a trace that is made up. */
final class ConductorOperations implements RouterOperations {
    private final Conductor conductor;
    private RouterIntent running;
    private boolean tracing;

    ConductorOperations(final Conductor conductor, final RouterIntent running) {
        this.conductor = conductor;
        this.running = running;
    }

    @Override
    public ReloadView diff(final Configuration configuration) {
        try {
            final IntentDiff diff = IntentDiff.between(running, read(configuration));
            return ReloadView.would(diff.restartNeeded(), diff.differences());
        } catch (final ConfigException e) {
            return ReloadView.bad(e.problems().stream().map(Problem::toString).toList());
        }
    }

    private RouterIntent read(final Configuration configuration) throws ConfigException {
        return configuration == null ? running : ConfigFile.readLive(configuration.name(), configuration.text(), Host.NONE).intent();
    }

    @Override
    public ReloadView reload(final Configuration configuration) {
        final ReloadView would = diff(configuration);
        if (!would.problems().isEmpty() || !would.restartNeeded().isEmpty()) {
            return would;
        }
        try {
            final RouterIntent next = read(configuration);
            final DiffRun run = new DiffRun(conductor, IntentDiff.between(running, next));
            while (!run.slice(1)) {
                conductor.doWork();
            }
            if (run.refusal() != null) {
                return new ReloadView(List.of(), List.of(), List.of(), run.refusal().getMessage(), List.of(), false);
            }
            running = next;
            return would;
        } catch (final ConfigException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(final Traced traced) {
        return switch (traced) {
            case Traced.Label each -> "" + each.label();
            case Traced.Destination each -> each.vrf() + " " + AddressText.of(each.to());
        };
    }

    /** A packet at once, then none. */
    @Override
    public Trace trace(final Traced traced, final int count) {
        if (tracing) {
            return null;
        }
        tracing = true;
        final Queue<List<String>> packets = new ArrayDeque<>(List.of(List.of("#1 p42 in", "  " + text(traced) + ": drop")));
        return new Trace() {
            @Override
            public List<String> poll() {
                return packets.isEmpty() ? List.of() : packets.remove();
            }

            @Override
            public long lost() {
                return 7;
            }

            @Override
            public void close() {
                tracing = false;
            }
        };
    }
}
