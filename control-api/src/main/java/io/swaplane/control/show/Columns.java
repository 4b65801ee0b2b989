package io.swaplane.control.show;

import java.util.ArrayList;
import java.util.List;

/** Lays rows of text out in columns, as wide as their widest cell so far and one space apart. */
public final class Columns {
    private final boolean[] toTheRight;
    private final int[] widths;
    private final List<String[]> rows = new ArrayList<>();

    /** One letter per column: {@code l} to the left, {@code r} to the right. */
    public Columns(final String alignment) {
        toTheRight = new boolean[alignment.length()];
        widths = new int[alignment.length()];
        for (int i = 0; i < toTheRight.length; i++) {
            toTheRight[i] = alignment.charAt(i) == 'r';
        }
    }

    /** Adds a row. */
    public void row(final Object... cells) {
        final String[] row = new String[toTheRight.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = String.valueOf(cells[i]);
            widths[i] = Math.max(widths[i], row[i].length());
        }
        rows.add(row);
    }

    /** The rows since the last time, without white space at their ends. */
    public List<String> drain() {
        final List<String> lines = rows.stream().map(this::line).toList();
        rows.clear();
        return lines;
    }

    private String line(final String[] row) {
        final StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            final String padding = " ".repeat(widths[i] - row[i].length());
            line.append(toTheRight[i] ? padding + row[i] : row[i] + padding).append(' ');
        }
        return line.toString().stripTrailing();
    }
}
