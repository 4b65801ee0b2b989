package io.swaplane.router.config;

import java.util.Collection;
import java.util.Locale;

/** Finds the word that someone who mistyped probably meant. */
final class Nearest {
    private Nearest() {
    }

    /** The nearest candidate within a third of the word's length, at least one edit; null when none is. */
    static String of(final String word, final Collection<String> candidates) {
        String best = null;
        int least = Math.max(1, word.length() / 3) + 1;
        for (final String candidate : candidates) {
            final int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < least && distance < candidate.length()) {
                least = distance;
                best = candidate;
            }
        }
        return best;
    }

    /** How many letters must be put in, left out, replaced, or swapped with the next. */
    private static int distance(final String a, final String b) {
        final int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j
                    : Math.min(edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1),
                        Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
                }
            }
        }
        return edits[a.length()][b.length()];
    }
}
