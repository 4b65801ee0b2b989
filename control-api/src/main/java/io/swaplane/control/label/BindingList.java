package io.swaplane.control.label;

/** Bindings in a row, linked through themselves: a binding is in one list at most, and leaves it in one step from any place. */
final class BindingList {
    private Binding first;
    private Binding last;

    /** The first one, or null. */
    Binding first() {
        return first;
    }

    /** Appends a binding, taking it out of the list where it is. */
    void append(final Binding binding) {
        if (binding.list() != null) {
            binding.list().unlink(binding);
        }
        binding.list(this);
        binding.before(last);
        binding.after(null);
        if (last == null) {
            first = binding;
        } else {
            last.after(binding);
        }
        last = binding;
    }

    /** Takes a binding out of the list where it is. */
    static void remove(final Binding binding) {
        binding.list().unlink(binding);
        binding.list(null);
    }

    private void unlink(final Binding binding) {
        final Binding before = binding.before();
        final Binding after = binding.after();
        if (before == null) {
            first = after;
        } else {
            before.after(after);
        }
        if (after == null) {
            last = before;
        } else {
            after.before(before);
        }
    }
}
