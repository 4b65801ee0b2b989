package io.swaplane.io.xdp;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** None of the modes that were allowed could be had on an interface; says why for each, in the order in which they were tried. */
public final class XdpRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient List<Refusal> refusals;

    XdpRefusedException(final String interfaceName, final List<Refusal> refusals) {
        super("no AF_XDP on " + interfaceName + ": " + refusals.stream().map(Refusal::toString).collect(Collectors.joining("; ")));
        this.refusals = List.copyOf(refusals);
    }

    /** The reasons, the best mode's first. */
    public List<Refusal> refusals() {
        return refusals;
    }
}
