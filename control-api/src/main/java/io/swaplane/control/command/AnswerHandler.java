package io.swaplane.control.command;

/** Is given what became of a producer's commands, in the order of their generations. */
public interface AnswerHandler {
    /**
     * A label binding that was put by its received label has its in-label.
     *
     * @param generation the command's.
     * @param label the in-label.
     * @param resolved false while its packets drop, as its next hop is unresolved.
     */
    void onLabel(long generation, int label, boolean resolved);

    /** What became of another command, or of such a one that was refused. */
    void onNotice(Notice notice);
}
