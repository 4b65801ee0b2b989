package io.swaplane.router.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lab's ASBR2 helps PE1, whose BGP restarts while its packets go on (RFC 4724, RFC 4781): two sites ping each other all the time, and
 * {@link LabelGuard} looks at every frame.
 */
class RestartingEdgeTest {
    private static final int MANY = 50;

    @TempDir
    private static Path directory;
    private static RestartingEdge edge;

    private Pinger there;
    private Pinger back;

    @BeforeAll
    static void start() throws Exception {
        System.setProperty("SWAPLANE_LOG", "ERROR");
        edge = new RestartingEdge(directory, "10m");
    }

    @AfterAll
    static void end() throws Exception {
        edge.close();
    }

    /** PE1 tells its route with label 16, and both sites reach each other. */
    @BeforeEach
    void converge() throws Exception {
        edge.pe1().next(RestartingEdge.LONG, true, pe1 -> RestartingEdge.tell(pe1, RestartingEdge.LABEL));
        edge.lose();
        edge.restore();
        ping(edge);
    }

    private void ping(final RestartingEdge in) throws Exception {
        RestartingEdge.until("the route is there", () -> in.received() == 1 && in.toSite1() == RestartingEdge.LABEL);
        there = in.pinger("ce2", RestartingEdge.SITE2, RestartingEdge.SITE1);
        back = in.pinger("ce1", RestartingEdge.SITE1, RestartingEdge.SITE2);
        assertThat(there.recovers() && back.recovers()).isTrue();
    }

    @AfterEach
    void nothingWentAstray() throws Exception {
        there.close();
        back.close();
        edge.shouldHaveLetNothingAstray();
    }

    private boolean pings() throws InterruptedException {
        return there.answers(MANY) && back.answers(MANY);
    }

    @Test
    void shouldLoseNoPacketWhileThePeerRestartsAndGivesTheSameLabels() throws Exception {
        edge.lose();
        assertThat(pings()).isTrue();
        final long sessions = edge.session().established();
        edge.restore();
        RestartingEdge.until("the route has come again", () -> edge.received() == 1);
        assertThat(edge.session().established()).isEqualTo(sessions + 1);
        assertThat(pings()).isTrue();
        assertThat(List.of(there.lost(), back.lost())).containsOnly(0L);
        assertThat(edge.entry()).startsWith("swap to 16");
    }

    @Test
    void shouldReplaceALabelThatThePeerGivesAnewAndUseTheOldOneUntilThen() throws Exception {
        edge.pe1().next(RestartingEdge.LONG, true, pe1 -> { });
        edge.lose();
        edge.restore();
        assertThat(pings()).isTrue();
        assertThat(edge.toSite1()).isEqualTo(RestartingEdge.LABEL);
        edge.pe1().act(pe1 -> RestartingEdge.tell(pe1, RestartingEdge.OTHER_LABEL));
        RestartingEdge.until("the new label is used", () -> edge.toSite1() == RestartingEdge.OTHER_LABEL);
        assertThat(edge.entry()).isEqualTo("discard withdrawn");
        assertThat(pings()).isTrue();
    }

    @Test
    void shouldSendNothingMoreToWhatThePeerHasNotToldAgain() throws Exception {
        edge.pe1().next(RestartingEdge.LONG, true, pe1 -> { });
        edge.lose();
        edge.restore();
        assertThat(pings()).isTrue();
        edge.pe1().act(ScriptedEdge::endOfRib);
        edge.shouldBeGone();
        assertThat(edge.isUp()).isTrue();
    }

    @Test
    void shouldSendNothingMoreToAPeerThatDoesNotComeBackInItsTime() throws Exception {
        edge.pe1().next(1, true, pe1 -> RestartingEdge.tell(pe1, RestartingEdge.LABEL));
        edge.lose();
        edge.restore();
        RestartingEdge.until("the route has come again", () -> edge.received() == 1);
        // PE1's static label for the way back ends with its BGP, for good.
        back.close();
        edge.lose();
        edge.shouldBeGone();
        assertThat(edge.isUp()).isFalse();
    }

    @Test
    void shouldSendNothingMoreAtOnceToAPeerThatComesBackWithoutItsForwarding() throws Exception {
        edge.pe1().next(RestartingEdge.LONG, false, pe1 -> { });
        edge.lose();
        assertThat(pings()).isTrue();
        edge.restore();
        edge.shouldBeGone();
        edge.pe1().act(pe1 -> RestartingEdge.tell(pe1, RestartingEdge.LABEL));
        assertThat(there.recovers()).isTrue();
    }

    @Test
    void shouldSendNothingMoreAfterTheStaleTimeToWhatThePeerHasNotToldAgain(@TempDir final Path other) throws Exception {
        there.close();
        back.close();
        try (RestartingEdge brief = new RestartingEdge(other, "1s")) {
            ping(brief);
            brief.pe1().next(RestartingEdge.LONG, true, pe1 -> { });
            brief.lose();
            assertThat(pings()).isTrue();
            brief.restore();
            brief.shouldBeGone();
            assertThat(brief.isUp()).isTrue();
            brief.shouldHaveLetNothingAstray();
        }
    }
}
