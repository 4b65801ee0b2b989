package io.swaplane.bgp.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** What is wrong with one message. Keeps the first few faults, those that disable a family, and the worst remedy of all. */
final class UpdateFaults {
    /** In place of a type: no attribute, the message. */
    static final int MESSAGE = 0;

    private static final int MOST = 16;

    private final List<UpdateFault> faults = new ArrayList<>();
    private final List<UpdateFault> view = Collections.unmodifiableList(faults);
    private Remedy worst = Remedy.NONE;
    private boolean withdraws;

    void clear() {
        if (worst != Remedy.NONE) {
            faults.clear();
            worst = Remedy.NONE;
            withdraws = false;
        }
    }

    List<UpdateFault> list() {
        return view;
    }

    Remedy worst() {
        return worst;
    }

    /** Whether any fault asks to treat the message as a withdrawal. */
    boolean withdraws() {
        return withdraws;
    }

    void ignore(final Family family, final String prefix) {
        add(Remedy.IGNORE_PREFIX, null, Notification.INVALID_NETWORK, Octets.NONE, 0, 0, MESSAGE, "has " + prefix + " of " + family);
    }

    void discard(final int subcode, final byte[] from, final int at, final int end, final int type, final String what) {
        add(Remedy.DISCARD_ATTRIBUTE, null, subcode, from, at, end, type, what);
    }

    void withdraw(final int subcode, final byte[] from, final int at, final int end, final int type, final String what) {
        withdraws = true;
        add(Remedy.TREAT_AS_WITHDRAW, null, subcode, from, at, end, type, what);
    }

    void missing(final int type) {
        withdraw(Notification.MISSING_WELL_KNOWN, new byte[] {(byte) type}, 0, 1, type, "is missing");
    }

    void disable(final Family family, final byte[] from, final int at, final int end, final int type, final String what) {
        add(Remedy.DISABLE_FAMILY, family, Notification.OPTIONAL_ATTRIBUTE, from, at, end, type, what);
    }

    void reset(final int subcode, final byte[] from, final int at, final int end, final int type, final String what) {
        add(Remedy.RESET_SESSION, null, subcode, from, at, end, type, what);
    }

    /** A fault of the message itself, without data. */
    void reset(final int subcode, final String what) {
        reset(subcode, Octets.NONE, 0, 0, MESSAGE, what);
    }

    /**
     * Where no route is announced, what is wrong may have hidden some: the first fault that asks for more than a discard closes the session
     * (RFC 7606 §5.2).
     */
    void escalate() {
        for (final UpdateFault fault : faults) {
            if (fault.remedy().compareTo(Remedy.DISCARD_ATTRIBUTE) > 0) {
                keep(new UpdateFault(Remedy.RESET_SESSION, null, fault.notification(), fault.text() + ", without routes to withdraw"));
                return;
            }
        }
    }

    /** The octets from {@code at} to {@code end} become the notification's data. */
    private void add(
        final Remedy remedy, final Family family, final int subcode, final byte[] from, final int at, final int end, final int type,
        final String what) {
        if (faults.size() < MOST || remedy.compareTo(worst) > 0 || family != null) {
            final Notification notification = Notification.of(Notification.UPDATE_ERROR, subcode, Arrays.copyOfRange(from, at, end));
            final String subject = type == MESSAGE ? "the message" : AttributeLayout.text(type);
            keep(new UpdateFault(remedy, family, notification,
                subject + " " + what + (family == null ? "" : ": " + family + " is disabled")));
        }
    }

    private void keep(final UpdateFault fault) {
        faults.add(fault);
        worst = worst.stronger(fault.remedy());
    }
}
