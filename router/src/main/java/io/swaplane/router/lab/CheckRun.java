package io.swaplane.router.lab;

import io.swaplane.control.intent.VrfIntent;
import io.swaplane.router.config.LabCheck;
import io.swaplane.table.AddressText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Carries the checks of a lab out, prints what comes of them, and says exactly what differs. One thread. */
public final class CheckRun {
    private final RunningLab lab;
    private final Commands commands;
    private final PrintWriter out;
    private final List<String> differences = new ArrayList<>();
    private final List<TracedPacket> traced = new ArrayList<>();

    /**
     * The checks of a lab.
     *
     * @param commands carries {@code show} commands out.
     * @param out gets what comes of them.
     */
    public CheckRun(final RunningLab lab, final Commands commands, final PrintWriter out) {
        this.lab = lab;
        this.commands = commands;
        this.out = out;
    }

    /** Carries all out; what differs, in lines, empty when nothing does. */
    public List<String> run() {
        boolean drawn = false;
        for (final LabCheck check : lab.lab().checks()) {
            try {
                switch (check) {
                    case LabCheck.Ping each -> ping(each);
                    case LabCheck.Trace each -> {
                        trace(each);
                        drawn = true;
                    }
                    case LabCheck.Show each -> show(each);
                }
            } catch (final LabException e) {
                differ(check, e.getMessage());
            }
        }
        if (!drawn) {
            Drawing.lines(lab.lab(), lab::isUp, List.of()).forEach(out::println);
            out.println();
        }
        return List.copyOf(differences);
    }

    /** The network as SVG, with the label stacks of the packets that have been traced. */
    public String svg() {
        return SvgPicture.of(lab.lab(), lab::isUp, traced);
    }

    private void ping(final LabCheck.Ping check) throws LabException {
        final Map<String, Long> before = lab.drops();
        final Probe.Pinged pinged = lab.ping(check.router(), check.vrf(), check.to(), check.source(), check.count(),
            check.fails() ? Probe.SILENCE_MILLIS : Probe.PATIENCE_MILLIS);
        out.println(ping(check.router(), check.vrf(), check.to(), pinged));
        out.println();
        final int expected = check.fails() ? 0 : check.count();
        if (pinged.answered() != expected) {
            differ(check, "ping from " + check.router() + " to " + AddressText.of(check.to()));
            expected(expected + " of " + pinged.sent() + " answered", pinged.answered() + " of " + pinged.sent() + " answered");
            dropped(before);
        }
    }

    /** Says where packets were dropped meanwhile. */
    private void dropped(final Map<String, Long> before) {
        lab.drops().forEach((what, packets) -> {
            final long more = packets - before.getOrDefault(what, 0L);
            if (more > 0) {
                differences.add("  dropped by " + what + ", " + more + (more == 1 ? " packet" : " packets"));
            }
        });
    }

    /** What came of echo requests, in a line. */
    static String ping(final String router, final String vrf, final InetAddress to, final Probe.Pinged pinged) {
        return router + (vrf.equals(VrfIntent.GLOBAL) ? "" : " vrf " + vrf) + ": ping " + AddressText.of(to) + " from "
            + AddressText.of(pinged.source()) + ": " + pinged.answered() + " of " + pinged.sent() + " answered";
    }

    private void trace(final LabCheck.Trace check) throws LabException {
        final Map<String, Long> before = lab.drops();
        final Probe.Traced trace = lab.trace(check.router(), check.vrf(), check.to(), check.source());
        traced.add(new TracedPacket(title(check.router(), check.vrf(), check.to(), trace), trace.answered(), trace.seen()));
        trace(lab, check.router(), check.vrf(), check.to(), trace).forEach(out::println);
        out.println();
        if (!trace.answered()) {
            differ(check, "trace from " + check.router() + " to " + AddressText.of(check.to()));
            expected("an answer", "none");
            dropped(before);
        }
        stacks(check, "request", check.stacks(), trace.seen().stream().filter(each -> !each.reply()).toList());
        stacks(check, "reply", check.replyStacks(), trace.seen().stream().filter(Sightings.Sighting::reply).toList());
    }

    /** What came of a traced one, with a drawing. */
    static List<String> trace(final RunningLab lab, final String router, final String vrf, final InetAddress to,
                              final Probe.Traced traced) {
        final List<String> lines = new ArrayList<>();
        lines.add(title(router, vrf, to, traced) + ": " + (traced.answered() ? "answered" : "not answered"));
        Drawing.lines(lab.lab(), lab::isUp, traced.seen()).forEach(line -> lines.add("  " + line));
        return lines;
    }

    private static String title(final String router, final String vrf, final InetAddress to, final Probe.Traced traced) {
        return router + (vrf.equals(VrfIntent.GLOBAL) ? "" : " vrf " + vrf) + ": trace " + AddressText.of(to) + " from "
            + AddressText.of(traced.source());
    }

    private void stacks(final LabCheck.Trace check, final String packet, final Map<String, List<Integer>> expected,
                        final List<Sightings.Sighting> seen) {
        expected.forEach((link, stack) -> {
            final List<List<Integer>> there = seen.stream().filter(each -> each.link().name().equals(link))
                .map(Sightings.Sighting::stack).toList();
            if (!there.equals(List.of(stack))) {
                differ(check, packet + " from " + check.router() + " to " + AddressText.of(check.to()) + " on link " + link);
                expected(Drawing.stack(stack), there.isEmpty() ? "not seen there"
                    : String.join(", then ", there.stream().map(Drawing::stack).toList()));
            }
        });
    }

    private void show(final LabCheck.Show check) {
        final StringWriter text = new StringWriter();
        final PrintWriter writer = new PrintWriter(text);
        final List<String> words = new ArrayList<>(List.of("show"));
        words.addAll(check.words());
        final boolean worked = commands.run(lab.socket(check.router()), words, writer);
        writer.flush();
        final List<String> got = lines(text.toString());
        out.println(check.router() + "# " + String.join(" ", words));
        got.forEach(out::println);
        out.println();
        if (!worked) {
            differ(check, "'" + String.join(" ", words) + "' on " + check.router() + " failed");
        } else if (check.prints() != null) {
            compare(check, words, lines(check.prints()), got);
        }
    }

    private void compare(final LabCheck.Show check, final List<String> words, final List<String> expected, final List<String> got) {
        for (int line = 0; line < Math.max(expected.size(), got.size()); line++) {
            final String one = line < expected.size() ? expected.get(line) : null;
            final String other = line < got.size() ? got.get(line) : null;
            if (one == null || !one.equals(other)) {
                differ(check, "'" + String.join(" ", words) + "' on " + check.router() + ", line " + (line + 1) + " of the output");
                expected(one == null ? "the end" : one, other == null ? "the end" : other);
                return;
            }
        }
    }

    /** Lines without white space at their ends and without empty ones at the end. */
    private static List<String> lines(final String text) {
        return text.stripTrailing().lines().map(String::stripTrailing).toList();
    }

    private void differ(final LabCheck check, final String what) {
        differences.add("line " + check.line() + ": " + what);
    }

    private void expected(final String expected, final String got) {
        differences.add("  expected: " + expected);
        differences.add("  got:      " + got);
    }
}
