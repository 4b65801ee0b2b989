package io.swaplane.pcaps.live;

import io.swaplane.control.api.ControlClient;
import io.swaplane.io.kernel.Namespace;
import io.swaplane.router.cli.Swaplane;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code swaplane} as a process of its own inside a namespace, with what it prints. Killed on close when it still runs.
 *
 * <p>It runs on the classes under test, with less compilation than in production, as many short lives are spent here.
 */
final class Program implements AutoCloseable {
    static final String READY = "running; SIGTERM stops it";

    private static final long LIMIT_SECONDS = 180;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<Thread> readers;

    private Program(final Process process) {
        this.process = process;
        this.readers = List.of(reader(process.inputReader()), reader(process.errorReader()));
    }

    /** Runs a command line. */
    static Program run(final Namespace namespace, final String... arguments) throws IOException {
        return run(namespace, List.of(), System.getProperty("java.class.path"), arguments);
    }

    /** Runs a command line on other copies of the classes, behind words that change the process's rights. */
    static Program run(final Namespace namespace, final List<String> prefix, final String classPath, final String... arguments)
        throws IOException {
        final List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(System.getProperty("java.home") + "/bin/java", "--enable-native-access=ALL-UNNAMED",
            "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m",
            "-cp", classPath, Swaplane.class.getName()));
        command.addAll(List.of(arguments));
        return start(namespace, command);
    }

    /** Runs another program. */
    static Program start(final Namespace namespace, final List<String> words) throws IOException {
        // Tests that run under nohup have their children ignore SIGHUP, which a JVM then leaves so.
        final List<String> command = new ArrayList<>(
            List.of("env", "--default-signal=HUP", "ip", "netns", "exec", namespace.name()));
        command.addAll(words);
        return new Program(new ProcessBuilder(command).start());
    }

    /** Runs a router and waits until it forwards. */
    static Program router(final Site site, final Path config) throws IOException {
        return ready(run(site.router(), "run", config.toString()));
    }

    /** The same with no capability but CAP_NET_RAW. */
    static Program powerlessRouter(final Site site, final Path config) throws IOException {
        return ready(run(site.router(), List.of("setpriv", "--inh-caps=-all", "--bounding-set=-all,+net_raw"),
            System.getProperty("java.class.path"), "run", config.toString()));
    }

    /** Waits until a router forwards. */
    static Program ready(final Program program) {
        if (!program.says(READY)) {
            program.close();
            throw new AssertionError("the router did not start: " + program.lines);
        }
        return program;
    }

    private Thread reader(final BufferedReader from) {
        return Thread.ofPlatform().daemon().start(() -> {
            try (from) {
                from.lines().forEach(lines::add);
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Waits until it prints a text, on whichever stream; false when it ended, or took too long, without. */
    boolean says(final String text) {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (times(text) == 0) {
            if (System.nanoTime() - deadline > 0 || !process.isAlive() && readers.stream().noneMatch(Thread::isAlive)) {
                return times(text) > 0;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }

    /** In how many lines a text is, of those that it has printed. */
    int times(final String text) {
        return (int) lines.stream().filter(line -> line.contains(text)).count();
    }

    /** Everything that it has printed. */
    String output() {
        return String.join("\n", lines);
    }

    /** Waits for its end; returns the exit code. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("does not end: " + lines);
        }
        for (final Thread reader : readers) {
            reader.join();
        }
        return process.exitValue();
    }

    /** Sends SIGTERM. (The process's own method would close the streams as well.) */
    void terminate() {
        process.toHandle().destroy();
    }

    /** Sends SIGKILL and waits for the end. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        exitCode();
    }

    /** Halts it where it is, without its doing. */
    void halt() throws Exception {
        signal("STOP");
    }

    /** Lets it go on. */
    void resume() throws Exception {
        signal("CONT");
    }

    /** Sends SIGHUP. */
    void hangUp() throws Exception {
        signal("HUP");
    }

    private void signal(final String name) throws Exception {
        final Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).redirectErrorStream(true).start();
        if (kill.waitFor() != 0) {
            throw new IOException("kill: " + new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** A client of its control socket; close it. */
    static ControlClient client(final Path directory) throws IOException {
        return new ControlClient(Setup.socket(directory));
    }

    @Override
    public void close() {
        process.toHandle().destroyForcibly();
        try {
            exitCode();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
