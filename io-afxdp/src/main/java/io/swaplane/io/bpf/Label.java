package io.swaplane.io.bpf;

/** A place in a program that jumps can name before it is reached; bound by {@link BpfAssembler#bind}. */
public final class Label {
    private static final int UNBOUND = -1;

    private final String name;
    private int position = UNBOUND;

    /** A label; the name is for messages. */
    public Label(final String name) {
        this.name = name;
    }

    boolean isBound() {
        return position != UNBOUND;
    }

    int position() {
        return position;
    }

    void bind(final int at) {
        if (isBound()) {
            throw new IllegalStateException("label " + name + " is bound twice, at " + position + " and " + at);
        }
        position = at;
    }

    @Override
    public String toString() {
        return name;
    }
}
