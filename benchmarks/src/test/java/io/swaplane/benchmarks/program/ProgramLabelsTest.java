package io.swaplane.benchmarks.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramLabelsTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldProgramWhatItMeasures(final boolean grpc) throws IOException {
        assertThat(ProgramLabels.run(grpc, 20_000, 2))
            .startsWith("{\"way\": \"" + (grpc ? "grpc" : "in-process") + "\", \"labels\": 20000, ")
            .contains("\"updates_per_second\": ", "\"machine\": \"machine: ").endsWith("\"}");
    }
}
