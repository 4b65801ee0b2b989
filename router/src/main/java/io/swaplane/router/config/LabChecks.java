package io.swaplane.router.config;

import io.swaplane.control.intent.VrfIntent;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads {@code checks:} of a lab. */
final class LabChecks {
    private static final int MOST_PINGS = 1000;
    private static final int MOST_LABEL = (1 << 20) - 1;

    private final Fields fields;
    private final Map<String, LiveConfiguration> routers;
    private final Collection<String> links;
    private final List<LabCheck> checks = new ArrayList<>();

    LabChecks(final Fields fields, final Map<String, LiveConfiguration> routers, final Collection<String> links) {
        this.fields = fields;
        this.routers = routers;
        this.links = links;
    }

    List<LabCheck> checks() {
        return checks;
    }

    /** Reads one. */
    void read(final LabConfig.CheckConfig config, final ConfigPath path) {
        if (Stream.of(config.ping() != null, config.trace() != null, config.show() != null).filter(each -> each).count() != 1) {
            fields.refuse(path, "is no check: give one of 'ping', 'trace' and 'show'");
        } else if (config.show() != null) {
            show(config, path);
        } else {
            refuse(config.on(), path.key("on"), "show");
            refuse(config.prints(), path.key("prints"), "show");
            packet(config, path);
        }
    }

    private void show(final LabConfig.CheckConfig config, final ConfigPath path) {
        for (final String key : List.of("to", "source", "vrf", "count", "fails", "stacks", "reply-stacks")) {
            refuse(value(config, key), path.key(key), "ping or trace");
        }
        if (!fields.missing(config.on(), path.key("on"), "the router that shows it") && isRouter(config.on(), path.key("on"))) {
            checks.add(new LabCheck.Show(fields.line(path), config.on(), List.of(config.show().trim().split("\\s+")), config.prints()));
        }
    }

    private static Object value(final LabConfig.CheckConfig config, final String key) {
        return switch (key) {
            case "to" -> config.to();
            case "source" -> config.source();
            case "vrf" -> config.vrf();
            case "count" -> config.count();
            case "fails" -> config.fails();
            case "stacks" -> config.stacks();
            default -> config.replyStacks();
        };
    }

    private void refuse(final Object value, final ConfigPath path, final String where) {
        if (value != null) {
            fields.refuse(path, "belongs to " + where + ": leave it out");
        }
    }

    private void packet(final LabConfig.CheckConfig config, final ConfigPath path) {
        final boolean traced = config.trace() != null;
        final String router = traced ? config.trace() : config.ping();
        final String vrf = config.vrf() == null ? VrfIntent.GLOBAL : config.vrf();
        if (!isRouter(router, path.key(traced ? "trace" : "ping")) || !isVrf(router, vrf, path.key("vrf"))) {
            return;
        }
        final InetAddress to = fields.missing(config.to(), path.key("to"), "the destination") ? null
            : fields.address(config.to(), path.key("to"));
        final InetAddress source = config.source() == null ? null : fields.address(config.source(), path.key("source"));
        if (to != null && source != null && to.getClass() != source.getClass()) {
            fields.refuse(path.key("source"), config.source() + " is of another family than " + config.to());
        }
        if (traced) {
            refuse(config.count(), path.key("count"), "ping");
            refuse(config.fails(), path.key("fails"), "ping");
            checks.add(new LabCheck.Trace(fields.line(path), router, vrf, to, source, stacks(config.stacks(), path.key("stacks")),
                stacks(config.replyStacks(), path.key("reply-stacks"))));
        } else {
            refuse(config.stacks(), path.key("stacks"), "trace");
            refuse(config.replyStacks(), path.key("reply-stacks"), "trace");
            checks.add(new LabCheck.Ping(fields.line(path), router, vrf, to, source,
                fields.number(config.count(), 1, MOST_PINGS, 1, path.key("count")), fields.truth(config.fails(), false)));
        }
    }

    private Map<String, List<Integer>> stacks(final Map<String, List<Integer>> given, final ConfigPath path) {
        final Map<String, List<Integer>> stacks = new LinkedHashMap<>();
        if (given != null) {
            given.forEach((link, labels) -> {
                if (!links.contains(link)) {
                    fields.dangling(path.key(link), "link", link, links);
                }
                final List<Integer> stack = new ArrayList<>();
                fields.each(labels, path.key(link), (label, at) -> stack.add(fields.number(label, 0, MOST_LABEL, 0, at)));
                stacks.put(link, stack);
            });
        }
        return stacks;
    }

    private boolean isRouter(final String name, final ConfigPath path) {
        if (!routers.containsKey(name)) {
            fields.dangling(path, "router", name, routers.keySet());
            return false;
        }
        return true;
    }

    private boolean isVrf(final String router, final String vrf, final ConfigPath path) {
        final List<String> vrfs = routers.get(router).intent().routing().vrfs().stream().map(VrfIntent::name).toList();
        if (!vrf.equals(VrfIntent.GLOBAL) && !vrfs.contains(vrf)) {
            fields.dangling(path, "VRF of " + router, vrf, vrfs);
            return false;
        }
        return true;
    }
}
