package io.swaplane.router.lab;

import io.swaplane.router.config.Lab;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where routers stand in a picture, in columns and rows: from left to right the two that are furthest from each other and the way between
 * them, in the first row; the others where they belong by how far they are from these two, and those with one link beside their
 * neighbour. What is not joined has rows of its own. Links lead to the same column or the next one; the same lab always looks the same.
 */
final class Layout {
    private final Map<String, List<String>> neighbours = new LinkedHashMap<>();
    private final Map<String, Place> places = new LinkedHashMap<>();

    /** Column and row of a router, from 0. */
    record Place(int column, int row) { }

    private Layout(final Lab lab) {
        lab.routers().forEach(each -> neighbours.put(each.intent().name(), new ArrayList<>()));
        for (final Lab.Link each : lab.links()) {
            neighbours.get(each.left().router()).add(each.right().router());
            neighbours.get(each.right().router()).add(each.left().router());
        }
    }

    /** The places of all routers, in the file's order. */
    static Map<String, Place> of(final Lab lab) {
        final Layout layout = new Layout(lab);
        int row = 0;
        for (final String each : layout.neighbours.keySet()) {
            if (!layout.places.containsKey(each)) {
                row = layout.place(each, row);
            }
        }
        final Map<String, Place> ordered = new LinkedHashMap<>();
        layout.neighbours.keySet().forEach(each -> ordered.put(each, layout.places.get(each)));
        return ordered;
    }

    /** Places the routers that are joined with one; the row below them. */
    private int place(final String one, final int firstRow) {
        final Map<String, Integer> reached = distances(one);
        final List<String> members = neighbours.keySet().stream().filter(reached::containsKey).toList();
        String left = one;
        String right = one;
        int length = 0;
        for (final String from : members) {
            final Map<String, Integer> distances = distances(from);
            for (final String to : members) {
                if (distances.get(to) > length) {
                    left = from;
                    right = to;
                    length = distances.get(to);
                }
            }
        }
        return place(members, columns(members, left, right, length), way(left, right), firstRow);
    }

    private int place(final List<String> members, final Map<String, Integer> columns, final List<String> way, final int firstRow) {
        final int leftmost = columns.values().stream().min(Comparator.naturalOrder()).orElse(0);
        final Map<Integer, Integer> rows = new HashMap<>();
        final List<String> order = new ArrayList<>(way);
        members.stream().filter(each -> !way.contains(each)).forEach(order::add);
        int below = firstRow;
        for (final String each : order) {
            final int row = rows.merge(columns.get(each), 1, Integer::sum) - 1 + firstRow;
            places.put(each, new Place(columns.get(each) - leftmost, row));
            below = Math.max(below, row + 1);
        }
        return below;
    }

    private Map<String, Integer> columns(final List<String> members, final String left, final String right, final int length) {
        final Map<String, Integer> fromLeft = distances(left);
        final Map<String, Integer> fromRight = distances(right);
        final Map<String, Integer> columns = new HashMap<>();
        members.forEach(each -> columns.put(each, (fromLeft.get(each) - fromRight.get(each) + length) / 2));
        members.stream().filter(each -> neighbours.get(each).size() == 1 && !each.equals(left) && !each.equals(right)).forEach(each -> {
            final String only = neighbours.get(each).getFirst();
            columns.put(each, columns.get(only) + (2 * columns.get(only) <= length ? -1 : 1));
        });
        return columns;
    }

    private List<String> way(final String left, final String right) {
        final Map<String, Integer> toRight = distances(right);
        final List<String> way = new ArrayList<>(List.of(left));
        while (!way.getLast().equals(right)) {
            final int before = toRight.get(way.getLast());
            way.add(neighbours.get(way.getLast()).stream().filter(each -> toRight.get(each) == before - 1).findFirst().orElseThrow());
        }
        return way;
    }

    /** How many links each router is away, those that are joined. */
    private Map<String, Integer> distances(final String from) {
        final Map<String, Integer> distances = new HashMap<>(Map.of(from, 0));
        final Set<String> seen = new HashSet<>(List.of(from));
        final Deque<String> left = new ArrayDeque<>(List.of(from));
        while (!left.isEmpty()) {
            final String at = left.remove();
            neighbours.get(at).stream().filter(seen::add).forEach(each -> {
                distances.put(each, distances.get(at) + 1);
                left.add(each);
            });
        }
        return distances;
    }
}
