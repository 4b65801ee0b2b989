package io.swaplane.router.run;

import io.swaplane.bgp.router.BgpPeer;
import io.swaplane.control.api.RouterOperations.Configuration;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.diff.IntentDiff;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.view.Difference;
import io.swaplane.control.view.ReloadView;
import io.swaplane.router.config.ConfigException;
import io.swaplane.router.config.ConfigFile;
import io.swaplane.router.config.Host;
import io.swaplane.router.config.LiveConfiguration;
import io.swaplane.router.config.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Makes another configuration the running one. Any thread reads and compares; the control thread changes the router, in a job that it ends
 * whether somebody still waits for it or not. One reload at a time: another one is refused meanwhile.
 */
final class Reloader {
    /** Less than a client waits: it is told that the reload goes on. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Reloadable router;
    private final Path file;
    private final Consumer<List<BgpPeer>> neighbors;
    private final Host host;
    private final Duration patience;
    private final AtomicBoolean busy = new AtomicBoolean();
    /** What the router was started with, and BGP's neighbors as of the last reload. */
    private volatile LiveConfiguration running;

    /**
     * For a router that was started with a file.
     *
     * @param neighbors takes BGP's neighbors after a reload that changed them, on the control thread, and does not wait.
     */
    Reloader(final Reloadable router, final Path file, final LiveConfiguration started, final Host host,
             final Consumer<List<BgpPeer>> neighbors) {
        this(router, file, started, host, neighbors, PATIENCE);
    }

    /** For a router that was started with a file; so long is a reload waited for. */
    Reloader(final Reloadable router, final Path file, final LiveConfiguration started, final Host host,
             final Consumer<List<BgpPeer>> neighbors, final Duration patience) {
        this.router = router;
        this.file = file.toAbsolutePath();
        this.running = started;
        this.host = host;
        this.neighbors = neighbors;
        this.patience = patience;
    }

    /** What is asked for, or what is wrong with it. */
    private record Wanted(LiveConfiguration configuration, RouterIntent intent, IntentDiff diff, List<Difference> neighbors,
                          ReloadView report) {
        static Wanted bad(final List<String> problems) {
            return new Wanted(null, null, null, List.of(), ReloadView.bad(problems));
        }

        boolean isPossible() {
            return report.problems().isEmpty() && report.restartNeeded().isEmpty();
        }
    }

    /** What a reload of a configuration, or with null of the router's own file, would do. */
    ReloadView diff(final Configuration configuration) {
        return wanted(configuration).report();
    }

    /**
     * Makes a configuration, or with null the router's own file, the running one, or changes nothing. The log, too, says what came of it.
     *
     * @throws StateUnavailableException when it takes too long: it goes on, and the log says how it ends.
     */
    ReloadView reload(final Configuration configuration) throws StateUnavailableException {
        if (!busy.compareAndSet(false, true)) {
            final ReloadView refused = refused("another reload is still going on; try again when the log says how it ended");
            ReloadLog.outcome(refused);
            return refused;
        }
        final ReloadJob job;
        try {
            final Wanted wanted = wanted(configuration);
            if (!wanted.isPossible()) {
                busy.set(false);
                ReloadLog.outcome(wanted.report());
                return wanted.report();
            }
            job = new ReloadJob(router, wanted.intent(), wanted.diff(), wanted.neighbors(), () -> done(wanted), () -> busy.set(false));
        } catch (final RuntimeException | Error e) {
            busy.set(false);
            throw e;
        }
        job.outcome().thenAccept(ReloadLog::outcome);
        router.start(job);
        return await(job);
    }

    private ReloadView await(final ReloadJob job) throws StateUnavailableException {
        try {
            return job.outcome().get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (final ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (final TimeoutException e) {
            throw goingOn();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw goingOn();
        }
    }

    private static StateUnavailableException goingOn() {
        return new StateUnavailableException("the reload is still going on; see the router's log for how it ends, or 'swaplane diff'");
    }

    private static ReloadView refused(final String why) {
        return new ReloadView(List.of(), List.of(), List.of(), why, List.of(), false);
    }

    private Wanted wanted(final Configuration configuration) {
        final LiveConfiguration read;
        try {
            read = configuration == null ? ConfigFile.readLive(file, host)
                : ConfigFile.readLive(configuration.name(), configuration.text(), host);
        } catch (final ConfigException e) {
            return Wanted.bad(e.problems().stream().map(Problem::toString).toList());
        }
        final RouterIntent intent = router.asRun(read.intent());
        final IntentDiff diff = IntentDiff.between(router.intent(), intent);
        final List<String> restart = new ArrayList<>(diff.restartNeeded());
        restart.addAll(SettingsDiff.between(running.live(), read.live()));
        restart.addAll(BgpDiff.between(running.bgp(), read.bgp()));
        if (restart.isEmpty()) {
            final List<String> problems = new ArrayList<>(Neighbourhood.problems(intent));
            Optional.ofNullable(LiveBgp.problem(read)).ifPresent(problems::add);
            if (!problems.isEmpty()) {
                return Wanted.bad(problems);
            }
        }
        final List<Difference> neighbors = BgpDiff.neighbors(running.bgp(), read.bgp());
        return new Wanted(read, intent, diff, neighbors,
            ReloadView.would(restart, Stream.concat(diff.differences().stream(), neighbors.stream()).toList()));
    }

    /** The router's tables are as wanted: so are BGP's neighbors. Control thread. */
    private void done(final Wanted wanted) {
        if (!wanted.neighbors().isEmpty()) {
            running = wanted.configuration();
            neighbors.accept(wanted.configuration().bgp().peers());
        }
    }
}
