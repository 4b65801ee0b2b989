package io.swaplane.router.run;

import io.swaplane.control.api.RouterOperations.Configuration;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.diff.DiffRun;
import io.swaplane.control.diff.IntentDiff;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.view.ReloadView;
import io.swaplane.router.config.ConfigException;
import io.swaplane.router.config.ConfigFile;
import io.swaplane.router.config.Host;
import io.swaplane.router.config.LiveConfiguration;
import io.swaplane.router.config.LiveSettings;
import io.swaplane.router.config.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Makes another configuration the running one. Any thread, one at a time: reads and compares there, and has the control thread change the
 * router in slices.
 */
final class Reloader {
    /** Steps of one slice: some milliseconds at most. */
    private static final int SLICE = 1000;

    private final LiveRouter router;
    private final Path file;
    private final LiveSettings settings;

    /** For a router that was started with a file. */
    Reloader(final LiveRouter router, final Path file, final LiveSettings settings) {
        this.router = router;
        this.file = file.toAbsolutePath();
        this.settings = settings;
    }

    /** What is asked for, or what is wrong with it. */
    private record Wanted(RouterIntent intent, IntentDiff diff, ReloadView report) {
        boolean isPossible() {
            return report.problems().isEmpty() && report.restartNeeded().isEmpty();
        }
    }

    /** What a reload of a configuration, or with null of the router's own file, would do. */
    synchronized ReloadView diff(final Configuration configuration) throws StateUnavailableException {
        return wanted(configuration).report();
    }

    /** Makes a configuration, or with null the router's own file, the running one, or changes nothing. */
    synchronized ReloadView reload(final Configuration configuration) throws StateUnavailableException {
        final Wanted wanted = wanted(configuration);
        if (!wanted.isPossible()) {
            return wanted.report();
        }
        final DiffRun run = ask(() -> new DiffRun(router.conductor(), wanted.diff()));
        boolean done = false;
        while (!done) {
            done = ask(() -> run.slice(SLICE));
        }
        if (run.refusal() != null) {
            return new ReloadView(List.of(), List.of(), List.of(), run.refusal().getMessage(),
                Stream.of(run.refusal().getSuppressed()).map(Throwable::getMessage).toList(), false);
        }
        router.intent(wanted.intent());
        return new ReloadView(List.of(), List.of(), wanted.report().differences(), null, List.of(), run.wasDrained());
    }

    private Wanted wanted(final Configuration configuration) throws StateUnavailableException {
        final LiveConfiguration read;
        try {
            final Host host = new AskedHost();
            read = configuration == null ? ConfigFile.readLive(file, host)
                : ConfigFile.readLive(configuration.name(), configuration.text(), host);
        } catch (final ConfigException e) {
            return new Wanted(null, null, ReloadView.bad(e.problems().stream().map(Problem::toString).toList()));
        }
        final RouterIntent intent = router.asRun(read.intent());
        final IntentDiff diff = IntentDiff.between(router.intent(), intent);
        final List<String> restart = new ArrayList<>(diff.restartNeeded());
        restart.addAll(SettingsDiff.between(settings, read.live()));
        if (restart.isEmpty()) {
            final List<String> problems = Neighbourhood.problems(intent);
            if (!problems.isEmpty()) {
                return new Wanted(null, null, ReloadView.bad(problems));
            }
        }
        return new Wanted(intent, diff, ReloadView.would(restart, diff.differences()));
    }

    private <T> T ask(final Supplier<T> question) throws StateUnavailableException {
        try {
            return router.control().ask(question);
        } catch (final TimeoutException e) {
            throw new StateUnavailableException("the control thread did not answer in time");
        }
    }

    /** The host, as the control thread sees it. */
    private final class AskedHost implements Host {
        @Override
        public MacAddress mac(final String device) {
            try {
                return router.control().ask(() -> new KernelHost(router.network()).mac(device));
            } catch (final TimeoutException e) {
                throw new IllegalStateException("the control thread did not answer in time", e);
            }
        }

        @Override
        public boolean resolvesNeighbours() {
            return true;
        }
    }
}
