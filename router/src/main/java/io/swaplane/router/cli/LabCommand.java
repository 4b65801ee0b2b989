package io.swaplane.router.cli;

import io.swaplane.control.intent.RefusedException;
import io.swaplane.router.config.ConfigException;
import io.swaplane.router.config.Lab;
import io.swaplane.router.config.LabFile;
import io.swaplane.router.lab.CheckRun;
import io.swaplane.router.lab.Convergence;
import io.swaplane.router.lab.LabConsole;
import io.swaplane.router.lab.RunningLab;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code swaplane lab}: several routers in one process, and what must come out. */
@Command(name = "lab", mixinStandardHelpOptions = true,
    description = {"Run several routers in this process, joined by links in memory, and carry out the checks of the file.",
        "Needs no privileges and no network. Draws the network with the label stacks of traced packets, prints what routers show, writes a "
            + "capture of each link to DIR/LINK.pcap, and says PASS or exactly what differs."})
final class LabCommand implements Callable<Integer> {
    private static final int MOST_SECONDS = 3600;
    private static final double MILLIS = 1000;
    private static final String LOG = "SWAPLANE_LOG";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The lab: routers, links and checks, YAML.")
    private Path file;

    @Option(names = "--out", paramLabel = "DIR", description = "Where the captures go (default: out/lab-NAME).")
    private Path directory;

    @Option(names = "--svg", paramLabel = "FILE",
        description = "Draw the network there when the checks are through, with the label stacks of traced packets, as SVG.")
    private Path picture;

    @Option(names = "--timeout", defaultValue = "30", paramLabel = "SECONDS",
        description = "How long the routers may take to tell each other everything, 1 to 3600 s (default: ${DEFAULT-VALUE}).")
    private int timeout;

    @Option(names = "--interactive", description = "Keep it up afterwards, with a prompt for each router; commands of a script may come "
        + "on standard input. 'help' lists them.")
    private boolean interactive;

    @Override
    public Integer call() {
        // Sessions that come and go are what a lab is about; what it prints says enough of them. Before anything logs.
        if (System.getenv(LOG) == null && System.getProperty(LOG) == null) {
            System.setProperty(LOG, "ERROR");
        }
        if (timeout < 1 || timeout > MOST_SECONDS) {
            throw new ParameterException(spec.commandLine(), "--timeout " + timeout + " must be 1 to " + MOST_SECONDS);
        }
        final Lab lab;
        try {
            lab = LabFile.read(file);
        } catch (final ConfigException e) {
            Refusal.print(e, spec.commandLine().getErr());
            return ExitCode.CONFIGURATION.status();
        }
        final Path out = directory == null ? Path.of("out", "lab-" + lab.name()) : directory;
        try {
            Files.createDirectories(out);
        } catch (final IOException e) {
            throw new CommandFailure(ExitCode.OUTPUT, "cannot write: " + InputOption.explain(out, e));
        }
        try (RunningLab running = start(lab, out)) {
            return show(running, out) ? ExitCode.OK.status() : ExitCode.FAILED.status();
        } catch (final IOException e) {
            throw new CommandFailure(ExitCode.OUTPUT, "cannot write: " + InputOption.explain(out, e));
        }
    }

    private RunningLab start(final Lab lab, final Path out) {
        try {
            return RunningLab.start(lab, out);
        } catch (final RefusedException e) {
            throw new CommandFailure(ExitCode.CONFIGURATION, file + ": " + e.getMessage());
        } catch (final FileSystemException e) {
            throw new CommandFailure(ExitCode.OUTPUT, "cannot write: " + InputOption.explain(Path.of(e.getFile()), e));
        } catch (final IOException e) {
            throw new CommandFailure(ExitCode.START, "swaplane: " + e.getMessage());
        }
    }

    private boolean show(final RunningLab running, final Path out) throws IOException {
        final CheckRun checks = new CheckRun(running, LabCommand::execute, spec.commandLine().getOut());
        final boolean passed = verdict(running, out, run(running, checks));
        if (picture != null) {
            draw(checks);
        }
        return interactive ? prompt(running, passed) : passed;
    }

    private void draw(final CheckRun checks) {
        try {
            Files.writeString(picture, checks.svg());
        } catch (final IOException e) {
            throw new CommandFailure(ExitCode.OUTPUT, "cannot write: " + InputOption.explain(picture, e));
        }
    }

    private boolean prompt(final RunningLab running, final boolean passed) throws IOException {
        final PrintWriter out = spec.commandLine().getOut();
        out.println("control sockets: " + running.socket("ROUTER"));
        out.flush();
        final LabConsole console = new LabConsole(running, LabCommand::execute, out, Duration.ofSeconds(timeout), passed);
        new LabPrompt(console, out).run();
        return console.passed();
    }

    /** What differs, in lines; empty when nothing does. */
    private List<String> run(final RunningLab running, final CheckRun checks) {
        final PrintWriter out = spec.commandLine().getOut();
        final long begin = System.nanoTime();
        final List<String> missing;
        final Convergence convergence;
        try (StatusLine status = new StatusLine(spec.commandLine().getErr())) {
            convergence = new Convergence(running, status::show);
            missing = convergence.await(Duration.ofSeconds(timeout));
        }
        final Lab lab = running.lab();
        if (!missing.isEmpty()) {
            final List<String> lines = new ArrayList<>(List.of("not converged within " + timeout + " s:"));
            missing.forEach(each -> lines.add("  " + each));
            return lines;
        }
        out.printf(Locale.ROOT, "lab %s: %d routers, %d links, converged in %.1f s%n", lab.name(), lab.routers().size(),
            lab.links().size(), (System.nanoTime() - begin) / (MILLIS * MILLIS * MILLIS));
        convergence.unresolved().forEach(out::println);
        out.println();
        return checks.run();
    }

    /** Carries a command out as if behind the program's name, on a lab's router. */
    private static boolean execute(final Path socket, final List<String> words, final PrintWriter out) {
        final CommandLine line = Swaplane.commandLine().setOut(out).setErr(out);
        final List<String> all = new ArrayList<>(words);
        all.add("--socket");
        all.add(socket.toString());
        return line.execute(all.toArray(String[]::new)) == ExitCode.OK.status();
    }

    private boolean verdict(final RunningLab running, final Path directory, final List<String> differences) {
        final PrintWriter out = spec.commandLine().getOut();
        if (!running.lab().links().isEmpty()) {
            out.println("captures: " + directory.resolve("LINK.pcap") + (interactive ? ", when the lab has ended" : ""));
        }
        final double seconds = (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime()) / MILLIS;
        out.println(differences.isEmpty() ? "PASS" : "FAIL:");
        differences.forEach(each -> out.println("  " + each));
        out.printf(Locale.ROOT, "%d checks, %.1f s in all%n", running.lab().checks().size(), seconds);
        return differences.isEmpty();
    }
}
