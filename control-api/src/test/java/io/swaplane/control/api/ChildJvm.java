package io.swaplane.control.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a main class of the tests in a process of its own, which like any user's may do only what file modes allow. */
final class ChildJvm {
    private ChildJvm() {
    }

    /**
     * What came of it.
     *
     * @param status its exit status.
     * @param output what it printed, warnings of the JDK included.
     */
    record Result(int status, String output) { }

    static Result run(final List<String> flags, final Class<?> main, final String... arguments) throws IOException, InterruptedException {
        final Process process = start(flags, main, arguments);
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    /** Starts it; what it prints and its errors are in its output. The process is java's own, whatever starts it. */
    static Process start(final List<String> flags, final Class<?> main, final String... arguments) throws IOException {
        final List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            // Without capabilities, root's rights end where the mode of its own files says so.
            command.addAll(List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all", "--ambient-caps=-all"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path")));
        command.addAll(flags);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
