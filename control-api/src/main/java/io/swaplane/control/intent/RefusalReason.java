package io.swaplane.control.intent;

/** Why a command is not carried out. */
public enum RefusalReason {
    /** The command contradicts itself or names a value that cannot be. */
    INVALID("the command contradicts itself or holds a value that cannot be"),
    /** It names an interface, port, next hop, tunnel, label space, … that does not exist. */
    UNKNOWN_REFERENCE("it names something that does not exist"),
    /** What it would remove or change does not exist. */
    NOT_FOUND("what it is about does not exist"),
    /** Labels, indices, classes, groups or memory have run out. */
    EXHAUSTED("labels, indices, classes, groups or memory have run out"),
    /** Another producer of at least the same preference owns it. */
    CONFLICTING_OWNER("it belongs to another producer of the same or a stronger preference"),
    /** Other entries still lead to what it would remove. */
    IN_USE("something else still leads to it"),
    /** A bulk, or a single command, is larger than can be taken. */
    TOO_LARGE("it is larger than the router takes"),
    /** The session was closed, or opened anew, since the command was sent. */
    SESSION_ENDED("its session has ended");

    private final String sentence;

    RefusalReason(final String sentence) {
        this.sentence = sentence;
    }

    /** Says it in one sentence. */
    public String sentence() {
        return sentence;
    }
}
