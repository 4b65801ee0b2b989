package io.swaplane.control;

import io.swaplane.control.intent.Origin;

/** One session of a producer as the holder of label entries, and how many it has: in all, by label space, by page. Conductor only. */
final class LabelHolder {
    private final int number;
    private final Origin origin;
    private final int[] bySpace;
    private final int[][] byPage;
    private int total;

    LabelHolder(final int number, final Origin origin, final int labelSpaces) {
        this.number = number;
        this.origin = origin;
        this.bySpace = new int[labelSpaces];
        this.byPage = new int[labelSpaces][];
    }

    /** By which {@link EntryPages} name it. */
    int number() {
        return number;
    }

    Origin origin() {
        return origin;
    }

    void add(final int space, final int label) {
        if (byPage[space] == null) {
            byPage[space] = new int[EntryPages.PAGES];
        }
        byPage[space][label >>> EntryPages.PAGE_SHIFT]++;
        bySpace[space]++;
        total++;
    }

    void remove(final int space, final int label) {
        byPage[space][label >>> EntryPages.PAGE_SHIFT]--;
        bySpace[space]--;
        total--;
    }

    int total() {
        return total;
    }

    int count(final int space) {
        return bySpace[space];
    }

    /** A label space in which it has entries; it must have some. */
    int anySpace() {
        int space = 0;
        while (bySpace[space] == 0) {
            space++;
        }
        return space;
    }

    /** The first page of a label space on which it has entries; it must have some there. */
    int firstPage(final int space) {
        int page = 0;
        while (byPage[space][page] == 0) {
            page++;
        }
        return page;
    }
}
