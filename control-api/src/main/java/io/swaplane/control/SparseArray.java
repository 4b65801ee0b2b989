package io.swaplane.control;

/** Objects by small numbers, in pages that exist once one of their numbers is used: found without a search or boxing. Conductor only. */
final class SparseArray<T> {
    private static final int PAGE_SHIFT = 10;
    private static final int PAGE = 1 << PAGE_SHIFT;

    private final Object[][] pages;

    /** For numbers from 0 to {@code limit - 1}. */
    SparseArray(final int limit) {
        pages = new Object[(limit + PAGE - 1) / PAGE][];
    }

    /** The number's object; null when it has none or cannot have one. */
    @SuppressWarnings("unchecked") // put takes nothing else
    T get(final int number) {
        final int page = number >>> PAGE_SHIFT;
        return page >= pages.length || pages[page] == null ? null : (T) pages[page][number & PAGE - 1];
    }

    void put(final int number, final T object) {
        final int page = number >>> PAGE_SHIFT;
        if (pages[page] == null) {
            pages[page] = new Object[PAGE];
        }
        pages[page][number & PAGE - 1] = object;
    }

    void remove(final int number) {
        pages[number >>> PAGE_SHIFT][number & PAGE - 1] = null;
    }
}
