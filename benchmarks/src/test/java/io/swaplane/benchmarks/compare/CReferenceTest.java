package io.swaplane.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.benchmarks.Scenario;
import io.swaplane.benchmarks.Workload;
import io.swaplane.io.kernel.Required;
import io.swaplane.table.AcceptClass;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The C reference does the forwarder's work: the same bytes, the same counters. */
class CReferenceTest {
    @TempDir
    private Path directory;

    @BeforeAll
    static void needsGcc() {
        Required.gcc();
    }

    @ParameterizedTest
    @CsvSource({"1,300,1", "1,300,7", "1000,1024,250", "50000,1000,100"})
    void shouldForwardAsTheJavaForwarderDoesInEveryShape(final int labels, final int frames, final int passes)
            throws IOException, InterruptedException {
        try (CReference reference = CReference.build(directory); Arena arena = Arena.ofConfined();
             Scenario scenario = new Scenario(Workload.SWAP, labels, frames)) {
            final Outcome expected = Outcome.expected(scenario, passes);
            final List<SwapContestant> contestants = CompareC.contestants(reference, scenario, arena);
            assertThat(contestants).hasSize(1 + Variant.values().length);
            for (final SwapContestant contestant : contestants) {
                assertThat(Outcome.of(contestant, scenario, passes).difference(expected)).as(contestant.title()).isNull();
                assertThat(expected.hasFramesOf(contestant)).as(contestant.title()).isTrue();
            }
        }
    }

    @Test
    void shouldSeeWhenAContestantForwardsLess() throws IOException, InterruptedException {
        try (CReference reference = CReference.build(directory); Arena arena = Arena.ofConfined();
             Scenario scenario = new Scenario(Workload.SWAP, 10, 10)) {
            final SwapContestant contestant = new CForwarder(reference, Variant.THREE_PASS, scenario, arena);
            assertThat(Outcome.of(contestant, scenario, 2).difference(Outcome.expected(scenario, 3))).startsWith("frame 0 differs");
        }
    }

    @ParameterizedTest
    @CsvSource({"ONE_PASS", "ONE_PASS_PREFETCH", "THREE_PASS", "THREE_PASS_PREFETCH"})
    void shouldCheckTheAcceptClassInC(final Variant variant) throws IOException, InterruptedException {
        try (CReference reference = CReference.build(directory); Arena arena = Arena.ofConfined();
             Scenario scenario = new Scenario(Workload.SWAP, 1, 8)) {
            final int label = scenario.labels()[0];
            scenario.tables().publishLabel(ForwardingTables.PLATFORM, label,
                ForwardingWord.withAcceptClass(ForwardingWord.swap(label, 1), AcceptClass.FIRST_EXTERNAL));
            final SwapContestant contestant = new CForwarder(reference, variant, scenario, arena);
            contestant.load();
            assertThatThrownBy(() -> contestant.run(1)).hasMessageContaining("8 frames were no plain swap");
        }
    }
}
