package io.swaplane.control.view;

import java.util.List;

/**
 * What became of the next traced packets.
 *
 * @param lines a paragraph for each, as a replay traces it.
 * @param packets how many these are.
 * @param lost packets since the start of the trace that could not be told, as the reader was slow.
 */
public record TraceView(List<String> lines, int packets, long lost) {
    /** Copies the list. */
    public TraceView {
        lines = List.copyOf(lines);
    }
}
