package io.swaplane.control.api;

import io.swaplane.control.Applied;
import io.swaplane.control.api.v1.GetControlResponse;
import io.swaplane.control.api.v1.GetLabelUsageResponse;
import io.swaplane.control.api.v1.LabelRangeUsage;
import io.swaplane.control.api.v1.LabelSpaceUsage;
import io.swaplane.control.api.v1.LatencySummary;
import io.swaplane.control.api.v1.ListProducersResponse;
import io.swaplane.control.api.v1.OwnerEntries;
import io.swaplane.control.api.v1.ProducerSession;
import io.swaplane.control.api.v1.Refusals;
import io.swaplane.control.api.v1.SessionMode;
import io.swaplane.control.command.CommandRing;
import io.swaplane.control.command.CommandStatistics;
import io.swaplane.control.command.LatencyHistogram;
import io.swaplane.control.command.Producer;
import io.swaplane.control.command.ProducerCounters;
import io.swaplane.control.command.ProducerSettings;
import io.swaplane.control.command.Producers;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.view.LabelUsage;
import io.swaplane.control.view.LabelUsageView;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** What the spine counts, as messages. */
final class SpineEncoder {
    private SpineEncoder() {
    }

    static GetLabelUsageResponse usage(final List<LabelUsageView> views) {
        final GetLabelUsageResponse.Builder response = GetLabelUsageResponse.newBuilder();
        for (final LabelUsageView view : views) {
            final LabelSpaceUsage.Builder space = LabelSpaceUsage.newBuilder().setLabelSpace(view.labelSpace()).setEntries(view.entries());
            view.byOwner().forEach((owner, entries) -> space.addByOwner(OwnerEntries.newBuilder().setOwner(owner).setEntries(entries)));
            response.addLabelSpaces(space).addAllRanges(Encoder.all(view.ranges(), SpineEncoder::range));
        }
        return response.build();
    }

    private static LabelRangeUsage range(final LabelUsage usage) {
        final LabelRangeUsage.Builder range = LabelRangeUsage.newBuilder().setFirst(usage.range().first()).setLast(usage.range().last())
            .setInUse(usage.inUse()).setResting(usage.resting()).setPinned(usage.pinned()).setFree(usage.free());
        if (usage.owner() != null) {
            range.setOwner(usage.owner());
        }
        return range.build();
    }

    static ListProducersResponse producers(final Producers producers) {
        final Map<String, Producer> sessions = new HashMap<>();
        producers.sessions().forEach(session -> sessions.put(session.settings().name(), session));
        final ListProducersResponse.Builder response = ListProducersResponse.newBuilder();
        for (final ProducerCounters counters : producers.counters()) {
            final io.swaplane.control.api.v1.Producer.Builder producer = io.swaplane.control.api.v1.Producer.newBuilder()
                .setName(counters.producer()).setNumber(counters.number()).setOffered(counters.sent()).setRingFull(counters.ringFull())
                .setWindowFull(counters.windowFull()).setTooLarge(counters.tooLarge()).addAllRefused(refusals(counters::refused));
            final Producer session = sessions.get(counters.producer());
            if (session != null) {
                producer.setSession(session(session));
            }
            response.addProducers(producer);
        }
        return response.build();
    }

    private static ProducerSession session(final Producer session) {
        final ProducerSettings settings = session.settings();
        final long acknowledged = session.acknowledged();
        final long sent = session.sent();
        final ProducerSession.Builder message = ProducerSession.newBuilder().setOwner(settings.owner())
            .setPreference(settings.preference()).setMode(switch (settings.mode()) {
                case RESYNC -> SessionMode.SESSION_MODE_RESYNC;
                case KEEP -> SessionMode.SESSION_MODE_KEEP;
            }).setSent(sent).setOutstanding(sent - acknowledged);
        if (settings.staleAfter() != null) {
            message.setStaleAfterMillis(settings.staleAfter().toMillis());
        }
        return message.build();
    }

    private static List<Refusals> refusals(final ToLongFunction<RefusalReason> count) {
        return Arrays.stream(RefusalReason.values()).map(reason -> Refusals.newBuilder().setReason(Reasons.message(reason))
            .setSentence(reason.sentence()).setCommands(count.applyAsLong(reason)).build()).toList();
    }

    static GetControlResponse control(final CommandRing ring, final CommandStatistics statistics) {
        final LatencyHistogram latency = statistics.latency();
        return GetControlResponse.newBuilder().setRingCapacity(ring.capacity()).setRingOccupied(ring.occupied())
            .setProgrammed(statistics.applied(Applied.PROGRAMMED)).setAccepted(statistics.applied(Applied.ACCEPTED))
            .addAllRefused(refusals(statistics::refused)).setBulks(statistics.bulks()).setStagedOctets(statistics.stagedOctets())
            .setLatency(LatencySummary.newBuilder().setCount(latency.count()).setSumNanos(latency.sumNanos())
                .setP50Nanos(latency.quantileNanos(0.5)).setP90Nanos(latency.quantileNanos(0.9))
                .setP99Nanos(latency.quantileNanos(0.99)).setP999Nanos(latency.quantileNanos(0.999))).build();
    }
}
