package io.swaplane.router.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** A test that runs {@code swaplane} commands in this process. */
abstract class RunsCommands {
    /** What the last command printed. */
    StringWriter out;
    /** What the last command complained of. */
    StringWriter err;

    /** Runs a command; returns its exit status. */
    final int run(final String... args) {
        out = new StringWriter();
        err = new StringWriter();
        final CommandLine line = Swaplane.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(args);
    }
}
