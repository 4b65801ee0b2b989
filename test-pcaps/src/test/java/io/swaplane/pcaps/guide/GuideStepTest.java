package io.swaplane.pcaps.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a guide's blocks are read and compared. */
class GuideStepTest {
    private static GuideStep printing(final String output) {
        return new GuideStep(1, "true\n", Optional.of(output));
    }

    @Test
    void shouldReadCommandsWithTheirOutputAndLeaveOtherBlocksOut() {
        assertThat(GuideStep.of("""
            # Title
            ```sh
            echo 1
            ```
            It says:
            ```text
            1
            ```
            ```
            apt-get install
            ```
            ```sh
            true
            ```
            """.lines().toList())).containsExactly(new GuideStep(3, "echo 1\n", Optional.of("1\n")),
            new GuideStep(13, "true\n", Optional.empty()));
    }

    @Test
    void shouldRefuseAnOutputThatNothingPrints() {
        assertThatIllegalArgumentException().isThrownBy(() -> GuideStep.of(List.of("```text", "1", "```")))
            .withMessage("line 2: an output without commands");
    }

    @Test
    void shouldRefuseABlockWithoutEnd() {
        assertThatIllegalArgumentException().isThrownBy(() -> GuideStep.of(List.of("```sh", "true")))
            .withMessage("line 1: a block without end");
    }

    @Test
    void shouldTakeAnyTextAndAnyLinesWhereTheGuideSaysSoAlone() {
        final GuideStep step = printing("up for … s\n…\nlast 1\n");
        assertThat(step.prints("up for 1.5 s\nlast 1\n")).isTrue();
        assertThat(step.prints("up  for 1.5  s\na\nb\n  last 1\n")).isTrue();
        assertThat(step.prints("up for 1.5 s\na\nlast 2\n")).isFalse();
        assertThat(step.prints("up for 1.5 s\nlast 1\nmore\n")).isFalse();
        assertThat(step.prints("")).isFalse();
    }

    @Test
    void shouldCompareNothingWhereTheGuideShowsNothing() {
        assertThat(new GuideStep(1, "true\n", Optional.empty()).prints("whatever")).isTrue();
    }
}
