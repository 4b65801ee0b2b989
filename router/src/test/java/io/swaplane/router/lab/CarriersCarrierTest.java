package io.swaplane.router.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.BgpState;
import io.swaplane.router.config.LabFile;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CarriersCarrierTest {
    private static final Path EXAMPLE = Path.of("../examples/carriers-carrier.yaml");
    private static final Path TWO = Path.of("src/test/resources/lab/two-carriers.yaml");
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String SITE3 = "10.33.0.1";
    private static final String SITE4 = "10.44.0.1";

    @TempDir
    private Path directory;

    @BeforeEach
    void beQuiet() {
        System.setProperty("SWAPLANE_LOG", "ERROR");
    }

    private RunningLab start(final Path file) throws Exception {
        final RunningLab lab = RunningLab.start(LabFile.read(file), directory);
        converge(lab);
        return lab;
    }

    private static void converge(final RunningLab lab) {
        assertThat(new Convergence(lab, progress -> { }).await(PATIENCE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"carriers-carrier.yaml", "carriers-carrier-ibgp.yaml", "carriers-carrier-ldp.yaml"})
    void shouldForwardALabelFromNowhereButWhereItWasGiven(final String example) throws Exception {
        try (RunningLab lab = start(EXAMPLE.resolveSibling(example))) {
            final SpoofMatrix.Result result = new SpoofMatrix(lab, InetAddress.ofLiteral(SITE3), InetAddress.ofLiteral(SITE4)).run();
            assertThat(result.differences()).isEmpty();
            // The CEs' and level 1 PEs' two labels from one side each, the VRFs' from one, and two of each P router from both of its sides.
            assertThat(result.forwarded()).isEqualTo(4 * 2 + 2 + 3 * 4);
        }
    }

    @Test
    void shouldKeepTwoCarriersApartWhileLinksAreCutAndSessionsCleared() throws Exception {
        try (RunningLab lab = start(TWO)) {
            final LabelGuard guard = new LabelGuard(lab);
            try (Pinger red = new Pinger(lab.router("a-cust3"), "red", SITE3, SITE4);
                 Pinger blue = new Pinger(lab.router("b-cust4"), "blue", SITE4, SITE3)) {
                for (final String link : List.of("a-ce1-pe1", "b-ce2-pe4", "p-pe2")) {
                    lab.setLink(link, false);
                    new Convergence(lab, progress -> { }).settle(PATIENCE);
                    guard.learn();
                    if (link.startsWith("a-")) {
                        assertThat(blue.recovers()).isTrue();
                    } else if (link.startsWith("b-")) {
                        assertThat(red.recovers()).isTrue();
                    }
                    lab.setLink(link, true);
                    recover(lab, guard, red, blue);
                }
                for (final String session : List.of("pe1 a", "pe2 pe1", "b-ce1 pe3", "a-pe3 pe4")) {
                    lab.router(session.split(" ")[0]).bgp().clear(session.split(" ")[1], BgpState.Clearing.HARD);
                    recover(lab, guard, red, blue);
                }
            }
            assertThat(ofCustomers(guard.violations())).isEmpty();
            assertThat(guard.labelled()).isPositive();
        }
    }

    @Test
    void shouldNeverUseALabelThatIsNotGivenWhileLinksAreCutAndSessionsCleared() throws Exception {
        try (RunningLab lab = start(EXAMPLE)) {
            final LabelGuard guard = new LabelGuard(lab);
            try (Pinger there = new Pinger(lab.router("ce3"), "red", SITE3, SITE4);
                 Pinger back = new Pinger(lab.router("ce4"), "red", SITE4, SITE3)) {
                for (final String link : List.of("pa-ce1", "ce1-pe1", "p-pe2", "pe4-ce4")) {
                    lab.setLink(link, false);
                    new Convergence(lab, progress -> { }).settle(PATIENCE);
                    guard.learn();
                    lab.setLink(link, true);
                    recover(lab, guard, there, back);
                }
                for (final String session : List.of("pe1 pe2", "ce2 pe2", "pe3 ce1", "pe4 pe3")) {
                    lab.router(session.split(" ")[0]).bgp().clear(session.split(" ")[1], BgpState.Clearing.HARD);
                    recover(lab, guard, there, back);
                }
            }
            assertThat(guard.violations()).isEmpty();
            assertThat(guard.labelled()).isPositive();
        }
    }

    private static void recover(final RunningLab lab, final LabelGuard guard, final Pinger... pingers) throws Exception {
        converge(lab);
        guard.learn();
        for (final Pinger each : pingers) {
            assertThat(each.recovers()).isTrue();
        }
    }

    /** Without the lab's own echo requests to sessions' peers, which are no customer's. */
    private static Collection<String> ofCustomers(final Collection<String> violations) {
        return violations.stream().filter(each -> !each.contains("swaplane lab, echo request")).toList();
    }
}
