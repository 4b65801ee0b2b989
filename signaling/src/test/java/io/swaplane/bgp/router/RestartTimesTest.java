package io.swaplane.bgp.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.AsPath;
import io.swaplane.bgp.message.AttributeCache;
import io.swaplane.bgp.message.BgpOrigin;
import io.swaplane.bgp.message.Capability;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.Negotiated;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.message.Notification;
import io.swaplane.bgp.message.OpenMessage;
import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.bgp.message.UpdateReader;
import io.swaplane.bgp.message.UpdateWriter;
import io.swaplane.bgp.rib.NextHopRule;
import io.swaplane.bgp.rib.PeerInfo;
import io.swaplane.bgp.rib.PeerRules;
import io.swaplane.bgp.rib.UpdateSink;
import io.swaplane.bgp.session.RestartSettings;
import io.swaplane.bgp.session.SessionEnd;
import io.swaplane.bgp.session.VirtualTime;
import io.swaplane.bgp.speaker.Speaker;
import io.swaplane.bgp.speaker.SpeakerOptions;
import io.swaplane.bgp.speaker.SpeakerPeer;
import io.swaplane.control.Conductor;
import io.swaplane.control.command.CommandReader;
import io.swaplane.control.command.CommandRing;
import io.swaplane.control.command.ProducerSettings;
import io.swaplane.control.command.Producers;
import io.swaplane.control.command.SessionMode;
import io.swaplane.control.event.Event;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.RouteTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long what of graceful restart lasts, to the second: an ASBR in one thread whose clock the test turns. PE1 restarts, or ASBR3. */
class RestartTimesTest {
    private static final SessionEnd LOST = new SessionEnd(null, null, "lost");
    private static final int RESTART = 30;
    private static final int STALE = 40;
    private static final int PE1_RESTART = 20;

    private final VirtualTime time = new VirtualTime();
    private final Conductor conductor = new Conductor(Figure78.border("asbr2", "2.2.2.2", "1.1.1.1", "10.5.5.5",
        Figure78.pin("1.1.1.1", Figure78.VRF_LABEL, new Accept.Interface("ext0"), Figure78.ASBR2_LABEL)), 1, time::nanoTime);
    private final Producers producers = new Producers(new CommandRing(1 << 16), 1 << 8, SystemNanoClock.INSTANCE, () -> { });
    private final List<Throwable> errors = new ArrayList<>();
    private final CommandReader reader = new CommandReader(producers, conductor, errors::add);
    private final Speaker speaker = new Speaker(SpeakerOptions.of(Figure78.id("2.2.2.2")),
        producers.open(new ProducerSettings("bgp", "bgp", 100, SessionMode.RESYNC, Duration.ofMinutes(10))),
        conductor.watch(EnumSet.of(Event.Kind.NEXT_HOP), 1 << 8), time::nanoTime);
    private final RestartSettings settings = new RestartSettings(true, RESTART, STALE);
    private final PeerRestart ofPe1 = restart("pe1");
    private final PeerRestart ofAsbr3 = restart("asbr3");
    private SpeakerPeer pe1;
    private SpeakerPeer asbr3;
    /** How many ASBR3 was sent. */
    private int messages;

    private PeerRestart restart(final String name) {
        return new PeerRestart(name, settings, Set.of(Family.VPNV4, Family.VPNV6), time, time.nanoTime(), this::settle);
    }

    @BeforeEach
    void converge() {
        pe1 = up("1.1.1.1", 42, PeerRules.open(NextHop.of(Figure78.ip("2.2.2.2"))).nextHop(NextHopRule.SELF));
        asbr3Up();
        ofPe1.up(Optional.of(FabricPeer.keeps(PE1_RESTART, true)), pe1);
        announce();
        assertThat(isTold()).isTrue();
    }

    @AfterEach
    void close() {
        conductor.close();
        assertThat(errors).isEmpty();
    }

    private void asbr3Up() {
        asbr3 = up("10.5.5.5", 35, PeerRules.open(NextHop.of(Figure78.ip("10.5.5.50"))).accept(new Accept.Interface("ext0")));
        ofAsbr3.up(Optional.of(new Capability.GracefulRestart(false, true, 0, List.of())), asbr3);
        settle();
    }

    private SpeakerPeer up(final String address, final long as, final PeerRules rules) {
        final NextHop at = NextHop.of(Figure78.ip(address));
        return speaker.peerUp(new PeerInfo(address, at, null, 42, as, Figure78.id(address), Negotiated.of(open(42), open(as)), rules),
            new UpdateSink() {
                @Override
                public boolean isWritable() {
                    return true;
                }

                @Override
                public void send(final byte[] buffer, final int offset, final int length) {
                    messages += as == 42 ? 0 : 1;
                }
            });
    }

    /** Within the AS there are IPv6 routes, too. */
    private static OpenMessage open(final long as) {
        final List<Capability> all = new ArrayList<>(List.of(new Capability.Multiprotocol(Family.VPNV4.numbers()),
            new Capability.FourOctetAs(as)));
        if (as == 42) {
            all.add(new Capability.Multiprotocol(Family.VPNV6.numbers()));
        }
        return new OpenMessage(as, 90, 1, all);
    }

    /** PE1 sends its route. */
    private void announce() {
        announce("10.10.10.11");
    }

    private void announce(final String host) {
        final UpdateReader atRouter = new UpdateReader(pe1.info().form(), new AttributeCache(16));
        final UpdateWriter writer = new UpdateWriter(pe1.info().form(), (buffer, offset, length) -> {
            atRouter.read(buffer, offset, length);
            pe1.update(atRouter);
        });
        final NextHop to = NextHop.of(Figure78.ip(host));
        writer.announce(to.ipv4() ? Family.VPNV4 : Family.VPNV6, PathAttributes.builder().origin(BgpOrigin.IGP).asPath(AsPath.sequence())
            .localPref(100).extendedCommunities(RouteTarget.parse("100:1").value()).build(), NextHop.of(Figure78.ip("1.1.1.1")));
        writer.add(0, Figure78.VRF_LABEL, 1, to.high(), to.low(), to.ipv4() ? 32 : 128);
        writer.flush();
        settle();
    }

    private void settle() {
        for (int idle = 0; idle < 3; idle++) {
            if (reader.doWork(time.nanoTime()) + conductor.doWork() + speaker.doWork() > 0) {
                idle = 0;
            }
        }
    }

    private void pass(final long seconds) {
        time.pass(seconds);
        settle();
    }

    private boolean isTold() {
        final int[] destinations = speaker.table(Family.VPNV4, null).destinations().page(-1, 1);
        return destinations.length > 0 && asbr3.told(Family.VPNV4, destinations[0]) != null;
    }

    /** What the label that ASBR3 was told does. */
    private String entry() {
        return conductor.label(LspIntent.PLATFORM, Figure78.ASBR2_LABEL).map(view -> view.bindingState()).orElse(null);
    }

    private void pe1Returns(final boolean forwarding) {
        pe1Returns(FabricPeer.keeps(PE1_RESTART, forwarding));
    }

    private void pe1Returns(final Capability.GracefulRestart said) {
        pe1 = up("1.1.1.1", 42, PeerRules.open(NextHop.of(Figure78.ip("2.2.2.2"))).nextHop(NextHopRule.SELF));
        ofPe1.up(Optional.of(said), pe1);
        settle();
    }

    /** PE1 has another session and sends its route; it says this of graceful restart. */
    private void pe1Says(final boolean notification, final int seconds, final Family... families) {
        ofPe1.down(pe1, LOST);
        pe1Returns(new Capability.GracefulRestart(false, notification, seconds,
            Stream.of(families).map(each -> new Capability.GracefulRestart.Entry(each.numbers(), true)).toList()));
        announce();
        pe1.endOfRib(Family.VPNV4);
        settle();
        assertThat(isTold()).isTrue();
    }

    @Test
    void shouldKeepRoutesForTheRestartTimeThatThePeerSaid() {
        ofPe1.down(pe1, LOST);
        pass(PE1_RESTART - 1);
        assertThat(isTold()).isTrue();
        assertThat(entry()).isEqualTo("in use");
        pass(1);
        assertThat(isTold()).isFalse();
        assertThat(entry()).isEqualTo("withdrawn");
    }

    @Test
    void shouldKeepNothingOfAPeerWhoseRestartTimeIsZero() {
        pe1Says(true, 0, Family.VPNV4);
        ofPe1.down(pe1, LOST);
        settle();
        assertThat(isTold()).isFalse();
    }

    @Test
    void shouldKeepNothingOfAFamilyThatThePeerDidNotList() {
        pe1Says(true, PE1_RESTART, Family.IPV4_UNICAST, Family.VPNV6);
        ofPe1.down(pe1, LOST);
        settle();
        assertThat(isTold()).isFalse();
    }

    /** Routes of both families are there, and the session is lost. */
    private void lose(final Family... listed) {
        pe1Says(false, PE1_RESTART, listed);
        announce("2001:db8::11");
        ofPe1.down(pe1, LOST);
        settle();
    }

    private List<Family> there() {
        return Stream.of(Family.VPNV4, Family.VPNV6).filter(each -> speaker.table(each, null).destinations().page(-1, 1).length > 0)
            .toList();
    }

    private static Capability.GracefulRestart saying(final Capability.GracefulRestart.Entry... entries) {
        return new Capability.GracefulRestart(true, false, PE1_RESTART, List.of(entries));
    }

    private static Capability.GracefulRestart.Entry entry(final Family family, final boolean forwarding) {
        return new Capability.GracefulRestart.Entry(family.numbers(), forwarding);
    }

    @Test
    void shouldKeepRoutesOfTheFamiliesThatThePeerListed() {
        lose(Family.VPNV6);
        assertThat(there()).containsExactly(Family.VPNV6);
    }

    @Test
    void shouldGoByTheForwardingBitOfEachFamily() {
        lose(Family.VPNV4, Family.VPNV6);
        assertThat(there()).containsExactly(Family.VPNV4, Family.VPNV6);
        pe1Returns(saying(entry(Family.VPNV4, true), entry(Family.VPNV6, false)));
        assertThat(there()).containsExactly(Family.VPNV4);
    }

    @Test
    void shouldDropAFamilyThatThePeerListsNoMore() {
        lose(Family.VPNV4, Family.VPNV6);
        pe1Returns(saying(entry(Family.VPNV6, true)));
        assertThat(there()).containsExactly(Family.VPNV6);
    }

    @Test
    void shouldEndWhatIsStaleOfEachFamilyAtItsOwnEndOfRib() {
        lose(Family.VPNV4, Family.VPNV6);
        pe1Returns(saying(entry(Family.VPNV4, true), entry(Family.VPNV6, true)));
        pe1.endOfRib(Family.VPNV6);
        settle();
        assertThat(there()).containsExactly(Family.VPNV4);
        pe1.endOfRib(Family.VPNV4);
        settle();
        assertThat(there()).isEmpty();
    }

    /** RFC 8538 §4: this router says so and goes on as after a loss, if the peer does likewise. */
    @Test
    void shouldKeepRoutesWhenThePeerIsSilentForTheHoldTimeOnlyIfItOutlivesNotifications() {
        final SessionEnd silent = new SessionEnd(Notification.of(Notification.HOLD_TIMER_EXPIRED, Notification.UNSPECIFIC), null, "");
        ofPe1.down(pe1, silent);
        pass(PE1_RESTART - 1);
        assertThat(isTold()).isTrue();
        pe1Returns(true);
        pe1Says(false, PE1_RESTART, Family.VPNV4);
        ofPe1.down(pe1, silent);
        settle();
        assertThat(isTold()).isFalse();
    }

    /** RFC 8538 §4.1: more losses do not put off the end of what was stale already, be the session up or not. */
    @Test
    void shouldKeepStaleRoutesForTheStaleTimeHoweverOftenTheSessionIsLost() {
        ofPe1.down(pe1, LOST);
        pe1Returns(true);
        for (int second = 0; second < STALE - 1; second++) {
            pass(1);
            ofPe1.down(pe1, LOST);
            settle();
            assertThat(isTold()).isTrue();
            pe1Returns(true);
        }
        ofPe1.down(pe1, LOST);
        pass(1);
        assertThat(isTold()).isFalse();
        assertThat(entry()).isEqualTo("withdrawn");
    }

    @Test
    void shouldCountTheStaleTimeOfEachSessionsRoutes() {
        ofPe1.down(pe1, LOST);
        pe1Returns(true);
        pass(STALE - 1);
        announce();
        ofPe1.down(pe1, LOST);
        pe1Returns(true);
        pass(STALE - 1);
        assertThat(isTold()).isTrue();
        pass(1);
        assertThat(isTold()).isFalse();
    }

    @Test
    void shouldKeepABoundedNumberOfRoutesOfAPeerThatHasOthersInEachSession() {
        for (int i = 0; i < 20; i++) {
            ofPe1.down(pe1, LOST);
            pe1Returns(true);
            announce("10.10.11." + i);
        }
        assertThat(speaker.table(Family.VPNV4, null).destinations().page(-1, 100)).as("eight stale, one of now").hasSize(9);
    }

    @Test
    void shouldDropAllThatIsStaleAtOnceWhenThePeerComesBackTheSecondTimeWithoutItsForwarding() {
        ofPe1.down(pe1, LOST);
        pe1Returns(true);
        ofPe1.down(pe1, LOST);
        settle();
        assertThat(isTold()).isTrue();
        pe1Returns(false);
        assertThat(isTold()).isFalse();
        pass(STALE);
    }

    @Test
    void shouldKeepStaleRoutesForTheStaleTimeFromTheNewSessionOn() {
        ofPe1.down(pe1, LOST);
        pass(PE1_RESTART - 1);
        pe1Returns(true);
        pass(STALE - 1);
        assertThat(isTold()).isTrue();
        assertThat(entry()).isEqualTo("in use");
        pass(1);
        assertThat(isTold()).isFalse();
        assertThat(entry()).isEqualTo("withdrawn");
    }

    @Test
    void shouldSayWhatIsKeptAndForHowLong() {
        assertThat(ofPe1.kept(pe1)).isNull();
        ofPe1.down(pe1, LOST);
        pass(1);
        assertThat(ofPe1.kept(null)).isEqualTo("routes of vpnv4, for another " + (PE1_RESTART - 1) + " s");
        pe1Returns(true);
        pass(2);
        assertThat(ofPe1.kept(pe1)).isEqualTo("routes of vpnv4, until it has sent all, at most another " + (STALE - 2) + " s");
        pass(STALE - 2);
        assertThat(ofPe1.kept(pe1)).isNull();
    }

    @Test
    void shouldKeepRoutesThatCameAgainBeyondTheStaleTime() {
        ofPe1.down(pe1, LOST);
        pe1Returns(true);
        announce();
        pass(STALE + PE1_RESTART);
        assertThat(isTold()).isTrue();
    }

    @Test
    void shouldCountTheTimesAnewAfterAnotherLoss() {
        ofPe1.down(pe1, LOST);
        pe1Returns(true);
        announce();
        pass(STALE - 1);
        ofPe1.down(pe1, LOST);
        pass(PE1_RESTART - 1);
        assertThat(isTold()).isTrue();
        pass(1);
        assertThat(isTold()).isFalse();
    }

    @Test
    void shouldKeepNothingOfAPeerThatComesBackInTimeWithoutItsForwarding() {
        ofPe1.down(pe1, LOST);
        pass(PE1_RESTART - 1);
        assertThat(isTold()).isTrue();
        pe1Returns(false);
        assertThat(isTold()).isFalse();
    }

    private List<Family> forwarding() {
        return ofAsbr3.capability().orElseThrow().entries().stream().filter(Capability.GracefulRestart.Entry::forwarding)
            .map(each -> each.family().family()).toList();
    }

    /** That of VPN-IPv6 was not in the session: nothing of it was kept. */
    @Test
    void shouldSayThatItHasKeptLabelsOnlyWhileItKeepsThem() {
        assertThat(forwarding()).isEmpty();
        ofAsbr3.down(asbr3, LOST);
        pass(RESTART - 1);
        assertThat(forwarding()).containsExactly(Family.VPNV4);
        assertThat(entry()).isEqualTo("in use");
        pass(1);
        assertThat(forwarding()).isEmpty();
        assertThat(entry()).isEqualTo("released");
    }

    @Test
    void shouldSayNoMoreThatItHasKeptLabelsOnceTheSessionIsUp() {
        ofAsbr3.down(asbr3, LOST);
        assertThat(forwarding()).containsExactly(Family.VPNV4);
        asbr3Up();
        assertThat(forwarding()).isEmpty();
        assertThat(isTold()).isTrue();
        pass(RESTART);
        assertThat(entry()).isEqualTo("in use");
    }

    @Test
    void shouldSayThatItHasStartedInTheFirstSessionWithinTheRestartTime() {
        final PeerRestart late = restart("late");
        time.pass(RESTART - 1);
        assertThat(late.capability().orElseThrow().restarting()).isTrue();
        assertThat(ofPe1.capability().orElseThrow().restarting()).isFalse();
        time.pass(1);
        assertThat(late.capability().orElseThrow().restarting()).isFalse();
    }

    @Test
    void shouldTellNothingUntilTheDeferralEnds() {
        final SelectionDeferral deferral = new SelectionDeferral(speaker, () -> true, time);
        deferral.begin(RESTART);
        asbr3.down();
        asbr3Up();
        messages = 0;
        pass(RESTART - 1);
        assertThat(deferral.doWork()).isZero();
        settle();
        assertThat(messages).isZero();
        pass(1);
        assertThat(deferral.doWork()).isOne();
        settle();
        assertThat(messages).isPositive();
        assertThat(deferral.doWork()).isZero();
    }

    @Test
    void shouldEndTheDeferralWhenNobodyIsWaitedFor() {
        final boolean[] waiting = {true};
        final SelectionDeferral deferral = new SelectionDeferral(speaker, () -> waiting[0], time);
        deferral.begin(RESTART);
        assertThat(deferral.doWork()).isZero();
        waiting[0] = false;
        assertThat(deferral.doWork()).isOne();
    }

    @Test
    void shouldRemoveWhatAnEarlierSessionLeftAfterTheTimeForThePeersRoutes() {
        final InitialSync sync = new InitialSync(speaker, () -> false, time);
        time.pass(119);
        assertThat(sync.doWork()).isZero();
        time.pass(1);
        assertThat(sync.doWork()).isOne();
        assertThat(sync.doWork()).isZero();
    }
}
