package io.swaplane.bgp.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NegotiatedTest {
    private static OpenMessage open(final long as, final Capability... capabilities) {
        return new OpenMessage(as, 90, 1, List.of(capabilities));
    }

    private static Capability family(final Family family) {
        return new Capability.Multiprotocol(family.numbers());
    }

    private static Capability paths(final boolean receive, final boolean send) {
        return new Capability.AddPath(List.of(new Capability.AddPath.Entry(Family.VPNV4.numbers(), receive, send)));
    }

    private static Capability labels(final int... counts) {
        return new Capability.MultipleLabels(Arrays.stream(counts)
            .mapToObj(count -> new Capability.MultipleLabels.Entry(Family.VPNV4.numbers(), count)).toList());
    }

    @Test
    void shouldExchangeTheFamiliesThatBothName() {
        final Negotiated form = Negotiated.of(open(1, family(Family.VPNV4), family(Family.IPV6_UNICAST)),
            open(2, family(Family.VPNV4), family(Family.IPV4_UNICAST)));
        assertThat(form.families()).containsExactly(Family.VPNV4);
        assertThat(form.internal()).isFalse();
        assertThat(Negotiated.of(open(1), open(1)).internal()).isTrue();
    }

    @Test
    void shouldMeanIpv4UnicastWhenNoFamilyIsNamed() {
        assertThat(Negotiated.of(open(1), open(2)).families()).containsExactly(Family.IPV4_UNICAST);
        assertThat(Negotiated.of(open(1, family(Family.VPNV4)), open(2)).families()).isEmpty();
    }

    @Test
    void shouldExchangePathIdsInTheDirectionsThatFit() {
        final Negotiated form = Negotiated.of(open(1, family(Family.VPNV4), paths(true, false)), open(2, family(Family.VPNV4),
            paths(true, true)));
        assertThat(form.receivesPathIds(Family.VPNV4)).isTrue();
        assertThat(form.sendsPathIds(Family.VPNV4)).isFalse();
    }

    @Test
    void shouldTakeSeveralLabelsOnlyWhenBothDo() {
        assertThat(Negotiated.of(open(1, family(Family.VPNV4), labels(5)), open(2,
            family(Family.VPNV4))).labelsReceived(Family.VPNV4)).isEqualTo(1);
        final Negotiated form = Negotiated.of(open(1, family(Family.VPNV4), labels(5)), open(2, family(Family.VPNV4), labels(3, 7)));
        assertThat(form.labelsReceived(Family.VPNV4)).isEqualTo(5);
        assertThat(form.labelsSent(Family.VPNV4)).as("the first of two entries").isEqualTo(3);
        for (final int nothing : new int[] {0, 1}) {
            assertThat(Negotiated.of(open(1, family(Family.VPNV4), labels(5)), open(2, family(Family.VPNV4), labels(nothing)))
                .labelsReceived(Family.VPNV4)).isEqualTo(1);
        }
    }

    @Test
    void shouldAgreeOnWhatBothHave() {
        final Capability[] all = {new Capability.FourOctetAs(1), new Capability.ExtendedMessage(), new Capability.RefreshesRoutes(),
            new Capability.EnhancedRefresh()};
        final Negotiated both = Negotiated.of(open(1, all), open(1, all));
        assertThat(both.fourOctetAs() && both.receivesExtendedMessages() && both.refresh() && both.enhancedRefresh()).isTrue();
        assertThat(both.maxMessage()).isEqualTo(65535);
        final Negotiated one = Negotiated.of(open(1, all), open(1));
        assertThat(one.fourOctetAs() || one.refresh() || one.enhancedRefresh()).isFalse();
    }

    @Test
    void shouldSendLongMessagesToAPeerThatTakesThemAndTakeThemFromAnyWhenItSaidSo() {
        final Negotiated onlyLocal = Negotiated.of(open(1, new Capability.ExtendedMessage()), open(2));
        assertThat(onlyLocal.receivesExtendedMessages()).isTrue();
        assertThat(onlyLocal.maxMessage()).isEqualTo(4096);
        final Negotiated onlyRemote = Negotiated.of(open(1), open(2, new Capability.ExtendedMessage()));
        assertThat(onlyRemote.receivesExtendedMessages()).isFalse();
        assertThat(onlyRemote.maxMessage()).isEqualTo(65535);
    }

    @Test
    void shouldSendIpv6NextHopsToAPeerThatTakesThem() {
        final Capability nextHops = new Capability.ExtendedNextHop(List.of(new Capability.ExtendedNextHop.Entry(Family.VPNV4.numbers(),
            2)));
        final Negotiated form = Negotiated.of(open(1, family(Family.VPNV4)), open(2, family(Family.VPNV4), nextHops));
        assertThat(form.sendsIpv6NextHops(Family.VPNV4)).isTrue();
        assertThat(form.receivesIpv6NextHops(Family.VPNV4)).isFalse();
        assertThat(form.sendsIpv6NextHops(Family.IPV4_UNICAST)).isFalse();
    }

    @Test
    void shouldCountTheLastGracefulRestartAndTheFirstOfOthers() {
        final Capability.GracefulRestart last = new Capability.GracefulRestart(true, false, 7, List.of());
        final OpenMessage open = open(1, new Capability.GracefulRestart(false, false, 3, List.of()), last, labels(2), labels(3));
        assertThat(open.gracefulRestart()).contains(last);
        assertThat(open.first(Capability.MultipleLabels.class)).contains((Capability.MultipleLabels) labels(2));
        assertThat(open.first(Capability.AddPath.class)).isEmpty();
    }
}
