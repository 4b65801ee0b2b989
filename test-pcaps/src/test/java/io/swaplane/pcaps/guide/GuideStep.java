package io.swaplane.pcaps.guide;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A block of commands in a guide, and what it is to print.
 *
 * @param line where in the guide the commands begin, from 1.
 * @param commands a {@code sh} block's lines.
 * @param output those of the {@code text} block behind it, empty where there is none; {@code …} is any text, alone on a line any lines.
 */
record GuideStep(int line, String commands, Optional<String> output) {
    private static final String FENCE = "```";
    private static final String ANY = "…";

    /** The steps of a guide, in order; other blocks are left out. */
    static List<GuideStep> of(final List<String> guide) {
        final List<GuideStep> steps = new ArrayList<>();
        for (int i = 0; i < guide.size(); i++) {
            if (!guide.get(i).startsWith(FENCE)) {
                continue;
            }
            final int first = i + 1;
            final int end = first + guide.subList(first, guide.size()).indexOf(FENCE);
            if (end < first) {
                throw new IllegalArgumentException("line " + (i + 1) + ": a block without end");
            }
            final String text = guide.subList(first, end).stream().map(each -> each + "\n").collect(Collectors.joining());
            switch (guide.get(i)) {
                case FENCE + "sh" -> steps.add(new GuideStep(first + 1, text, Optional.empty()));
                case FENCE + "text" -> steps.add(printing(steps, first + 1, text));
                default -> { }
            }
            i = end;
        }
        return steps;
    }

    private static GuideStep printing(final List<GuideStep> steps, final int line, final String text) {
        if (steps.isEmpty() || steps.getLast().output.isPresent()) {
            throw new IllegalArgumentException("line " + line + ": an output without commands");
        }
        final GuideStep step = steps.removeLast();
        return new GuideStep(step.line, step.commands, Optional.of(text));
    }

    /** Whether the commands are to print this. */
    boolean prints(final String printed) {
        return output.isEmpty() || pattern(output.get()).matcher(tidy(printed)).matches();
    }

    private static Pattern pattern(final String expected) {
        return Pattern.compile(tidy(expected).lines().map(GuideStep::line).collect(Collectors.joining()));
    }

    private static String line(final String expected) {
        return expected.equals(ANY) ? "(?:.*\n)*"
            : Stream.of(expected.split(ANY, -1)).map(Pattern::quote).collect(Collectors.joining(".*")) + "\n";
    }

    /** Without differences that only spaces make. */
    static String tidy(final String text) {
        return text.lines().map(each -> each.strip().replaceAll("\\s+", " ") + "\n").collect(Collectors.joining());
    }
}
