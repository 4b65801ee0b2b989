package io.swaplane.bgp.rib;

import io.swaplane.bgp.message.PathAttributes;
import java.util.Arrays;

/** Shared attributes by index, growing page by page; null where none were set. */
final class AttributePages {
    private static final int BITS = 9;
    private static final int SIZE = 1 << BITS;
    private static final int MASK = SIZE - 1;
    private static final int REFERENCE = 4;

    private PathAttributes[][] pages = new PathAttributes[8][];
    private int used;

    PathAttributes get(final int index) {
        final int page = index >>> BITS;
        return page >= pages.length || pages[page] == null ? null : pages[page][index & MASK];
    }

    void set(final int index, final PathAttributes value) {
        final int page = index >>> BITS;
        if (page >= pages.length) {
            pages = Arrays.copyOf(pages, Math.max(page + 1, pages.length * 2));
        }
        if (pages[page] == null) {
            pages[page] = new PathAttributes[SIZE];
            used++;
        }
        pages[page][index & MASK] = value;
    }

    long octets() {
        return (long) used * SIZE * REFERENCE + pages.length * 4L;
    }
}
