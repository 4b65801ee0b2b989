package io.swaplane.router.run;

import io.swaplane.router.config.LiveSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Gathers the keys of {@code ports}, {@code workers} and {@code host} that differ; none of them can change while the router runs. */
final class SettingsDiff {
    private final List<String> keys = new ArrayList<>();

    private SettingsDiff() {
    }

    static List<String> between(final LiveSettings was, final LiveSettings now) {
        final SettingsDiff found = new SettingsDiff();
        for (final LiveSettings.Port port : now.ports()) {
            // A port that comes or goes does so with its interfaces, which are named already.
            was.ports().stream().filter(each -> each.name().equals(port.name())).findFirst().ifPresent(old -> found.port(old, port));
        }
        found.compare("workers.count", was, now, LiveSettings::workers);
        found.compare("workers.idle", was, now, LiveSettings::idle);
        found.compare("workers.cpus", was, now, LiveSettings::cpus);
        found.compare("workers.frames", was, now, LiveSettings::frames);
        found.compare("workers.frame-size", was, now, LiveSettings::frameSize);
        found.compare("host.tap", was, now, LiveSettings::tap);
        found.compare("host.socket", was, now, LiveSettings::socket);
        found.compare("host.metrics", was, now, LiveSettings::metrics);
        found.compare("host.control-protocols", was, now, LiveSettings::controlProtocols);
        found.compare("vrfs.tap", was, now, LiveSettings::vrfTaps);
        return found.keys;
    }

    private void port(final LiveSettings.Port was, final LiveSettings.Port now) {
        final String path = "ports[" + now.name() + "]";
        compare(path + ".device", was, now, LiveSettings.Port::device);
        compare(path + ".mode", was, now, LiveSettings.Port::mode);
        compare(path + ".busy-poll", was, now, LiveSettings.Port::busyPollBudget);
        compare(path + ".transmit", was, now, LiveSettings.Port::transmit);
    }

    private <T> void compare(final String key, final T was, final T now, final Function<T, ?> value) {
        if (!Objects.equals(value.apply(was), value.apply(now))) {
            keys.add(key);
        }
    }
}
