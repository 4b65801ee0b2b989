package io.swaplane.router.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.BgpState;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sessions of the lab's routers are lost, each in its turn, while both sites ping: what each side keeps, packets go on by. */
class GracefulRestartTest extends RunsLabs {
    private static final String EXAMPLE = "inter-as-option-b.yaml";
    private static final String VPNS = "inter-as-option-b-vpns.yaml";
    private static final InetAddress SITE1 = InetAddress.ofLiteral("10.10.10.11");
    private static final int MANY = 50;
    private static final int SOME = 5;

    /** An example, in which all routers, or one, have their routes kept. */
    private RunningLab keeping(final String example, final String router) throws Exception {
        final String text = held(example);
        final int from = text.indexOf("- router: " + router);
        return start(text.substring(0, from) + (router.isEmpty() ? text.substring(from).replaceAll("    bgp:\n", full())
            : text.substring(from).replaceFirst("    bgp:\n", full())));
    }

    private static String full() {
        return "    bgp:\n      graceful-restart: {mode: full}\n";
    }

    private static void waitUntilDown(final RunningLab lab, final String router, final String peer) throws Exception {
        RestartingEdge.until("the session is lost", () -> lab.router(router).bgp().summary().peers().stream()
            .noneMatch(each -> each.name().equals(peer) && each.state().equals(LabRouter.ESTABLISHED)));
    }

    private static void shouldAllBeAnswered(final List<Pinger> pingers) throws Exception {
        for (final Pinger each : pingers) {
            assertThat(each.answers(MANY)).isTrue();
        }
    }

    /** Sessions are lost together, and come back once packets have gone on without them. */
    private static void lose(final RunningLab lab, final List<Pinger> pingers, final String... sessions) throws Exception {
        for (final String each : sessions) {
            final String[] ends = each.split(" ");
            lab.setSessions(ends[0], ends[1], false);
            waitUntilDown(lab, ends[0], ends[1]);
            waitUntilDown(lab, ends[1], ends[0]);
        }
        shouldAllBeAnswered(pingers);
        for (final String each : sessions) {
            lab.setSessions(each.split(" ")[0], each.split(" ")[1], true);
        }
        converge(lab);
        shouldAllBeAnswered(pingers);
    }

    private static void shouldHaveLostNothing(final List<Pinger> pingers, final LabelGuard guard) throws Exception {
        for (final Pinger each : pingers) {
            assertThat(each.lost()).isZero();
        }
        guard.learn();
        shouldHaveSeenNothingWrong(guard);
    }

    @Test
    void shouldLoseNoPacketWhicheverSessionIsLostOrCleared() throws Exception {
        try (RunningLab lab = keeping(EXAMPLE, "")) {
            final LabelGuard guard = new LabelGuard(lab);
            final Pinger there = new Pinger(lab.router("ce2"), "A", "10.10.10.44", "10.10.10.11");
            final Pinger back = new Pinger(lab.router("ce1"), "A", "10.10.10.11", "10.10.10.44");
            try (there; back) {
                final List<Pinger> pingers = List.of(there, back);
                for (final String session : List.of("ce1 pe1", "pe1 asbr2", "asbr2 asbr3", "asbr3 pe4", "pe4 ce2")) {
                    lose(lab, pingers, session);
                }
                // Both sides have said that a NOTIFICATION is no end (RFC 8538).
                lab.router("asbr2").bgp().clear("asbr3", BgpState.Clearing.HARD);
                converge(lab);
                shouldAllBeAnswered(pingers);
                shouldHaveLostNothing(pingers, guard);
            }
        }
    }

    @Test
    void shouldKeepCustomersOfTheSameAddressesApartWhileSeveralSessionsAreLost() throws Exception {
        try (RunningLab lab = keeping(VPNS, "")) {
            final LabelGuard guard = new LabelGuard(lab);
            final Pinger red = new Pinger(lab.router("red3"), "red", "10.1.3.1", "10.1.2.1");
            final Pinger blue = new Pinger(lab.router("blue3"), "blue", "10.1.3.1", "10.1.2.1");
            try (red; blue) {
                final List<Pinger> pingers = List.of(red, blue);
                lose(lab, pingers, "asbr2 asbr3", "pe1 asbr2", "pe2 asbr2");
                lose(lab, pingers, "pe2 red2", "pe2 blue2", "asbr3 pe3", "pe3 red3", "pe3 blue3");
                shouldHaveLostNothing(pingers, guard);
            }
        }
    }

    /** ASBR3 sends by the labels that it was told, and gets none of its own used meanwhile. */
    @Test
    void shouldForwardByLabelsThatTheOtherSideKeepsWhileThisOneRestarts() throws Exception {
        try (RunningLab lab = keeping(EXAMPLE, "asbr2")) {
            final LabelGuard guard = new LabelGuard(lab);
            final Arrivals arrivals = new Arrivals(lab, SITE1);
            final Pinger there = new Pinger(lab.router("ce2"), "A", "10.10.10.44", "10.10.10.11");
            try (there) {
                assertThat(there.answers(MANY)).isTrue();
                lab.setSessions("asbr2", "asbr3", false);
                waitUntilDown(lab, "asbr2", "asbr3");
                waitUntilDown(lab, "asbr3", "asbr2");
                final int arrived = arrivals.over("ce1-pe1").size();
                RestartingEdge.until("requests arrive", () -> arrivals.over("ce1-pe1").size() > arrived + SOME);
                lab.setSessions("asbr2", "asbr3", true);
                converge(lab);
                assertThat(there.answers(MANY)).isTrue();
            }
            RestartingEdge.until("all arrive", () -> arrivals.over("ce1-pe1").equals(arrivals.over("pe4-ce2")));
            guard.learn();
            assertThat(guard.violations()).isEmpty();
        }
    }
}
