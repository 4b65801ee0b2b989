package io.swaplane.router.cli;

import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.view.RouterView;
import io.swaplane.fastpath.TextTracer;
import io.swaplane.io.pcap.Capture;
import io.swaplane.router.config.ConfigException;
import io.swaplane.router.config.ConfigFile;
import io.swaplane.router.replay.OutputFile;
import io.swaplane.router.replay.OutputFiles;
import io.swaplane.router.replay.Replay;
import io.swaplane.router.replay.ReplayState;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code swaplane replay}: captures through a configured router. */
@Command(name = "replay", mixinStandardHelpOptions = true,
    description = {"Forward the packets of captures and write what leaves.",
        "Needs no root and no network. Packets of all captures are taken in the order of their time; what leaves by a port goes into "
            + "DIR/PORT.pcap with the time at which it came, what the router would give to its host into DIR/punt.pcap, and the router's "
            + "state into DIR/state.json, where 'swaplane show --replay DIR' finds it."})
final class ReplayCommand implements Callable<Integer> {
    private static final long DEFAULT_NANOSECONDS = 500_000_000;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "CONFIG", description = "The router's configuration, YAML.")
    private Path config;

    @Option(names = "--in", required = true, split = ",", paramLabel = "PORT=FILE",
        description = "What comes in by a port: a pcap or pcapng file. Several with commas, or by repeating the option.")
    private List<String> inputs;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the results go; made when it is not there.")
    private Path directory;

    @Option(names = "--loop", paramLabel = "N",
        description = "How often the captures are then forwarded again, from memory to nowhere, to measure speed (default: for half a "
            + "second, after as long to warm up; 0: not at all). Counters shown are those of the first pass.")
    private Integer repetitions;

    @Option(names = "--trace", description = "Print what happens to every packet; with --json on standard error.")
    private boolean trace;

    @Option(names = "--json", description = "Print one JSON document instead of text.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (repetitions != null && repetitions < 0) {
            throw new ParameterException(spec.commandLine(), "--loop " + repetitions + ": must be 0 or more");
        }
        if (directory.toString().isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--out: give a directory ('.' is this one)");
        }
        final RouterIntent intent;
        try {
            intent = ConfigFile.read(config);
        } catch (final ConfigException e) {
            Refusal.print(e, spec.commandLine().getErr());
            return ExitCode.CONFIGURATION.status();
        }
        final Map<String, Path> files = InputOption.parse(inputs, intent.ports());
        refuseOverwriting(files, intent);
        final Map<String, Capture> captures = InputOption.load(files);
        try (Replay replay = program(intent, captures)) {
            final ReplayReport report = replay(replay, intent);
            final PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(ReplayState.json(report));
            } else {
                report.lines(directory).forEach(out::println);
            }
            out.flush();
        }
        return ExitCode.OK.status();
    }

    /** A capture that is read now must not be replaced by one that is written. */
    private void refuseOverwriting(final Map<String, Path> files, final RouterIntent intent) {
        for (final Path input : files.values()) {
            for (final String port : intent.ports()) {
                refuseOverwriting(input, OutputFiles.path(directory, port));
            }
            refuseOverwriting(input, OutputFiles.path(directory, OutputFiles.PUNT));
        }
    }

    private static void refuseOverwriting(final Path input, final Path output) {
        try {
            if (Files.exists(input) && Files.exists(output) && Files.isSameFile(input, output)) {
                throw new CommandFailure(ExitCode.USAGE, output + " would be overwritten, and is an input: choose another --out");
            }
        } catch (final IOException e) {
            throw new CommandFailure(ExitCode.INPUT, InputOption.explain(input, e));
        }
    }

    private Replay program(final RouterIntent intent, final Map<String, Capture> captures) {
        try {
            return new Replay(intent, captures);
        } catch (final RefusedException e) {
            captures.values().forEach(Capture::close);
            throw new CommandFailure(ExitCode.CONFIGURATION, config + ": " + e.getMessage());
        }
    }

    private ReplayReport replay(final Replay replay, final RouterIntent intent) {
        final PrintWriter err = spec.commandLine().getErr();
        final PrintWriter traceTo = json ? err : spec.commandLine().getOut();
        final List<OutputFile> written;
        final RouterView view;
        try (ProgressLine progress = new ProgressLine(err, replay.packets())) {
            Files.createDirectories(directory);
            written = replay.record(directory, trace ? new TextTracer(intent.ports()::get, traceTo::println) : null, progress);
            view = replay.view();
            ReplayState.write(directory, view);
        } catch (final UncheckedIOException e) {
            throw unwritable(e.getCause());
        } catch (final IOException e) {
            throw unwritable(e);
        }
        if (repetitions == null) {
            // Once for the compiler to see what is hot, once to measure.
            replay.measureFor(DEFAULT_NANOSECONDS);
            return new ReplayReport(view, written, replay.measureFor(DEFAULT_NANOSECONDS));
        }
        try (ProgressLine progress = new ProgressLine(err, replay.packets() * repetitions)) {
            return new ReplayReport(view, written, replay.measure(repetitions, progress));
        }
    }

    private CommandFailure unwritable(final IOException exception) {
        return new CommandFailure(ExitCode.OUTPUT, "cannot write: " + InputOption.explain(directory, exception));
    }
}
