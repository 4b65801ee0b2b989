package io.swaplane.router.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.BgpState;
import io.swaplane.router.config.LabFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test that runs labs and changes them. */
abstract class RunsLabs {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path directory;

    @BeforeEach
    void beQuiet() {
        System.setProperty("SWAPLANE_LOG", "ERROR");
    }

    /** An example whose routers hold labels that nobody uses any more for an hour, which is longer than any test takes. */
    static String held(final String example) throws IOException {
        return Files.readString(Path.of("../examples", example))
            .replaceAll("(?m)^  - router: .*$", "$0\n    mpls: {label-hold-time: 1h}");
    }

    /** Starts the lab of a file with this text and waits until it has converged. */
    final RunningLab start(final String text) throws Exception {
        final RunningLab lab = RunningLab.start(LabFile.read(Files.writeString(directory.resolve("lab.yaml"), text)), directory);
        converge(lab);
        return lab;
    }

    /** Waits until everything is there and nothing changes. */
    static void converge(final RunningLab lab) {
        assertThat(new Convergence(lab, progress -> { }).await(PATIENCE)).isEmpty();
    }

    /** Cuts a link and waits until nothing changes, whatever is missing. */
    static void cut(final RunningLab lab, final LabelGuard guard, final String link) throws Exception {
        lab.setLink(link, false);
        assertThat(new Convergence(lab, progress -> { }).settle(PATIENCE)).isTrue();
        guard.learn();
    }

    /** Restores links and waits until everything is there, and all are answered. */
    static void restore(final RunningLab lab, final LabelGuard guard, final List<String> links, final Pinger... pingers) throws Exception {
        for (final String each : links) {
            lab.setLink(each, true);
        }
        recover(lab, guard, pingers);
    }

    /** Clears a router's session with a peer, written {@code ROUTER PEER}, and waits as above. */
    static void clear(final RunningLab lab, final LabelGuard guard, final String session, final Pinger... pingers) throws Exception {
        final String[] ends = session.split(" ");
        lab.router(ends[0]).bgp().clear(ends[1], BgpState.Clearing.HARD);
        recover(lab, guard, pingers);
    }

    private static void recover(final RunningLab lab, final LabelGuard guard, final Pinger... pingers) throws Exception {
        converge(lab);
        guard.learn();
        shouldAnswer(pingers);
    }

    /** All are answered now. */
    static void shouldAnswer(final Pinger... pingers) throws InterruptedException {
        for (final Pinger each : pingers) {
            assertThat(each.recovers()).as(each::toString).isTrue();
        }
    }

    /** That labels were in use, and none that was not given; no packet was where it does not belong. */
    static void shouldHaveSeenNothingWrong(final LabelGuard guard) {
        assertThat(guard.violations()).isEmpty();
        assertThat(guard.labelled()).isPositive();
    }
}
