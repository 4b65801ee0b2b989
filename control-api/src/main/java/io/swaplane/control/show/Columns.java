package io.swaplane.control.show;

import java.util.ArrayList;
import java.util.List;

/** Lays rows of text out in columns, as wide as their widest cell and one space apart. */
final class Columns {
    private final boolean[] toTheRight;
    private final List<String[]> rows = new ArrayList<>();

    /** One letter per column: {@code l} to the left, {@code r} to the right. */
    Columns(final String alignment) {
        toTheRight = new boolean[alignment.length()];
        for (int i = 0; i < toTheRight.length; i++) {
            toTheRight[i] = alignment.charAt(i) == 'r';
        }
    }

    void row(final Object... cells) {
        final String[] row = new String[toTheRight.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = String.valueOf(cells[i]);
        }
        rows.add(row);
    }

    /** The rows, without white space at their ends. */
    List<String> lines() {
        final int[] widths = new int[toTheRight.length];
        for (final String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(final String[] row, final int[] widths) {
        final StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            final String padding = " ".repeat(widths[i] - row[i].length());
            line.append(toTheRight[i] ? padding + row[i] : row[i] + padding).append(' ');
        }
        return line.toString().stripTrailing();
    }
}
