package io.swaplane.control.label;

import static io.swaplane.control.TestIntent.direct;
import static io.swaplane.control.TestIntent.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import io.swaplane.control.view.LabelUsage;

import io.swaplane.control.Conductor;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.TestIntent;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.BindingIntent;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Fec;
import io.swaplane.control.intent.LabelSettings;
import io.swaplane.control.intent.Model;
import io.swaplane.control.intent.SpecialLabels;
import io.swaplane.table.AcceptClass;
import io.swaplane.table.DropReason;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.LabelRange;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The label manager in front of a real conductor; labels 1000 to 1009 unless a test says otherwise. Time stands still between calls. */
class LabelBindingsTest {
    private static final Origin BGP = new Origin(7, 1, "bgp", 100);
    private static final Origin API = new Origin(8, 1, "api", 50);
    private static final Accept CORE = new Accept.Core();
    private static final Action SWAP = new Action.Swap(16, 11);
    private static final long HOLD = LabelSettings.STANDARD.holdTime().toNanos();
    /** Close to the clock's overflow, so that every test crosses it. */
    private long now = Long.MAX_VALUE - HOLD / 2;

    private final Conductor conductor = TestIntent.router().with(direct(11, "core0", "10.0.0.2")).with(direct(12, "ext0", "10.9.0.2"))
        .with(direct(13, "core0", "10.0.0.99")).with(SpecialLabels.STANDARD).conductor();
    private LabelBindings bindings = manager(LabelSettings.STANDARD);

    private LabelBindings manager(final LabelSettings settings) {
        return manager(new LabelRange(1000, 1009), settings);
    }

    private LabelBindings manager(final LabelRange dynamic, final LabelSettings settings) {
        return new LabelBindings(dynamic, settings, new ConductorProgrammer(conductor));
    }

    private static LabelSettings ranges(final LabelSettings.OwnedRange... ranges) {
        return new LabelSettings(Duration.ofMinutes(1), List.of(ranges), List.of());
    }

    private static LabelSettings pins(final LabelSettings.Pin... pins) {
        return new LabelSettings(Duration.ofMinutes(1), List.of(), List.of(pins));
    }

    private static LabelSettings.OwnedRange range(final String owner, final int first, final int last) {
        return new LabelSettings.OwnedRange(owner, new LabelRange(first, last));
    }

    @AfterEach
    void close() {
        conductor.close();
    }

    private static BindingKey received(final String nextHop, final int label) {
        return new BindingKey(new Fec.ReceivedLabel(ip(nextHop), label), CORE, null);
    }

    private static BindingKey route(final int number) {
        return new BindingKey(new Fec.Route("10.0." + number + ".0/24"), CORE, null);
    }

    private int put(final Origin origin, final BindingKey key, final long user) {
        return bindings.put(origin, new BindingIntent(key, user, SWAP, null, null), now).label();
    }

    private int put(final BindingKey key) {
        return put(BGP, key, 1);
    }

    private long word(final int label) {
        return conductor.tables().word(0, label);
    }

    private void assertForwards(final int label) {
        assertThat(word(label)).isEqualTo(ForwardingWord.withAcceptClass(ForwardingWord.swap(16, 11), AcceptClass.CORE));
    }

    private void assertDropsAsWithdrawn(final int label) {
        assertThat(word(label)).isEqualTo(ForwardingWord.withAcceptClass(ForwardingWord.drop(DropReason.WITHDRAWN), AcceptClass.CORE));
    }

    private void assertUnknown(final int label) {
        assertThat(word(label)).isEqualTo(ForwardingWord.EMPTY);
    }

    private void pass(final long nanos) {
        now += nanos;
        bindings.doWork(now);
    }

    private static void assertRefused(final RefusalReason reason, final String message, final ThrowingCallable call) {
        final RefusedException refused = catchThrowableOfType(RefusedException.class, call);
        assertThat(refused).hasMessage(message);
        assertThat(refused.reason()).isEqualTo(reason);
    }

    private void assertExhausted(final String message) {
        assertRefused(RefusalReason.EXHAUSTED, message, () -> put(route(99)));
    }

    @Test
    void shouldGiveThePinnedLabelToWhatANextHopGaveALabelTo() {
        bindings = manager(pins(new LabelSettings.Pin(received("1.1.1.1", 16), 44)));

        assertThat(put(received("1.1.1.1", 16))).isEqualTo(44);
        assertForwards(44);
        assertThat(put(received("1.1.1.1", 17))).isEqualTo(1000);
        assertThat(put(received("2.2.2.2", 16))).isEqualTo(1001);
    }

    @Test
    void shouldGiveEachKeyOfEveryModeALabelOfItsOwnAndTheSameAgain() {
        final Accept external = new Accept.Interface("ext0");
        final List<BindingKey> keys = List.of(received("1.1.1.1", 16), new BindingKey(new Fec.WholeVrf(), CORE, "red"),
            new BindingKey(new Fec.WholeVrf(), CORE, "blue"), new BindingKey(new Fec.NextHop(ip("1.1.1.1")), CORE, null),
            new BindingKey(new Fec.NextHop(ip("1.1.1.1")), CORE, "red"), new BindingKey(new Fec.Route("10.0.0.0/8"), CORE, null),
            new BindingKey(new Fec.Route("10.0.0.0/8"), external, null));
        final List<Integer> labels = keys.stream().map(this::put).toList();

        assertThat(labels).containsExactly(1000, 1001, 1002, 1003, 1004, 1005, 1006);
        assertThat(keys.stream().map(key -> put(BGP, key, 2)).toList()).isEqualTo(labels);
        assertThat(put(API, keys.getFirst(), 1)).as("another producer's").isEqualTo(1007);
    }

    @Test
    void shouldNeverHaveOneLabelValidInTwoClasses() {
        final List<Accept> classes = List.of(CORE, new Accept.Router(), new Accept.Interface("ext0"), new Accept.Interface("core0"),
            new Accept.Neighbour("ext0", ip("10.9.0.2")), new Accept.Neighbour("ext0", ip("10.9.0.3")));
        final Set<Integer> labels = new HashSet<>();
        for (final Accept accept : classes) {
            labels.add(put(new BindingKey(new Fec.ReceivedLabel(ip("1.1.1.1"), 16), accept, null)));
        }

        assertThat(labels).hasSize(classes.size());
        assertThat(labels.stream().map(label -> ForwardingWord.acceptClass(word(label)))).doesNotHaveDuplicates();
    }

    @Test
    void shouldProgramTheEntryBeforeTheLabelIsTold() {
        assertForwards(put(route(1)));
        bindings.put(BGP, new BindingIntent(route(1), 1, new Action.Swap(17, 12), Model.PIPE, Model.PIPE), now);

        assertThat(ForwardingWord.outLabel(word(1000))).isEqualTo(17);
        assertThat(ForwardingWord.nextHop(word(1000))).isEqualTo(12);
        assertThat(ForwardingWord.ttlPipe(word(1000))).isTrue();
        assertThat(conductor.label("platform", 1000).orElseThrow().owner()).isEqualTo("bgp");
    }

    @Test
    void shouldSayWhenTheLabelMustNotBeAdvertisedYet() {
        assertThat(bindings.put(BGP, new BindingIntent(route(1), 1, SWAP, null, null), now)).isEqualTo(new Bound(1000, true));
        assertThat(bindings.put(BGP, new BindingIntent(route(2), 1, new Action.Swap(16, 13), null, null), now))
            .isEqualTo(new Bound(1001, false));
    }

    @Test
    void shouldChangeNothingWhenTheEntryIsRefused() {
        final var before = bindings.usage();
        assertThatThrownBy(() -> bindings.put(BGP, new BindingIntent(route(1), 1, new Action.Swap(16, 99), null, null), now))
            .isInstanceOf(RefusedException.class).hasMessage("label 1000: there is no next hop 99");

        assertThat(bindings.usage()).isEqualTo(before);
        assertThat(bindings.label(7, route(1))).isEmpty();
        assertUnknown(1000);

        final int label = put(route(1));
        assertThatThrownBy(() -> bindings.put(BGP, new BindingIntent(route(1), 2, new Action.Swap(16, 99), null, null), now))
            .isInstanceOf(RefusedException.class).hasMessage("label " + label + ": there is no next hop 99");
        assertForwards(label);
        bindings.remove(BGP, route(1), 1, now);
        assertUnknown(label);
    }

    @Test
    void shouldRefuseKeysThatSayTooLittleAndWithdrawnActions() {
        assertRefused(RefusalReason.INVALID, "binding: it does not say from where its label is valid",
            () -> put(new BindingKey(new Fec.WholeVrf(), null, "red")));
        assertRefused(RefusalReason.INVALID, "binding: it does not say which packets share its label",
            () -> put(new BindingKey(null, CORE, "red")));
        assertRefused(RefusalReason.INVALID, "binding: a label for a whole VRF needs the VRF's name",
            () -> put(new BindingKey(new Fec.WholeVrf(), CORE, null)));
        assertRefused(RefusalReason.INVALID, "binding next hop 1.1.1.1, label 1048576, core: the received label must be 0 to 1048575",
            () -> put(received("1.1.1.1", 1 << 20)));
        assertRefused(RefusalReason.INVALID, "binding route 10.0.1.0/24, core: its users withdraw, it is not put as withdrawn",
            () -> bindings.put(BGP, new BindingIntent(route(1), 1, new Action.Withdrawn(), null, null), now));
    }

    @Test
    void shouldForwardUntilTheLastUserOfALabelLeaves() {
        final int label = put(BGP, received("1.1.1.1", 16), 1);
        put(BGP, received("1.1.1.1", 16), 2);
        put(BGP, received("1.1.1.1", 16), 2);

        bindings.remove(BGP, received("1.1.1.1", 16), 1, now);
        assertForwards(label);
        bindings.remove(BGP, received("1.1.1.1", 16), 2, now);
        assertUnknown(label);
        assertRefused(RefusalReason.NOT_FOUND, "the binding for next hop 1.1.1.1, label 16, core has no such user",
            () -> bindings.remove(BGP, received("1.1.1.1", 16), 2, now));
    }

    @Test
    void shouldRefuseToTakeOutWhatIsNotThere() {
        final int label = put(BGP, route(1), 1);
        assertRefused(RefusalReason.NOT_FOUND, "there is no binding for route 10.0.2.0/24, core",
            () -> bindings.remove(BGP, route(2), 1, now));
        assertRefused(RefusalReason.NOT_FOUND, "there is no binding for route 10.0.1.0/24, core",
            () -> bindings.remove(API, route(1), 1, now));
        assertRefused(RefusalReason.NOT_FOUND, "the binding for route 10.0.1.0/24, core has no such user",
            () -> bindings.withdraw(BGP, route(1), 2, now));
        assertForwards(label);
    }

    @Test
    void shouldGiveABindingItsLabelBackWhileTheLabelRests() {
        final int label = put(route(1));
        bindings.remove(BGP, route(1), 1, now);
        pass(HOLD - 1);

        assertThat(put(route(1))).isEqualTo(label);
        pass(10 * HOLD);
        assertForwards(label);
    }

    @Test
    void shouldNotUseALabelForAnythingElseBeforeItsHoldTimeIsOver() {
        bindings = manager(new LabelRange(1000, 1000), LabelSettings.STANDARD);
        final int label = put(route(1));
        bindings.remove(BGP, route(1), 1, now);
        now += HOLD - 1;
        assertExhausted("all 1 labels of the range 1000-1000 are taken, 1 of them resting: widen the range, or remove bindings");

        now++;
        assertThat(put(route(2))).as("also when no timer has run").isEqualTo(label);
        assertThat(bindings.label(7, route(1))).isEmpty();
    }

    @Test
    void shouldHandOutLabelsRoundRobinSoThatTheyRestLongerThanTheyMust() {
        final int first = put(route(1));
        bindings.remove(BGP, route(1), 1, now);
        pass(HOLD);

        for (int i = 1; i < 10; i++) {
            assertThat(put(route(100 + i))).isEqualTo(first + i);
        }
        assertThat(put(route(2))).isEqualTo(first);
    }

    @Test
    void shouldDropAtOnceWhenTheLastPathIsWithdrawnDownstream() {
        final int label = put(BGP, received("1.1.1.1", 16), 1);
        put(BGP, received("1.1.1.1", 16), 2);
        bindings.withdraw(BGP, received("1.1.1.1", 16), 1, now);
        assertForwards(label);

        bindings.withdraw(BGP, received("1.1.1.1", 16), 2, now);
        assertDropsAsWithdrawn(label);
        pass(HOLD - 1);
        assertDropsAsWithdrawn(label);
        pass(1);
        assertUnknown(label);
        assertThat(bindings.label(7, received("1.1.1.1", 16))).isEmpty();
    }

    @Test
    void shouldWithdrawAllUsersOfABinding() {
        final int label = put(BGP, route(1), 1);
        put(BGP, route(1), 2);

        bindings.withdrawAll(BGP, route(1), now);
        assertDropsAsWithdrawn(label);
        assertRefused(RefusalReason.NOT_FOUND, "the binding for route 10.0.1.0/24, core has no such user",
            () -> bindings.withdrawAll(BGP, route(1), now));
        assertRefused(RefusalReason.NOT_FOUND, "the binding for route 10.0.1.0/24, core has no such user",
            () -> bindings.remove(BGP, route(1), 2, now));

        assertThat(put(BGP, route(1), 3)).isEqualTo(label);
        assertForwards(label);
        bindings.remove(BGP, route(1), 3, now);
        assertUnknown(label);
    }

    @Test
    void shouldMakeTheNewPathBeforeItBreaksTheOldOne() {
        final int old = put(BGP, received("1.1.1.1", 16), 5);
        final int next = put(BGP, received("2.2.2.2", 17), 5);
        bindings.release(BGP, received("1.1.1.1", 16), 5, now);
        assertForwards(old);
        assertForwards(next);

        pass(HOLD - 1);
        assertForwards(old);
        pass(1);
        assertUnknown(old);
        assertForwards(next);
        assertThat(put(received("1.1.1.1", 16))).as("rests for a hold time more").isEqualTo(old);
    }

    @Test
    void shouldRestForAHoldTimeAfterAReleasedEntryIsGone() {
        bindings = manager(new LabelRange(1000, 1000), LabelSettings.STANDARD);
        put(route(1));
        bindings.release(BGP, route(1), 1, now);
        pass(HOLD);
        now += HOLD - 1;
        assertExhausted("all 1 labels of the range 1000-1000 are taken, 1 of them resting: widen the range, or remove bindings");
        now++;
        assertThat(put(route(2))).isEqualTo(1000);
    }

    @Test
    void shouldForwardByAReleasedBindingThatIsPutAgain() {
        final int label = put(route(1));
        bindings.release(BGP, route(1), 1, now);
        pass(HOLD / 2);
        assertThat(put(route(1))).isEqualTo(label);
        pass(2 * HOLD);
        assertForwards(label);
    }

    @Test
    void shouldDropByAReleasedBindingWhoseDownstreamLabelIsWithdrawn() {
        final int one = put(route(1));
        final int other = put(route(2));
        bindings.release(BGP, route(1), 1, now);
        bindings.release(BGP, route(2), 1, now);
        pass(HOLD / 2);

        bindings.withdraw(BGP, route(1), 1, now);
        bindings.withdrawAll(BGP, route(2), now);
        assertDropsAsWithdrawn(one);
        assertDropsAsWithdrawn(other);
        pass(HOLD - 1);
        assertDropsAsWithdrawn(one);
        pass(1);
        assertUnknown(one);
        assertUnknown(other);
    }

    @Test
    void shouldSayWhichRangeIsExhaustedAndHowManyLabelsRest() {
        bindings = manager(ranges(range("bgp", 2000, 2002)));
        put(route(1));
        put(route(2));
        put(route(3));
        bindings.remove(BGP, route(2), 1, now);
        bindings.withdraw(BGP, route(3), 1, now);

        assertExhausted("all 3 labels of the range 2000-2002 kept for bgp are taken, 2 of them resting: widen the range, or remove "
            + "bindings");
        assertThat(put(API, route(1), 1)).as("another owner's range").isEqualTo(1000);
    }

    @Test
    void shouldKeepRangesForTheirOwners() {
        bindings = manager(ranges(range("bgp", 1000, 1003), range("static", 1005, 1008)));

        assertThat(List.of(put(route(1)), put(route(2)))).containsExactly(1000, 1001);
        assertThat(List.of(put(API, route(1), 1), put(API, route(2), 1))).containsExactly(1004, 1009);
        assertRefused(RefusalReason.EXHAUSTED, "all 2 labels of the range 1000-1009 are taken, 0 of them resting: widen the range, or "
            + "remove bindings", () -> put(API, route(3), 1));
        assertThat(bindings.usage()).containsExactly(
            new LabelUsage("bgp", new LabelRange(1000, 1003), 2, 0, 0, 2),
            new LabelUsage("static", new LabelRange(1005, 1008), 0, 0, 0, 4),
            new LabelUsage(null, new LabelRange(1000, 1009), 2, 0, 0, 0));
    }

    @Test
    void shouldRefuseRangesAndPinsThatContradictEachOther() {
        assertRefused(RefusalReason.INVALID, "label ranges: 30-40 for static overlaps 16-30 for bgp",
            () -> manager(ranges(range("bgp", 16, 30), range("static", 30, 40))));
        assertRefused(RefusalReason.INVALID, "label ranges: bgp has two",
            () -> manager(ranges(range("bgp", 16, 30), range("bgp", 31, 40))));
        assertRefused(RefusalReason.INVALID, "label bindings: route 10.0.1.0/24, core appears twice",
            () -> manager(pins(new LabelSettings.Pin(route(1), 44), new LabelSettings.Pin(route(1), 45))));
        assertRefused(RefusalReason.INVALID, "label bindings: route 10.0.2.0/24, core: label 44 is pinned to another binding",
            () -> manager(pins(new LabelSettings.Pin(route(1), 44), new LabelSettings.Pin(route(2), 44))));
        assertRefused(RefusalReason.INVALID, "label bindings: route 10.0.2.0/24, core: label 15 must be 16 to 1048575",
            () -> manager(pins(new LabelSettings.Pin(route(2), 15))));
    }

    @Test
    void shouldGiveAPinnedLabelToNobodyElse() {
        bindings = manager(new LabelRange(1000, 1002), pins(new LabelSettings.Pin(route(1), 1001)));
        assertThat(List.of(put(route(2)), put(route(3)))).containsExactly(1000, 1002);
        assertExhausted("all 3 labels of the range 1000-1002 are taken, 0 of them resting: widen the range, or remove bindings");

        assertThat(put(route(1))).isEqualTo(1001);
        bindings.remove(BGP, route(1), 1, now);
        pass(HOLD);
        assertExhausted("all 3 labels of the range 1000-1002 are taken, 0 of them resting: widen the range, or remove bindings");
        assertThat(bindings.usage()).containsExactly(new LabelUsage(null, new LabelRange(1000, 1002), 2, 0, 1, 0));
        assertThat(put(route(1))).isEqualTo(1001);
        assertRefused(RefusalReason.CONFLICTING_OWNER, "label 1001 is allocated to a binding, or rests after one",
            () -> bindings.checkClaim("static", 1001));
    }

    @Test
    void shouldLetOnlyAStrongerProducerTakeAPinnedLabelThatIsUsed() {
        bindings = manager(pins(new LabelSettings.Pin(route(1), 44)));
        put(BGP, route(1), 1);
        assertRefused(RefusalReason.CONFLICTING_OWNER, "binding route 10.0.1.0/24, core: its pinned label 44 is used by another producer, "
            + "for bgp", () -> put(new Origin(9, 1, "bgp", 100), route(1), 1));

        assertThat(put(API, route(1), 1)).isEqualTo(44);
        assertThat(conductor.label("platform", 44).orElseThrow().owner()).isEqualTo("api");
        assertRefused(RefusalReason.NOT_FOUND, "there is no binding for route 10.0.1.0/24, core",
            () -> bindings.remove(BGP, route(1), 1, now));

        bindings.remove(API, route(1), 1, now);
        assertThat(put(BGP, route(1), 1)).as("what rests is anyone's with the same key").isEqualTo(44);
        assertForwards(44);
        assertThat(bindings.label(API.producer(), route(1))).isEmpty();
        assertThat(bindings.usage()).containsExactly(new LabelUsage(null, new LabelRange(1000, 1009), 0, 0, 0, 10));
    }

    @Test
    void shouldKeepLabelsAcrossAProducersRestartAndSweepWhatItDoesNotPutAgain() {
        final int kept = put(BGP, route(1), 1);
        put(BGP, route(1), 2);
        final int gone = put(BGP, route(2), 1);
        final int untouched = put(API, route(1), 1);
        final int fresh = put(BGP, route(3), 1);
        final Origin again = new Origin(BGP.producer(), 5, "bgp", 100);

        assertThat(put(again, route(3), 1)).isEqualTo(fresh);
        assertThat(put(again, route(1), 1)).isEqualTo(kept);
        assertForwards(gone);
        assertThat(bindings.sweep(again, 100, now)).isEqualTo(2);
        assertForwards(kept);
        assertForwards(untouched);
        assertForwards(fresh);
        assertUnknown(gone);
        assertThat(bindings.sweep(again, 100, now)).isZero();

        bindings.remove(again, route(1), 1, now);
        assertUnknown(kept);
    }

    @Test
    void shouldSweepInSlices() {
        for (int i = 0; i < 7; i++) {
            put(route(i));
        }
        final Origin again = new Origin(BGP.producer(), 2, "bgp", 100);
        put(again, route(0), 1);
        assertThat(bindings.sweep(again, 4, now)).isEqualTo(4);
        put(again, route(7), 1);
        assertThat(bindings.sweep(again, 4, now)).isEqualTo(2);
        assertThat(bindings.usage()).containsExactly(new LabelUsage(null, new LabelRange(1000, 1009), 2, 6, 0, 2));
        assertForwards(1000);
        assertForwards(1007);
    }

    @Test
    void shouldSweepWhatIsStaleAfterSessionsThatEndedEarly() {
        final Origin second = new Origin(BGP.producer(), 2, "bgp", 100);
        final Origin third = new Origin(BGP.producer(), 3, "bgp", 100);
        put(BGP, route(1), 1);
        put(BGP, route(1), 2);
        put(BGP, route(2), 1);
        put(second, route(1), 1);
        put(third, route(1), 3);
        bindings.remove(third, route(1), 1, now);
        bindings.remove(third, route(1), 2, now);

        assertThat(bindings.sweep(third, 10, now)).isEqualTo(1);
        assertForwards(1000);
        assertUnknown(1001);
        bindings.remove(third, route(1), 3, now);
        assertUnknown(1000);
    }

    /** The timer of the first session fires while the third one puts its users again. */
    @Test
    void shouldKeepWhatANewerSessionHasPutAgainWhenAnOlderSessionsTimerFires() {
        final Origin expired = new Origin(BGP.producer(), 2, "bgp", 100);
        final Origin third = new Origin(BGP.producer(), 3, "bgp", 100);
        final int label = put(BGP, route(1), 1);
        put(BGP, route(1), 2);
        put(BGP, route(1), 3);
        put(third, route(1), 1);

        assertThat(bindings.sweep(expired, 10, now)).isEqualTo(1);
        put(third, route(1), 2);
        assertThat(bindings.sweep(third, 10, now)).as("nothing is stale any more").isZero();
        assertThat(bindings.find(label).users()).isEqualTo(2);

        bindings.remove(third, route(1), 2, now);
        assertForwards(label);
        bindings.remove(third, route(1), 1, now);
        assertUnknown(label);
    }

    /** Each session's timer takes what that session and those before it have left, and nothing of later ones. */
    @Test
    void shouldSweepOnlyWhatWasPutBeforeTheSessionWhoseTimerFires() {
        final Origin second = new Origin(BGP.producer(), 2, "bgp", 100);
        final Origin third = new Origin(BGP.producer(), 3, "bgp", 100);
        final Origin fourth = new Origin(BGP.producer(), 4, "bgp", 100);
        final int shared = put(BGP, route(1), 1);
        put(BGP, route(1), 2);
        final int first = put(BGP, route(2), 1);
        put(second, route(1), 2);
        final int later = put(second, route(3), 1);
        put(third, route(1), 3);

        assertThat(bindings.sweep(second, 10, now)).isEqualTo(2);
        assertThat(bindings.find(shared).users()).as("users 2 and 3").isEqualTo(2);
        assertUnknown(first);
        assertForwards(later);

        assertThat(bindings.sweep(third, 10, now)).isEqualTo(2);
        assertThat(bindings.find(shared).users()).as("user 3").isEqualTo(1);
        assertUnknown(later);

        assertThat(bindings.sweep(fourth, 10, now)).isEqualTo(1);
        assertUnknown(shared);
    }

    @Test
    void shouldFindWhatIsStaleBehindBindingsThatWerePutByAndBy() {
        final Origin second = new Origin(BGP.producer(), 2, "bgp", 100);
        final Origin third = new Origin(BGP.producer(), 3, "bgp", 100);
        final int kept = put(BGP, route(1), 1);
        put(BGP, route(1), 2);
        final int gone = put(BGP, route(2), 1);
        put(second, route(1), 1);
        put(third, route(1), 2);

        assertThat(bindings.sweep(second, 10, now)).isEqualTo(1);
        assertForwards(kept);
        assertUnknown(gone);
        assertThat(bindings.find(kept).users()).isEqualTo(2);
    }

    @Test
    void shouldNotTakeAnOlderSessionsPreferenceWhenItsTimerFires() {
        bindings = manager(pins(new LabelSettings.Pin(route(1), 44)));
        put(BGP, route(1), 1);
        put(BGP, route(1), 2);
        put(new Origin(BGP.producer(), 3, "bgp", 10), route(1), 1);
        bindings.sweep(new Origin(BGP.producer(), 2, "bgp", 100), 10, now);

        assertRefused(RefusalReason.CONFLICTING_OWNER, "binding route 10.0.1.0/24, core: its pinned label 44 is used by another producer, "
            + "for bgp", () -> put(API, route(1), 1));
    }

    @Test
    void shouldChangeNothingWhenALeaveIsRefused() {
        final Origin second = new Origin(BGP.producer(), 2, "other", 10);
        final int label = put(BGP, route(1), 1);
        final BindingState before = bindings.find(label);
        final String message = "the binding for route 10.0.1.0/24, core has no such user";

        assertRefused(RefusalReason.NOT_FOUND, message, () -> bindings.remove(second, route(1), 2, now));
        assertRefused(RefusalReason.NOT_FOUND, message, () -> bindings.release(second, route(1), 2, now));
        assertRefused(RefusalReason.NOT_FOUND, message, () -> bindings.withdraw(second, route(1), 2, now));
        assertThat(bindings.find(label)).isEqualTo(before);
        assertForwards(label);
    }

    @Test
    void shouldRestOnceHoweverOftenALabelsEntryCameAndWent() {
        bindings = manager(new LabelRange(1000, 1001), LabelSettings.STANDARD);
        bindings.claim(1001);
        bindings.unclaim(1001, now);
        for (int i = 0; i < 100 * LabelBindings.MAX_WORK; i++) {
            now++;
            bindings.claim(1000);
            bindings.unclaim(1000, now);
        }
        assertThat(bindings.usage()).containsExactly(new LabelUsage(null, new LabelRange(1000, 1001), 0, 2, 0, 0));

        now += HOLD - 1;
        assertThat(bindings.doWork(now)).as("label 1001").isOne();
        assertThat(bindings.doWork(now)).isZero();
        now++;
        assertThat(bindings.doWork(now)).as("label 1000").isOne();
        assertThat(bindings.doWork(now)).isZero();
        assertThat(bindings.usage()).containsExactly(new LabelUsage(null, new LabelRange(1000, 1001), 0, 0, 0, 2));
    }

    @Test
    void shouldHaveNothingToDoForALabelThatIsClaimedAgain() {
        bindings.claim(1000);
        bindings.unclaim(1000, now);
        bindings.claim(1000);
        now += HOLD;
        assertThat(bindings.doWork(now)).isZero();
    }

    @Test
    void shouldNotGiveABindingALabelThatAnEntryWasPutBy() {
        bindings.checkClaim("static", 1000);
        bindings.claim(1000);
        bindings.claim(1000);
        bindings.claim(500);
        assertThat(put(route(1))).isEqualTo(1001);
        assertThat(bindings.usage()).containsExactly(new LabelUsage(null, new LabelRange(1000, 1009), 2, 0, 0, 8));
    }

    @Test
    void shouldRestALabelThatAnEntryWasPutByToo() {
        bindings = manager(new LabelRange(1000, 1000), LabelSettings.STANDARD);
        bindings.claim(1000);
        bindings.unclaim(1000, now);
        now += HOLD / 2;
        bindings.claim(1000);
        bindings.unclaim(1000, now);
        now += HOLD - 1;
        assertExhausted("all 1 labels of the range 1000-1000 are taken, 1 of them resting: widen the range, or remove bindings");
        now++;
        assertThat(put(route(1))).isEqualTo(1000);
    }

    @Test
    void shouldKeepAClaimThatOutlivesTheRestBeforeIt() {
        bindings = manager(new LabelRange(1000, 1000), LabelSettings.STANDARD);
        bindings.claim(1000);
        bindings.unclaim(1000, now);
        bindings.claim(1000);
        pass(2 * HOLD);
        assertExhausted("all 1 labels of the range 1000-1000 are taken, 0 of them resting: widen the range, or remove bindings");
        bindings.unclaim(1000, now);
        pass(HOLD);
        assertThat(put(route(1))).isEqualTo(1000);
    }

    @Test
    void shouldRefuseAnEntryByALabelThatIsNotItsOwners() {
        bindings = manager(new LabelSettings(Duration.ofMinutes(1), List.of(range("bgp", 2000, 2009)),
            List.of(new LabelSettings.Pin(received("1.1.1.1", 16), 44))));
        final int label = put(API, route(1), 1);

        final String taken = "label 1000 is allocated to a binding, or rests after one";
        assertRefused(RefusalReason.CONFLICTING_OWNER, taken, () -> bindings.checkClaim("static", label));
        bindings.remove(API, route(1), 1, now);
        assertRefused(RefusalReason.CONFLICTING_OWNER, taken, () -> bindings.checkClaim("static", label));
        pass(HOLD);
        bindings.checkClaim("static", label);
        assertRefused(RefusalReason.CONFLICTING_OWNER, "label 44 is pinned to the binding next hop 1.1.1.1, label 16, core",
            () -> bindings.checkClaim("static", 44));
        assertRefused(RefusalReason.CONFLICTING_OWNER, "label 2003 is in the range 2000-2009, which is kept for bgp",
            () -> bindings.checkClaim("static", 2003));
        bindings.checkClaim("bgp", 2003);
        bindings.checkClaim("static", 500_000);
    }

    @Test
    void shouldEndABoundedNumberOfRestsInACall() {
        bindings = manager(new LabelRange(1000, 1999), LabelSettings.STANDARD);
        for (int i = 0; i < LabelBindings.MAX_WORK + 10; i++) {
            put(route(i));
            bindings.withdraw(BGP, route(i), 1, now);
        }
        now += HOLD;
        assertThat(bindings.doWork(now)).isEqualTo(LabelBindings.MAX_WORK);
        assertThat(bindings.doWork(now)).isEqualTo(10);
        assertThat(bindings.doWork(now)).isZero();
        assertThat(bindings.usage()).containsExactly(new LabelUsage(null, new LabelRange(1000, 1999), 0, 0, 0, 1000));
    }

    @Test
    void shouldReturnNothingOfANextHopOnceItsBindingsAreGone() {
        put(route(1));
        bindings.withdraw(BGP, route(1), 1, now);
        conductor.removeNextHop(11);
        pass(HOLD);
        assertUnknown(1000);
    }
}
