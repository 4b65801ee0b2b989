package io.swaplane.io.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.kernel.KernelException;
import io.swaplane.table.AddressText;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The resolver's schedule and what it tells, against a scripted kernel and clock. */
class NeighbourResolverTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int RUNNING = RouteLayout.LINK_FLAG_UP | RouteLayout.LINK_FLAG_LOWER_UP;

    private final ScriptedChannel kernel = new ScriptedChannel();
    private final KernelNetwork network = new KernelNetwork(kernel);
    private final Requests requests = new Requests();
    private final List<String> heard = new ArrayList<>();
    private final NeighbourResolver resolver = new NeighbourResolver(network, requests, new Heard(), 0);
    private NeighbourKey peer;

    @BeforeEach
    void fill() throws Exception {
        peer = new NeighbourKey(2, InetAddress.getByName("10.0.0.9"));
        kernel.tell(new KernelMessages().link(1, 2, "core0", RUNNING).done(1).done(2).done(3));
        network.doWork();
        assertThat(network.isSynchronised()).isTrue();
    }

    @Test
    void shouldAskEverySecondWhileNobodyAnswers() {
        resolver.watch(peer);
        int asks = 0;
        for (long tenth = 0; tenth < 400; tenth++) {
            asks += resolver.doWork(tenth * SECOND / 10);
        }
        assertThat(asks).isEqualTo(40);
        assertThat(resolver.asked()).isEqualTo(40);
        assertThat(heard).isEmpty();
    }

    @Test
    void shouldAskForManyInSeveralCallsAndForEachOnceASecond() throws Exception {
        final int nextHops = 2 * NeighbourResolver.MAX_REQUESTS + 10;
        for (int i = 0; i < nextHops; i++) {
            resolver.watch(new NeighbourKey(2, InetAddress.getByAddress(new byte[] {10, 1, (byte) (i >> 8), (byte) i})));
        }
        assertThat(resolver.doWork(0)).isEqualTo(NeighbourResolver.MAX_REQUESTS);
        assertThat(resolver.doWork(1)).isEqualTo(NeighbourResolver.MAX_REQUESTS);
        assertThat(resolver.doWork(2)).isEqualTo(10);
        assertThat(resolver.doWork(3)).isZero();
        assertThat(requests.made).hasSize(nextHops).doesNotHaveDuplicates();
    }

    @Test
    void shouldAskAgainWithinASecondWhenTheKernelDropsTheEntryOfOneThatDoesNotAnswer() throws KernelException {
        resolver.watch(peer);
        for (long second = 0; second <= 60; second++) {
            resolver.doWork(second * SECOND);
        }
        neighbour(0x20, 0, 1);
        kernel.tell(new KernelMessages().neighbour(RouteLayout.DELETE_NEIGHBOUR, 0, 2, 9, 0x20, 0, 1));
        network.doWork();
        assertThat(resolver.doWork(61 * SECOND)).isEqualTo(1);
        neighbour(0x02, 5, 1);
        assertThat(heard).containsExactly("02:00:00:00:01:05");
    }

    @Test
    void shouldKeepANeighbourFreshItselfWhenTheKernelDoesNot() throws KernelException {
        resolver.watch(peer);
        resolver.doWork(0);
        neighbour(0x02, 5, 0);
        assertThat(resolver.doWork(29 * SECOND)).isZero();
        assertThat(resolver.doWork(30 * SECOND)).isEqualTo(1);
        assertThat(resolver.doWork(59 * SECOND)).isZero();
        assertThat(resolver.doWork(60 * SECOND)).isEqualTo(1);
        assertThat(heard).hasSize(1);
    }

    @Test
    void shouldTellAMacAddressOnceAndThenItsChange() throws KernelException {
        resolver.watch(peer);
        resolver.doWork(0);
        neighbour(0x02, 5, 1);
        neighbour(0x04, 5, 1);
        neighbour(0x08, 5, 1);
        neighbour(0x10, 5, 1);
        neighbour(0x02, 6, 1);
        assertThat(heard).containsExactly("02:00:00:00:01:05", "02:00:00:00:01:06");
        assertThat(resolver.mac(peer)).hasToString("02:00:00:00:01:06");
        assertThat(resolver.doWork(100 * SECOND)).as("the kernel keeps it fresh").isZero();
    }

    @Test
    void shouldTellOfANeighbourThatTheTableHasAlreadyAndHaveItManaged() throws KernelException {
        neighbour(0x04, 5, 0);
        resolver.watch(peer);
        assertThat(heard).containsExactly("02:00:00:00:01:05");
        assertThat(resolver.doWork(0)).isEqualTo(1);
        assertThat(requests.made).containsExactly("manage 10.0.0.9");
    }

    @Test
    void shouldLeaveAPermanentNeighbourAlone() throws KernelException {
        neighbour(0x80, 5, 0);
        resolver.watch(peer);
        assertThat(heard).containsExactly("02:00:00:00:01:05");
        assertThat(resolver.doWork(50 * SECOND)).isZero();
    }

    @Test
    void shouldTellALossAtOnceAndAskAgain() throws KernelException {
        resolver.watch(peer);
        resolver.doWork(0);
        neighbour(0x02, 5, 1);
        resolver.doWork(50 * SECOND);
        neighbour(0x20, 0, 1);
        assertThat(heard).containsExactly("02:00:00:00:01:05", "lost");
        assertThat(resolver.mac(peer)).isNull();
        assertThat(resolver.doWork(50 * SECOND)).isEqualTo(1);
        neighbour(0x01, 0, 1);
        assertThat(heard).hasSize(2);
        assertThat(resolver.doWork(50 * SECOND + SECOND / 2)).isZero();
        assertThat(resolver.doWork(51 * SECOND)).isEqualTo(1);
    }

    @Test
    void shouldTellALossWhenTheEntryIsDeletedOrItsLinkGoes() throws KernelException {
        resolver.watch(peer);
        neighbour(0x02, 5, 1);
        kernel.tell(new KernelMessages().neighbour(RouteLayout.DELETE_NEIGHBOUR, 0, 2, 9, 0x02, 5, 1));
        network.doWork();
        neighbour(0x02, 5, 1);
        kernel.tell(new KernelMessages().linkGone(2));
        network.doWork();
        assertThat(heard).containsExactly("02:00:00:00:01:05", "lost", "02:00:00:00:01:05", "lost");
    }

    @Test
    void shouldTellEachRefusalAndForgetItOnceTheKernelTakesARequest() {
        requests.refuse = true;
        resolver.watch(peer);
        resolver.doWork(0);
        resolver.doWork(SECOND);
        assertThat(heard).containsExactly("refused ENODEV", "refused ENODEV");
        assertThat(resolver.refusals()).isEqualTo(2);
        assertThat(resolver.refusal(peer)).contains("ENODEV");

        requests.refuse = false;
        resolver.doWork(3 * SECOND);
        assertThat(resolver.refusal(peer)).isNull();
        assertThat(resolver.refusals()).isEqualTo(2);
    }

    @Test
    void shouldHandTheNeighbourBackWhenNobodyWatchesIt() throws KernelException {
        resolver.watch(peer);
        resolver.doWork(0);
        neighbour(0x02, 5, 1);
        resolver.unwatch(peer);
        neighbour(0x02, 6, 0);
        assertThat(requests.made).containsExactly("manage 10.0.0.9", "unmanage 10.0.0.9");
        assertThat(heard).containsExactly("02:00:00:00:01:05");
    }

    @Test
    void shouldHandEveryNeighbourBackAtTheEnd() throws KernelException {
        resolver.watch(peer);
        resolver.doWork(0);
        neighbour(0x02, 5, 1);
        resolver.close();
        assertThat(requests.made).containsExactly("manage 10.0.0.9", "unmanage 10.0.0.9");
        assertThat(resolver.doWork(100 * SECOND)).isZero();
    }

    private void neighbour(final int state, final int mac, final int extendedFlags) throws KernelException {
        kernel.tell(new KernelMessages().neighbour(RouteLayout.NEW_NEIGHBOUR, 0, 2, 9, state, mac, extendedFlags));
        network.doWork();
    }

    private static final class Requests implements NeighbourRequests {
        private final List<String> made = new ArrayList<>();
        private boolean refuse;

        @Override
        public void manage(final NeighbourKey key) throws KernelException {
            if (refuse) {
                throw new KernelException("netlink", "neighbour", -19);
            }
            made.add("manage " + AddressText.of(key.address()));
        }

        @Override
        public void unmanage(final NeighbourKey key) {
            made.add("unmanage " + AddressText.of(key.address()));
        }
    }

    private final class Heard implements ResolutionListener {
        @Override
        public void resolved(final NeighbourKey nextHop, final HardwareAddress mac) {
            heard.add(mac.toString());
        }

        @Override
        public void lost(final NeighbourKey nextHop) {
            heard.add("lost");
        }

        @Override
        public void refused(final NeighbourKey nextHop, final KernelException refusal) {
            heard.add("refused " + refusal.errno());
        }
    }
}
