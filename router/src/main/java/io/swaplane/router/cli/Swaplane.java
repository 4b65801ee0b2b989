package io.swaplane.router.cli;

import java.io.PrintWriter;
import java.util.function.Consumer;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program: {@code swaplane COMMAND}. */
@Command(name = "swaplane", mixinStandardHelpOptions = true, versionProvider = Version.class, synopsisSubcommandLabel = "COMMAND",
    description = "A software label switching router (MPLS).",
    subcommands = {RunCommand.class, LabCommand.class, ReplayCommand.class, ShowCommand.class, CheckCommand.class,
        DiffCommand.class, ReloadCommand.class, TraceCommand.class, ClearCommand.class, LspCommand.class, NextHopCommand.class,
        TunnelCommand.class, VrfCommand.class, RouteCommand.class, VersionCommand.class,
        AutoComplete.GenerateCompletion.class, HelpCommand.class},
    footerHeading = "%nExample:%n",
    footer = "  swaplane lab examples/inter-as-option-b.yaml")
public final class Swaplane implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Without a command: what commands there are. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "give a command");
    }

    /** Runs a command line and ends the process with its {@link ExitCode}. */
    public static void main(final String[] args) {
        // Netty's own use of sun.misc.Unsafe would make the JDK print warnings; must be set before it loads.
        System.setProperty("io.netty.noUnsafe", "true");
        System.exit(run(args));
    }

    private static int run(final String[] args) {
        try {
            // Unlike picocli's own writer, this one notices when nobody reads the output any more.
            final StandardOutput output = new StandardOutput();
            final PrintWriter out = new PrintWriter(output, true, System.out.charset());
            final int status = commandLine().setOut(out).execute(args);
            out.flush();
            if (status == ExitCode.OK.status() && output.loss() != null) {
                System.err.println("swaplane: standard output: " + output.loss());
                return ExitCode.OUTPUT.status();
            }
            return status;
        } catch (final OutOfMemoryError e) {
            System.err.println("swaplane: out of memory (" + e.getMessage() + "): allow more, as with JAVA_TOOL_OPTIONS=-Xmx8g");
            return ExitCode.INTERNAL.status();
        }
    }

    /** The command line, with its refusals and failures as single messages. */
    static CommandLine commandLine() {
        final CommandLine line = new CommandLine(new Swaplane());
        forEach(line, each -> each.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(ExitCode.list())
            .width(110));
        line.setParameterExceptionHandler(Swaplane::refuse);
        line.setExecutionExceptionHandler(Swaplane::fail);
        line.setExitCodeExceptionMapper(exception -> ExitCode.INTERNAL.status());
        return line;
    }

    private static void forEach(final CommandLine line, final Consumer<CommandLine> action) {
        action.accept(line);
        line.getSubcommands().values().forEach(each -> forEach(each, action));
    }

    private static int refuse(final CommandLine.ParameterException exception, final String[] args) {
        final CommandLine line = exception.getCommandLine();
        final PrintWriter err = line.getErr();
        err.println("swaplane: " + exception.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(exception, err);
        err.println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE.status();
    }

    private static int fail(final Exception exception, final CommandLine line, final CommandLine.ParseResult parsed) {
        final PrintWriter err = line.getErr();
        if (exception instanceof CommandFailure failure) {
            err.println(failure.getMessage());
            return failure.code().status();
        }
        if (Boolean.getBoolean("swaplane.debug")) {
            exception.printStackTrace(err);
        }
        final StackTraceElement[] trace = exception.getStackTrace();
        err.println("swaplane: internal error: " + exception + (trace.length == 0 ? "" : " at " + trace[0])
            + "; please report it with the command, its input, and what it prints with JAVA_TOOL_OPTIONS=-Dswaplane.debug=true");
        return ExitCode.INTERNAL.status();
    }
}
