package io.swaplane.pcaps.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every package says in one sentence what it is. */
class PackageInfoTest {
    private static final Pattern SENTENCE = Pattern.compile("/\\*\\*(.*?)\\*/\\s*package [\\w.]+;\\s*", Pattern.DOTALL);

    @Test
    void shouldSayInOneSentenceWhatThePackageIs() throws IOException {
        final List<Path> files;
        try (Stream<Path> all = Files.walk(Path.of(".."))) {
            files = all.filter(path -> path.endsWith("package-info.java") && !path.toString().contains("target")).toList();
        }
        assertThat(files).hasSizeGreaterThan(15);
        for (final Path file : files) {
            final Matcher matcher = SENTENCE.matcher(Files.readString(file));
            assertThat(matcher.matches()).as("%s is a comment and a package", file).isTrue();
            final String text = matcher.group(1).replaceAll("\\s*\\n\\s*\\*?\\s*", " ").strip();
            assertThat(text).as(file.toString()).matches("[A-Z{].*[^.]\\.").doesNotContainPattern("\\.\\s+[A-Z]");
        }
    }
}
