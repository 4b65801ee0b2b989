package io.swaplane.control.event;

/** Something that changed in the router, after it changed. */
public sealed interface Event {
    /** What an event is about; a watcher says which kinds it wants. */
    enum Kind {
        /** Label entries. */
        LABEL,
        /** Next hops. */
        NEXT_HOP,
        /** Ports. */
        PORT,
        /** VRFs. */
        VRF,
        /** Routes that producers put. */
        ROUTE
    }

    /**
     * A label entry was made, or replaced by its owner or a stronger one.
     *
     * @param labelSpace name of its label space.
     * @param label its label.
     * @param owner whose it is now, as {@code show} prints it.
     * @param producer that owner's number.
     */
    record LabelPut(String labelSpace, int label, String owner, int producer) implements Event { }

    /**
     * A label entry is gone.
     *
     * @param labelSpace name of its label space.
     * @param label its label.
     * @param owner whose it was, as {@code show} prints it.
     * @param producer that owner's number.
     */
    record LabelRemoved(String labelSpace, int label, String owner, int producer) implements Event { }

    /**
     * A next hop was made or replaced, or leads somewhere else, or nowhere, since something that it depends on changed.
     *
     * @param index its index.
     * @param resolved whether it leads anywhere.
     */
    record NextHopChanged(int index, boolean resolved) implements Event { }

    /** A next hop is gone. */
    record NextHopRemoved(int index) implements Event { }

    /** A port came up or went down. */
    record PortChanged(String port, boolean up) implements Event { }

    /**
     * A VRF was made or replaced.
     *
     * @param vrf its name.
     * @param owner whose it is now, as {@code show} prints it.
     * @param producer that owner's number.
     */
    record VrfPut(String vrf, String owner, int producer) implements Event { }

    /**
     * A VRF is gone.
     *
     * @param vrf its name.
     * @param owner whose it was.
     * @param producer that owner's number.
     */
    record VrfRemoved(String vrf, String owner, int producer) implements Event { }

    /**
     * A producer's route was made, or replaced by it or a stronger one.
     *
     * @param vrf the VRF's name.
     * @param prefix as {@code 10.0.0.0/8}.
     * @param owner whose it is now, as {@code show} prints it.
     * @param producer that owner's number.
     */
    record RoutePut(String vrf, String prefix, String owner, int producer) implements Event { }

    /**
     * A producer's route is gone; the prefix may have one from elsewhere now.
     *
     * @param vrf the VRF's name.
     * @param prefix as {@code 10.0.0.0/8}.
     * @param owner whose it was.
     * @param producer that owner's number.
     */
    record RouteRemoved(String vrf, String prefix, String owner, int producer) implements Event { }

    /** Events were lost here, since the watcher had not read the earlier ones. */
    record Gap(long lost) implements Event { }
}
