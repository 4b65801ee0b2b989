package io.swaplane.router.config;

import io.swaplane.bgp.session.RestartSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Reads {@code graceful-restart:}, BGP's and then its neighbors'. */
final class BgpRestarts {
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST_RESTART = Duration.ofSeconds(RestartSettings.MOST_RESTART_SECONDS);
    private static final Duration MOST_STALE = Duration.ofHours(24);
    private static final Map<String, Mode> MODES = Map.of("off", Mode.OFF, "helper", Mode.HELPER, "full", Mode.FULL);

    private final Fields fields;
    private final Read standard;

    private enum Mode { OFF, HELPER, FULL }

    private record Read(Mode mode, Duration restart, Duration stale) { }

    /** What is said of all neighbors; of a restart time only when that, or one of them, says {@code full}. */
    BgpRestarts(final Fields fields, final BgpRestartConfig config, final List<BgpNeighborConfig> neighbors, final ConfigPath path) {
        this.fields = fields;
        this.standard = read(config, new Read(Mode.HELPER, Duration.ofSeconds(120), Duration.ofSeconds(300)), path);
        if (neighbors == null || neighbors.stream().noneMatch(BgpRestarts::isFull)) {
            refuseIdle(config, standard, path);
        }
    }

    private static boolean isFull(final BgpNeighborConfig neighbor) {
        return neighbor != null && neighbor.gracefulRestart() != null && "full".equals(neighbor.gracefulRestart().mode());
    }

    /** A restart time without 'full' is one that nobody is told. */
    private void refuseIdle(final BgpRestartConfig config, final Read read, final ConfigPath path) {
        if (config != null && config.restartTime() != null && read.mode != Mode.FULL && !fields.isRefused(path.key("mode"))
            && !fields.isRefused(path.key("restart-time"))) {
            fields.refuse(path.key("restart-time"), config.restartTime()
                + " is what a restarting router tells its neighbors: set 'mode: full', or leave it out");
        }
    }

    private Read read(final BgpRestartConfig config, final Read otherwise, final ConfigPath path) {
        if (config == null) {
            return otherwise;
        }
        // What YAML 1.1 takes for a truth value.
        final Mode mode = "false".equalsIgnoreCase(config.mode()) ? Mode.OFF
            : fields.word(config.mode(), MODES, otherwise.mode, path.key("mode"));
        return new Read(mode, fields.duration(config.restartTime(), LEAST, MOST_RESTART, otherwise.restart, path.key("restart-time")),
            fields.duration(config.staleTime(), LEAST, MOST_STALE, otherwise.stale, path.key("stale-time")));
    }

    /** A neighbor's; null for none. */
    RestartSettings of(final BgpRestartConfig config, final ConfigPath path) {
        final Read read = read(config, standard, path);
        refuseIdle(config, read, path);
        return read.mode == Mode.OFF ? null
            : new RestartSettings(read.mode == Mode.FULL, (int) read.restart.toSeconds(), (int) read.stale.toSeconds());
    }
}
