package io.swaplane.router.config;

import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.RouterIntent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Reads the file of a lab: the one way from YAML to {@link Lab}. */
public final class LabFile {
    private final Problems problems;
    private final Fields fields;
    private final Map<String, LiveConfiguration> routers = new LinkedHashMap<>();
    private final Map<String, ConfigPath> places = new HashMap<>();
    private final Map<String, Lab.Link> links = new LinkedHashMap<>();
    private final Map<Lab.End, ConfigPath> ends = new HashMap<>();

    private LabFile(final Problems problems) {
        this.problems = problems;
        this.fields = new Fields(problems);
    }

    /**
     * Reads and checks a file.
     *
     * @throws ConfigException with every problem in the file; when it is not readable YAML, with the first.
     */
    public static Lab read(final Path file) throws ConfigException {
        final YamlSource source = YamlSource.read(file);
        final Problems problems = new Problems(source);
        final LabConfig config = ConfigFile.bind(source, problems, LabConfig.class);
        final Lab lab = config == null ? null : new LabFile(problems).build(config);
        problems.check();
        return lab;
    }

    private Lab build(final LabConfig config) {
        final ConfigPath root = ConfigPath.ROOT;
        if (!fields.missing(config.lab(), root.key("lab"), "the lab's name")) {
            fields.portName(config.lab(), root.key("lab"));
        }
        if (config.routers() == null || config.routers().isEmpty()) {
            fields.refuse(root.key("routers"), "is missing: give at least one router");
        }
        fields.each(config.routers(), root.key("routers"), this::router);
        fields.each(config.links(), root.key("links"), this::link);
        final LabChecks checks = new LabChecks(fields, routers, links.keySet());
        fields.each(config.checks(), root.key("checks"), checks::read);
        return new Lab(Objects.requireNonNullElse(config.lab(), ""), new ArrayList<>(routers.values()), new ArrayList<>(links.values()),
            checks.checks());
    }

    private void router(final RouterConfig config, final ConfigPath path) {
        refuseLive(config.ports(), path.key("ports"));
        refuseLive(config.workers(), path.key("workers"));
        refuseLive(config.host(), path.key("host"));
        fields.each(config.vrfs(), path.key("vrfs"), (vrf, at) -> refuseLive(vrf.tap(), at.key("tap")));
        final LiveConfiguration built = new IntentBuilder(problems.within(path), new LabMacs(places.size() + 1)).build(config);
        final ConfigPath first = config.router() == null ? null : places.putIfAbsent(config.router(), path.key("router"));
        if (first != null) {
            fields.refuse(path.key("router"), "'" + config.router() + "' is taken by the router on line " + fields.line(first)
                + ": names are unique");
        } else if (config.router() != null) {
            fields.portName(config.router(), path.key("router"));
            routers.put(config.router(), built);
        }
    }

    private void refuseLive(final Object value, final ConfigPath path) {
        if (value != null) {
            fields.refuse(path, "belongs to a router on a real machine: leave it out");
        }
    }

    private void link(final LabConfig.LinkConfig config, final ConfigPath path) {
        if (fields.missing(config.name(), path.key("name"), "the link's name")) {
            return;
        }
        fields.portName(config.name(), path.key("name"));
        final ConfigPath at = path.key("ends");
        if (config.ends() == null || config.ends().size() != 2) {
            fields.refuse(at, "a link has two ends: write them as [ROUTER PORT, ROUTER PORT]");
            return;
        }
        final Lab.End left = end(config.ends().getFirst(), at.index(0));
        final Lab.End right = end(config.ends().getLast(), at.index(1));
        if (left != null && right != null && links.putIfAbsent(config.name(), new Lab.Link(config.name(), left, right)) != null) {
            fields.refuse(path.key("name"), "'" + config.name() + "' is another link's name already: names are unique");
        }
    }

    private Lab.End end(final String text, final ConfigPath path) {
        final String[] words = text == null ? new String[0] : text.trim().split("\\s+");
        if (words.length != 2) {
            fields.refuse(path, "is no end of a link: write a router's name and a port's, as in pe1 eth0");
            return null;
        }
        final LiveConfiguration router = routers.get(words[0]);
        if (router == null) {
            fields.dangling(path, "router", words[0], routers.keySet());
            return null;
        }
        final String port = port(router.intent(), words[1]);
        if (port == null) {
            fields.dangling(path, "port of " + words[0], words[1], router.intent().ports());
            return null;
        }
        final Lab.End end = new Lab.End(words[0], port);
        final ConfigPath first = ends.putIfAbsent(end, path);
        if (first != null) {
            fields.refuse(path, "port " + end + " is on the link on line " + fields.line(first) + " already: a port is on one link");
        }
        return end;
    }

    /** The port of this name, or the one of the interface of this name; null when there is none. */
    private static String port(final RouterIntent router, final String name) {
        if (router.ports().contains(name)) {
            return name;
        }
        return router.interfaces().stream().filter(each -> name.equals(each.name())).map(InterfaceIntent::port).findFirst().orElse(null);
    }
}
