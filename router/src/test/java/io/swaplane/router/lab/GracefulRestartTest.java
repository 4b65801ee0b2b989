package io.swaplane.router.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.BgpState;
import io.swaplane.router.config.LabFile;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions of the lab's routers are lost, each in its turn, while both sites ping: what each side keeps, packets go on by. */
class GracefulRestartTest {
    private static final Path EXAMPLE = Path.of("../examples/inter-as-option-b.yaml");
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final InetAddress SITE1 = InetAddress.ofLiteral("10.10.10.11");
    private static final int MANY = 50;
    private static final int SOME = 5;

    @TempDir
    private Path directory;

    @BeforeEach
    void beQuiet() {
        System.setProperty("SWAPLANE_LOG", "ERROR");
    }

    /** The example, in which all routers, or one, have their routes kept. */
    private RunningLab start(final String router) throws Exception {
        final String text = Files.readString(EXAMPLE);
        final int from = text.indexOf("- router: " + router);
        final String changed = text.substring(0, from) + (router.isEmpty() ? text.substring(from).replaceAll("    bgp:\n", full())
            : text.substring(from).replaceFirst("    bgp:\n", full()));
        final RunningLab lab = RunningLab.start(LabFile.read(Files.writeString(directory.resolve("lab.yaml"), changed)), directory);
        converge(lab);
        return lab;
    }

    private static String full() {
        return "    bgp:\n      graceful-restart: {mode: full}\n";
    }

    private static void converge(final RunningLab lab) {
        assertThat(new Convergence(lab, progress -> { }).await(PATIENCE)).isEmpty();
    }

    private static void waitUntilDown(final RunningLab lab, final String router, final String peer) throws Exception {
        RestartingEdge.until("the session is lost", () -> lab.router(router).bgp().summary().peers().stream()
            .noneMatch(each -> each.name().equals(peer) && each.state().equals(LabRouter.ESTABLISHED)));
    }

    @Test
    void shouldLoseNoPacketWhicheverSessionIsLostOrCleared() throws Exception {
        try (RunningLab lab = start("")) {
            final LabelGuard guard = new LabelGuard(lab);
            final Pinger there = new Pinger(lab.router("ce2"), "A", "10.10.10.44", "10.10.10.11");
            final Pinger back = new Pinger(lab.router("ce1"), "A", "10.10.10.11", "10.10.10.44");
            try (there; back) {
                for (final String session : List.of("ce1 pe1", "pe1 asbr2", "asbr2 asbr3", "asbr3 pe4", "pe4 ce2")) {
                    final String[] ends = session.split(" ");
                    lab.setSessions(ends[0], ends[1], false);
                    waitUntilDown(lab, ends[0], ends[1]);
                    waitUntilDown(lab, ends[1], ends[0]);
                    assertThat(there.answers(MANY) && back.answers(MANY)).isTrue();
                    lab.setSessions(ends[0], ends[1], true);
                    converge(lab);
                    assertThat(there.answers(MANY) && back.answers(MANY)).isTrue();
                }
                // Both sides have said that a NOTIFICATION is no end (RFC 8538).
                lab.router("asbr2").bgp().clear("asbr3", BgpState.Clearing.HARD);
                converge(lab);
                assertThat(there.answers(MANY) && back.answers(MANY)).isTrue();
                assertThat(List.of(there.lost(), back.lost())).containsOnly(0L);
            }
            guard.learn();
            assertThat(guard.violations()).isEmpty();
        }
    }

    /** ASBR3 sends by the labels that it was told, and gets none of its own used meanwhile. */
    @Test
    void shouldForwardByLabelsThatTheOtherSideKeepsWhileThisOneRestarts() throws Exception {
        try (RunningLab lab = start("asbr2")) {
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
