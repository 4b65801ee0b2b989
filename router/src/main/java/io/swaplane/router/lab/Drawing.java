package io.swaplane.router.lab;

import io.swaplane.router.config.Lab;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A lab as text: routers one under the other, the link between two of them on a line of its own, with the label stacks that a traced packet
 * and its reply had on it. A router's last link goes straight down, others branch off.
 */
final class Drawing {
    private static final String DOWN = "v";
    private static final String UP = "^";

    private final Lab lab;
    private final Predicate<Lab.Link> isUp;
    private final List<Sightings.Sighting> seen;
    private final int width;
    private final List<String> lines = new ArrayList<>();
    private final Set<String> drawn = new HashSet<>();
    private final Set<Lab.Link> links = new HashSet<>();

    private Drawing(final Lab lab, final Predicate<Lab.Link> isUp, final List<Sightings.Sighting> seen) {
        this.lab = lab;
        this.isUp = isUp;
        this.seen = seen;
        this.width = lab.links().stream().mapToInt(each -> each.name().length()).max().orElse(0);
    }

    /**
     * The lines.
     *
     * @param isUp whether a link is up.
     * @param seen where a packet was.
     */
    static List<String> lines(final Lab lab, final Predicate<Lab.Link> isUp, final List<Sightings.Sighting> seen) {
        final Drawing drawing = new Drawing(lab, isUp, seen);
        lab.routers().forEach(each -> {
            if (!drawing.drawn.contains(each.intent().name())) {
                drawing.router(each.intent().name(), "");
            }
        });
        return drawing.lines;
    }

    private void router(final String name, final String indent) {
        lines.add(indent + name);
        drawn.add(name);
        List<Lab.Link> left = links(name);
        while (!left.isEmpty()) {
            final Lab.Link link = left.getFirst();
            links.add(link);
            final String other = other(link, name);
            final boolean again = drawn.contains(other);
            if (left.size() > 1 || again) {
                lines.add(indent + "|-- " + link(link, name) + (again ? "  to " + other : ""));
                if (!again) {
                    router(other, indent + "|   ");
                }
            } else {
                lines.add(indent + "|   " + link(link, name));
                router(other, indent);
            }
            left = links(name);
        }
    }

    private List<Lab.Link> links(final String router) {
        return lab.links().stream().filter(each -> !links.contains(each))
            .filter(each -> each.left().router().equals(router) || each.right().router().equals(router)).toList();
    }

    private static String other(final Lab.Link link, final String router) {
        return link.left().router().equals(router) ? link.right().router() : link.left().router();
    }

    /** The link, drawn downwards from a router. */
    private String link(final Lab.Link link, final String above) {
        final String stacks = seen.stream().filter(each -> each.link().equals(link))
            .map(each -> (each.from().router().equals(above) ? DOWN : UP) + (each.reply() ? " reply " : " request ")
                + stack(each.stack()))
            .collect(Collectors.joining("   "));
        final String name = String.format("%-" + Math.max(1, width) + "s", link.name());
        return ((isUp.test(link) ? name : name + "  cut") + "  " + stacks).stripTrailing();
    }

    /** A stack as {@code 35 50 IP}, the top first. */
    static String stack(final List<Integer> labels) {
        return labels.stream().map(each -> each + " ").collect(Collectors.joining()) + "IP";
    }
}
