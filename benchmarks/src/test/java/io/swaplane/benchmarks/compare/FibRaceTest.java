package io.swaplane.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.swaplane.io.kernel.Required;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The direct table in C answers as the FIB does. */
class FibRaceTest {
    @TempDir
    private Path directory;

    @BeforeAll
    static void needsGcc() {
        Required.gcc();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 100_000})
    void shouldFindEqualAnswersInEveryShape(final int prefixes) throws IOException, InterruptedException {
        try (FibRace race = new FibRace(directory, prefixes)) {
            assertThatCode(() -> race.turns().run(0)).doesNotThrowAnyException();
            assertThat(race.turns().rounds()).isEqualTo(1);
        }
    }
}
