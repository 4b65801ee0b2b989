package io.swaplane.router.cli;

import io.swaplane.control.show.BriefText;
import io.swaplane.control.show.StatusText;
import io.swaplane.control.view.RouterView;
import io.swaplane.router.replay.Measurement;
import io.swaplane.router.replay.OutputFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a replay did; the document that {@code replay --json} prints.
 *
 * @param state the router after the first pass.
 * @param files captures that were written.
 * @param measurement of the repetitions.
 */
record ReplayReport(RouterView state, List<OutputFile> files, Measurement measurement) {
    private static final int MOST_LABELS = 50;
    private static final long SHORT_NANOSECONDS = 100_000_000;

    /** The same for people; {@code directory} is where it was written to. */
    List<String> lines(final Path directory) {
        final List<String> lines = new ArrayList<>();
        final List<String> labels = new BriefText().lines(state.labels());
        lines.add("MPLS forwarding table of " + state.router());
        lines.addAll(labels.subList(0, Math.min(labels.size(), MOST_LABELS)));
        if (labels.size() > MOST_LABELS) {
            lines.add("… and " + (labels.size() - MOST_LABELS) + " lines more: swaplane show mpls forwarding brief --replay " + directory);
        }
        section(lines, "Ports", StatusText.ports(state.ports()));
        section(lines, "Drops", StatusText.drops(state.drops()));
        section(lines, "Punts", StatusText.punts(state.punts()));
        section(lines, "Captures written", files.stream()
            .map(file -> file.path() + ": " + file.packets() + (file.packets() == 1 ? " packet" : " packets")).toList());
        if (measurement.packets() > 0) {
            section(lines, "Speed", List.of(speed()));
        }
        return lines;
    }

    private static void section(final List<String> lines, final String title, final List<String> content) {
        lines.add("");
        lines.add(title);
        content.forEach(line -> lines.add("  " + line));
    }

    private String speed() {
        final double seconds = measurement.nanoseconds() / 1e9;
        return String.format(Locale.ROOT, "%,d packets/s on one thread, from memory (%,d packets in %.3f s, %,d repetition%s)%s",
            measurement.packetsPerSecond(), measurement.packets(), seconds, measurement.repetitions(),
            measurement.repetitions() == 1 ? "" : "s",
            measurement.nanoseconds() < SHORT_NANOSECONDS ? "; too short to tell much, give --loop more" : "");
    }
}
