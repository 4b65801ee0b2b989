package io.swaplane.router.cli;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.api.ProgramClient;
import io.swaplane.control.api.v1.Operation;
import io.swaplane.control.api.v1.OperationResult;
import io.swaplane.control.api.v1.Outcome;
import io.swaplane.control.command.ProducerSettings;
import io.swaplane.control.command.SessionMode;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command whose subcommands program the running router, as the command line's producer, whose sessions add to what earlier ones left. */
abstract class ProgrammingCommand implements Runnable {
    private static final ProducerSettings CLI = new ProducerSettings("cli", "api", 50, SessionMode.KEEP, null);
    private static final String REASON = "REFUSAL_REASON_";

    @Spec
    private CommandSpec spec;

    @Mixin
    private SocketOption socket;

    @Override
    public final void run() {
        throw new ParameterException(commandLine(), "say what to do");
    }

    /** For complaints about the command's options. */
    final CommandLine commandLine() {
        return spec.commandLine();
    }

    /** Carries out one operation and says what is to be said; returns the exit status. */
    final int program(final Operation operation) {
        final OperationResult result;
        try (ControlClient client = RunningRouter.get(() -> new ControlClient(socket.path()));
             ProgramClient session = RunningRouter.get(() -> client.program(CLI))) {
            result = RunningRouter.get(() -> {
                session.add(operation);
                session.complete();
                return session.pollResult();
            });
        }
        if (result == null) {
            return ExitCode.OK.status();
        }
        final PrintWriter out = commandLine().getOut();
        if (result.getOutcome() == Outcome.OUTCOME_REFUSED) {
            commandLine().getErr().println("refused, " + result.getReason().name().substring(REASON.length()) + ": "
                + result.getText());
            return ExitCode.REFUSED.status();
        }
        if (result.hasNextHop()) {
            out.println("next hop " + result.getNextHop());
        }
        if (result.getOutcome() == Outcome.OUTCOME_ACCEPTED) {
            out.println("unresolved: packets drop until it is resolved");
        } else if (result.getOutcome() == Outcome.OUTCOME_STANDBY) {
            out.println("standby: a stronger producer has the prefix");
        }
        return ExitCode.OK.status();
    }
}
