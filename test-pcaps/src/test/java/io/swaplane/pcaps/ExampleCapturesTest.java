package io.swaplane.pcaps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExampleCapturesTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {ExampleCaptures.ASBR3_TO_ASBR2, ExampleCaptures.PE4_TO_ASBR3})
    void shouldBeInTheRepositoryAsGenerated(final String name) throws IOException {
        ExampleCaptures.main(new String[] {directory.toString()});
        assertThat(Path.of("captures", name)).hasSameBinaryContentAs(directory.resolve(name));
        assertThat(Files.size(Path.of("captures", name))).isLessThan(100_000);
    }
}
