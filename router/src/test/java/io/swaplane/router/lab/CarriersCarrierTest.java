package io.swaplane.router.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.router.config.Lab;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CarriersCarrierTest extends RunsLabs {
    private static final String EXAMPLE = "carriers-carrier.yaml";
    private static final Path TWO = Path.of("src/test/resources/lab/two-carriers.yaml");
    private static final String SITE3 = "10.33.0.1";
    private static final String SITE4 = "10.44.0.1";
    private static final String RED = "red";
    private static final String BLUE = "blue";

    @ParameterizedTest
    @ValueSource(strings = {"carriers-carrier.yaml", "carriers-carrier-ibgp.yaml", "carriers-carrier-ldp.yaml"})
    void shouldForwardALabelFromNowhereButWhereItWasGiven(final String example) throws Exception {
        try (RunningLab lab = start(held(example))) {
            final SpoofMatrix.Result result = new SpoofMatrix(lab, InetAddress.ofLiteral(SITE3), InetAddress.ofLiteral(SITE4)).run();
            assertThat(result.differences()).isEmpty();
            // The CEs' and level 1 PEs' two labels from one side each, the VRFs' from one, and two of each P router from both of its sides.
            assertThat(result.forwarded()).isEqualTo(4 * 2 + 2 + 3 * 4);
        }
    }

    @Test
    void shouldKeepTwoCarriersApartWhileLinksAreCutAndSessionsCleared() throws Exception {
        try (RunningLab lab = start(Files.readString(TWO))) {
            final LabelGuard guard = new LabelGuard(lab);
            final CarrierGuard carriers = new CarrierGuard();
            lab.watch(carriers);
            try (Pinger red = new Pinger(lab.router("a-cust3"), RED, SITE3, SITE4);
                 Pinger blue = new Pinger(lab.router("b-cust4"), BLUE, SITE4, SITE3)) {
                for (final String link : List.of("a-ce1-pe1", "b-ce2-pe4", "p-pe2")) {
                    cut(lab, guard, link);
                    if (link.startsWith("a-")) {
                        shouldAnswer(blue);
                    } else if (link.startsWith("b-")) {
                        shouldAnswer(red);
                    }
                    restore(lab, guard, List.of(link), red, blue);
                }
                for (final String session : List.of("pe1 a", "pe2 pe1", "b-ce1 pe3", "a-pe3 pe4")) {
                    clear(lab, guard, session, red, blue);
                }
            }
            assertThat(ofCustomers(guard.violations())).isEmpty();
            assertThat(guard.labelled()).isPositive();
            assertThat(carriers.violations).isEmpty();
            assertThat(carriers.seen).containsExactlyInAnyOrder(RED, BLUE);
        }
    }

    /** Without the lab's own echo requests to sessions' peers, which are no customer's. */
    private static Collection<String> ofCustomers(final Collection<String> violations) {
        return violations.stream().filter(each -> !each.contains("swaplane lab, echo request")).toList();
    }

    /** Looks at the links of one carrier for packets, with labels or without, of the other one's customer. */
    private static final class CarrierGuard implements LabLink.Tap {
        private final Queue<String> violations = new ConcurrentLinkedQueue<>();
        private final Set<String> seen = ConcurrentHashMap.newKeySet();

        @Override
        public void passes(final Lab.Link link, final Lab.End from, final byte[] frame) {
            final Echo echo = Echo.parse(frame, WireFrame.parse(frame).payload());
            final String customer = echo == null ? "" : new String(echo.data(), StandardCharsets.US_ASCII);
            if (customer.equals(RED) && link.name().startsWith("b-") || customer.equals(BLUE) && link.name().startsWith("a-")) {
                violations.add(customer + "'s packet on " + link.name());
            } else if (customer.equals(RED) && link.name().startsWith("a-") || customer.equals(BLUE) && link.name().startsWith("b-")) {
                seen.add(customer);
            }
        }
    }

    @Test
    void shouldNeverUseALabelThatIsNotGivenWhileLinksAreCutAndSessionsCleared() throws Exception {
        try (RunningLab lab = start(held(EXAMPLE))) {
            final LabelGuard guard = new LabelGuard(lab);
            try (Pinger there = new Pinger(lab.router("ce3"), RED, SITE3, SITE4);
                 Pinger back = new Pinger(lab.router("ce4"), RED, SITE4, SITE3)) {
                for (final String link : List.of("pa-ce1", "ce1-pe1", "p-pe2", "pe4-ce4")) {
                    cut(lab, guard, link);
                    restore(lab, guard, List.of(link), there, back);
                }
                for (final String session : List.of("pe1 pe2", "ce2 pe2", "pe3 ce1", "pe4 pe3")) {
                    clear(lab, guard, session, there, back);
                }
            }
            shouldHaveSeenNothingWrong(guard);
        }
    }
}
