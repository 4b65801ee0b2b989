package io.swaplane.control.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.control.api.ControlException.Reason;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.view.BgpNextHopView;
import io.swaplane.control.view.BgpPathView;
import io.swaplane.control.view.BgpRouteFilter;
import io.swaplane.control.view.BgpRouteFilter.Match;
import io.swaplane.control.view.BgpRouteView;
import io.swaplane.control.view.BgpSummaryView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** BGP over a control socket. */
class BgpReadTest {
    @TempDir
    private Path directory;
    private Path socket;

    @BeforeEach
    void nameSocket() {
        socket = directory.resolve("control.sock");
    }

    private ControlServer serve(final BgpState bgp) throws IOException {
        return new ControlServer(socket, new FakeState(1), new FakeControl(), null, bgp, FakeState.UNHEARD);
    }

    private static <T> List<List<T>> pages(final PageReader<List<T>> reader) throws ControlException {
        final List<List<T>> read = new ArrayList<>();
        try (reader) {
            for (List<T> page = reader.next(); page != null; page = reader.next()) {
                read.add(page);
            }
        }
        return read;
    }

    private static <T> List<T> all(final PageReader<List<T>> reader) throws ControlException {
        return pages(reader).stream().flatMap(List::stream).toList();
    }

    @Test
    void shouldReadWhatTheSpeakerSays() throws Exception {
        final FakeBgp bgp = new FakeBgp(3);
        try (ControlServer _ = serve(bgp); ControlClient client = new ControlClient(socket)) {
            assertThat(client.bgp()).isEqualTo(bgp.summary());
            assertThat(all(client.bgpRoutes(BgpRouteFilter.of(null))))
                .containsExactly(FakeBgp.route(0), FakeBgp.route(1), FakeBgp.route(2));
            assertThat(all(client.bgpNextHops())).isEqualTo(bgp.nextHops());
        }
    }

    @Test
    void shouldAskForWhatTheClientAsksFor() throws Exception {
        final FakeBgp bgp = new FakeBgp(0);
        final Prefix ten = Prefix.parse("10.0.0.0/8");
        final List<BgpRouteFilter> filters = List.of(BgpRouteFilter.of("vpnv4"),
            new BgpRouteFilter(null, "red", ten, Match.WITHIN, null, false), new BgpRouteFilter(null, null, ten, Match.EXACT, null, false),
            new BgpRouteFilter("vpnv6", null, Prefix.parse("2001:db8::1"), Match.COVERING, null, false),
            new BgpRouteFilter(null, "red", null, Match.WITHIN, "asbr3", false),
            new BgpRouteFilter(null, null, null, Match.WITHIN, "10.5.5.5", true));
        try (ControlServer _ = serve(bgp); ControlClient client = new ControlClient(socket)) {
            for (final BgpRouteFilter filter : filters) {
                assertThat(all(client.bgpRoutes(filter))).isEmpty();
            }
            client.clearBgp(null, BgpState.Clearing.HARD);
            client.clearBgp("asbr3", BgpState.Clearing.SOFT_IN);
            client.clearBgp("asbr3", BgpState.Clearing.SOFT_OUT);
        }
        assertThat(bgp.filters()).isEqualTo(filters);
        assertThat(bgp.cleared()).containsExactly("null HARD", "asbr3 SOFT_IN", "asbr3 SOFT_OUT");
    }

    @Test
    void shouldReadTenThousandRoutesInPages() throws Exception {
        final FakeBgp bgp = new FakeBgp(10_000);
        try (ControlServer _ = serve(bgp); ControlClient client = new ControlClient(socket)) {
            final List<List<BgpRouteView>> pages = pages(client.bgpRoutes(BgpRouteFilter.of(null)));

            assertThat(pages.getFirst()).as("the search goes on").isEmpty();
            assertThat(pages).allMatch(page -> page.size() <= BgpRoutePages.LIMIT);
            assertThat(pages.stream().flatMap(List::stream).toList())
                .isEqualTo(IntStream.range(0, 10_000).mapToObj(FakeBgp::route).toList());
        }
    }

    @Test
    void shouldReadNoFurtherThanAClientDoes() throws Exception {
        final FakeBgp bgp = new FakeBgp(1_000_000);
        try (ControlServer _ = serve(bgp)) {
            try (ControlClient client = new ControlClient(socket);
                 PageReader<List<BgpRouteView>> pages = client.bgpRoutes(BgpRouteFilter.of(null))) {
                assertThat(pages.next()).isEmpty();
                assertThat(pages.next()).hasSize(BgpRoutePages.LIMIT);
            }
        }
        assertThat(bgp.pages()).as("of 2,000 pages, those that were on their way").isLessThan(100);
    }

    @Test
    void shouldSendRoutesWithManyPathsInMessagesThatAClientTakes() throws Exception {
        final BgpRouteView route = new BgpRouteView("vpnv4", null, "100:0", "10.0.0.0/8",
            Collections.nCopies(5000, FakeBgp.route(0).paths().getFirst()));
        final List<BgpRouteView> many = Collections.nCopies(20, route);
        final List<List<BgpRouteView>> left = new ArrayList<>(List.of(many));
        final BgpRoutePages pages = new BgpRoutePages(limit -> left.isEmpty() ? null : left.removeFirst());

        final List<Integer> sizes = new ArrayList<>();
        int routes = 0;
        for (var message = pages.next(); message != null; message = pages.next()) {
            sizes.add(message.getSerializedSize());
            routes += message.getRoutesCount();
        }

        assertThat(routes).isEqualTo(20);
        assertThat(sizes).hasSizeGreaterThan(5).allMatch(octets -> octets < 2 << 20);
    }

    private static void assertRefused(final ThrowingCallable call, final String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ControlException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED))
            .hasMessageContaining(message);
    }

    @Test
    void shouldRefuseEveryCallWhenTheRouterSpeaksNoBgp() throws Exception {
        try (ControlServer _ = serve(null); ControlClient client = new ControlClient(socket)) {
            Stream.<ThrowingCallable>of(client::bgp, () -> all(client.bgpRoutes(BgpRouteFilter.of(null))),
                () -> all(client.bgpNextHops()), () -> client.clearBgp(null, BgpState.Clearing.HARD))
                .forEach(call -> assertRefused(call, socket + ": this router speaks no BGP"));
        }
    }

    @Test
    void shouldRefuseWhatThereIsNot() throws Exception {
        try (ControlServer _ = serve(new FakeBgp(1)); ControlClient client = new ControlClient(socket)) {
            assertRefused(() -> all(client.bgpRoutes(new BgpRouteFilter(null, "green", null, Match.WITHIN, null, false))),
                "there is no VRF green");
            assertRefused(() -> all(client.bgpRoutes(new BgpRouteFilter(null, null, null, Match.WITHIN, null, true))),
                "routes are told to a peer: name it");
            assertRefused(() -> client.clearBgp("nobody", BgpState.Clearing.HARD), "there is no BGP peer nobody");
        }
    }

    @Test
    void shouldSayThatTheSpeakerDoesNotAnswer() throws Exception {
        final BgpState busy = new BgpState() {
            @Override
            public BgpSummaryView summary() throws StateUnavailableException {
                throw new StateUnavailableException("BGP did not answer within 5 s");
            }

            @Override
            public Routes routes(final BgpRouteFilter filter) {
                return limit -> {
                    throw new StateUnavailableException("BGP did not answer within 5 s");
                };
            }

            @Override
            public List<BgpNextHopView> nextHops() {
                return List.of();
            }

            @Override
            public void clear(final String peer, final Clearing how) {
                throw new AssertionError(peer);
            }
        };
        try (ControlServer _ = serve(busy); ControlClient client = new ControlClient(socket)) {
            Stream.<ThrowingCallable>of(client::bgp, () -> all(client.bgpRoutes(BgpRouteFilter.of(null))))
                .forEach(call -> assertThatThrownBy(call)
                    .isInstanceOfSatisfying(ControlException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_ANSWER))
                    .hasMessageContaining("BGP did not answer within 5 s"));
            assertThat(all(client.bgpNextHops())).isEmpty();
        }
    }

    @Test
    void shouldKeepLabelsApartFromWhereTheyAreValid() {
        assertThat(BgpDecoder.route(BgpEncoder.route(FakeBgp.route(0))).paths().getFirst().inLabels())
            .containsExactly(new BgpPathView.InLabel(44, "core"), new BgpPathView.InLabel(45, null));
    }
}
