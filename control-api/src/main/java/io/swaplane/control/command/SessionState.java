package io.swaplane.control.command;

import io.swaplane.control.Applied;
import io.swaplane.control.command.codec.DefineAcceptDecoder;
import io.swaplane.control.command.codec.DefineVrfDecoder;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.VrfIntent;
import java.util.ArrayList;
import java.util.List;

/** What the conductor knows of a session. Conductor only. */
final class SessionState {
    private final Session session;
    private final List<Accept> accepts = new ArrayList<>(List.of(new Accept.Core(), new Accept.Router()));
    private final List<String> vrfs = new ArrayList<>(List.of(VrfIntent.GLOBAL));
    private long taken;
    private Bulk bulk;
    private Origin keptBy;

    SessionState(final Session session) {
        this.session = session;
    }

    Session session() {
        return session;
    }

    Origin origin() {
        return session.origin();
    }

    /** The ingress with this handle. */
    Accept accept(final int handle) {
        return accepts.get(handle);
    }

    /** The session's next handle stands for an ingress. */
    void define(final DefineAcceptDecoder command) {
        accepts.add(IntentDecoder.accept(command));
    }

    /** The VRF name with this handle. */
    String vrf(final int handle) {
        return vrfs.get(handle);
    }

    /** The session's next handle stands for a VRF's name. */
    void define(final DefineVrfDecoder command) {
        vrfs.add(command.name());
    }

    /** Generation of the last command that was taken from the ring. */
    long taken() {
        return taken;
    }

    void take(final long generation) {
        taken = generation;
    }

    /** The later session that was opened to keep what this one leaves, or null. */
    Origin keptBy() {
        return keptBy;
    }

    void keptBy(final Origin keeping) {
        keptBy = keeping;
    }

    /** The open bulk, or null. */
    Bulk bulk() {
        return bulk;
    }

    void bulk(final Bulk open) {
        bulk = open;
    }

    /** A command is carried out, and was assigned something or {@link Dispatcher#NOTHING}. */
    void answered(final long generation, final Applied applied, final int assigned) {
        if (assigned != Dispatcher.NOTHING) {
            notify(new Notice(generation, Outcome.of(applied), null, null, assigned, null));
        } else if (applied == Applied.PROGRAMMED) {
            programmed(generation);
        } else {
            notify(new Notice(generation, Outcome.of(applied), null, null, null, null));
        }
    }

    /** A command is carried out, and was assigned a label, which the producer is told without a notice. */
    void labelled(final long generation, final Applied applied, final int label) {
        session.labels().offer(generation, applied == Applied.PROGRAMMED ? label : ~label);
        session.progress().answer(generation);
    }

    /** A command is in the tables. */
    void programmed(final long generation) {
        session.progress().answer(generation);
    }

    /** A command, or a bulk as a whole, was refused. */
    void refused(final long generation, final RefusalReason reason, final String text) {
        session.counters().countRefused(reason);
        notify(new Notice(generation, Outcome.REFUSED, reason, text, null, null));
    }

    /** Answers with a notice, which goes first. */
    void notify(final Notice notice) {
        if (notice.bulk() != null) {
            session.unread().addAndGet(notice.bulk().size());
        }
        if (!session.notices().offer(notice)) {
            throw new IllegalStateException("session " + session.number() + " sent more than its window");
        }
        session.progress().answer(notice.generation());
    }
}
