package io.swaplane.control.command;

/** What the conductor must know of a session besides its commands. */
sealed interface SessionEvent {
    /** There before the session's first command. */
    record Opened(Session session) implements SessionEvent { }

    /** It ends once the command with this generation was taken from the ring. */
    record Ended(Session session, long last) implements SessionEvent { }
}
