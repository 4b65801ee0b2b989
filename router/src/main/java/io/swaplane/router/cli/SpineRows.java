package io.swaplane.router.cli;

import io.swaplane.control.api.v1.GetControlResponse;
import io.swaplane.control.api.v1.LabelRangeUsage;
import io.swaplane.control.api.v1.LabelSpaceUsage;
import io.swaplane.control.api.v1.OwnerEntries;
import io.swaplane.control.api.v1.Producer;
import io.swaplane.control.api.v1.Refusals;
import io.swaplane.control.show.Columns;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What {@code show} prints of labels, producers and commands, in records whose components {@code --json} names. */
final class SpineRows {
    private SpineRows() {
    }

    /** A label space's use. */
    record LabelSpace(String labelSpace, int entries, Map<String, Integer> byOwner) {
        static LabelSpace of(final LabelSpaceUsage usage) {
            return new LabelSpace(usage.getLabelSpace(), usage.getEntries(), new TreeMap<>(usage.getByOwnerList().stream()
                .collect(Collectors.toMap(OwnerEntries::getOwner, OwnerEntries::getEntries))));
        }
    }

    /** A label range's use; owner null for the one of all owners without their own. */
    record LabelRange(String owner, int first, int last, int inUse, int resting, int pinned, int free) {
        static LabelRange of(final LabelRangeUsage usage) {
            return new LabelRange(usage.hasOwner() ? usage.getOwner() : null, usage.getFirst(), usage.getLast(), usage.getInUse(),
                usage.getResting(), usage.getPinned(), usage.getFree());
        }
    }

    /** A producer; owner, preference, mode and outstanding are null without a session. */
    record ProducerRow(int number, String name, String owner, Integer preference, String mode, long commands, Long outstanding,
                       long ringFull, long windowFull, long tooLarge, Map<String, Long> refused) {
        static ProducerRow of(final Producer each) {
            final boolean open = each.hasSession();
            return new ProducerRow(each.getNumber(), each.getName(), open ? each.getSession().getOwner() : null,
                open ? each.getSession().getPreference() : null, open ? word("SESSION_MODE_", each.getSession().getMode()) : null,
                each.getOffered(), open ? each.getSession().getOutstanding() : null, each.getRingFull(), each.getWindowFull(),
                each.getTooLarge(), refusals(each.getRefusedList()));
        }

        private long refusedInAll() {
            return refused.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** How commands fare. */
    record ControlRow(long ringCapacity, long ringOccupied, long programmed, long accepted, Map<String, Long> refused, long bulks,
                      long stagedOctets, long timedCommands, long p50Nanos, long p90Nanos, long p99Nanos, long p999Nanos) {
        static ControlRow of(final GetControlResponse control) {
            return new ControlRow(control.getRingCapacity(), control.getRingOccupied(), control.getProgrammed(), control.getAccepted(),
                refusals(control.getRefusedList()), control.getBulks(), control.getStagedOctets(), control.getLatency().getCount(),
                control.getLatency().getP50Nanos(), control.getLatency().getP90Nanos(), control.getLatency().getP99Nanos(),
                control.getLatency().getP999Nanos());
        }
    }

    /** By reason, as in {@code conflicting-owner}; those that never happened are left out. */
    private static Map<String, Long> refusals(final List<Refusals> all) {
        final Map<String, Long> refused = new TreeMap<>();
        all.stream().filter(each -> each.getCommands() > 0)
            .forEach(each -> refused.put(word("REFUSAL_REASON_", each.getReason()), each.getCommands()));
        return refused;
    }

    private static String word(final String prefix, final Enum<?> value) {
        return value.name().replace(prefix, "").toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> labelSpaces(final List<LabelSpace> spaces) {
        final Columns columns = new Columns("lrl");
        columns.row("label space", "entries", "by owner");
        spaces.forEach(each -> columns.row(each.labelSpace(), each.entries(), counts(each.byOwner())));
        return columns.drain();
    }

    static List<String> labelRanges(final List<LabelRange> ranges) {
        final Columns columns = new Columns("lrrrrrr");
        columns.row("range for", "first", "last", "in-use", "resting", "pinned", "free");
        ranges.forEach(each -> columns.row(each.owner() == null ? "all others" : each.owner(), each.first(), each.last(), each.inUse(),
            each.resting(), each.pinned(), each.free()));
        return columns.drain();
    }

    static List<String> producers(final List<ProducerRow> producers) {
        final Columns columns = new Columns("rllrlrrrrrr");
        columns.row("number", "producer", "owner", "preference", "session", "commands", "outstanding", "ring-full", "window-full",
            "too-large", "refused");
        producers.forEach(each -> columns.row(each.number(), each.name(), none(each.owner()), none(each.preference()),
            none(each.mode()), each.commands(), none(each.outstanding()), each.ringFull(), each.windowFull(), each.tooLarge(),
            each.refusedInAll()));
        return columns.drain();
    }

    static List<String> control(final ControlRow control) {
        final Columns columns = new Columns("rl");
        columns.row(control.ringOccupied(), "octets in the command ring, which holds " + control.ringCapacity());
        columns.row(control.programmed(), "commands programmed");
        columns.row(control.accepted(), "commands accepted, their next hop unresolved");
        columns.row(control.refused().values().stream().mapToLong(Long::longValue).sum(), "commands refused"
            + (control.refused().isEmpty() ? "" : ": " + counts(control.refused())));
        columns.row(control.bulks(), "bulks");
        columns.row(control.stagedOctets(), "octets in open bulks");
        columns.row(control.timedCommands(), "commands timed: 50 % within " + control.p50Nanos() + " ns, 90 % " + control.p90Nanos()
            + " ns, 99 % " + control.p99Nanos() + " ns, 99.9 % " + control.p999Nanos() + " ns");
        return columns.drain();
    }

    private static Object none(final Object value) {
        return value == null ? "-" : value;
    }

    private static String counts(final Map<String, ?> counts) {
        return counts.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).collect(Collectors.joining(" "));
    }
}
