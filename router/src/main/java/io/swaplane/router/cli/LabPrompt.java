package io.swaplane.router.cli;

import io.swaplane.router.lab.LabConsole;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/** The prompt of a lab: on a terminal with history and completion, else the lines of standard input. */
final class LabPrompt {
    private final LabConsole console;
    private final PrintWriter out;
    private final CommandSpec spec;

    /**
     * A prompt.
     *
     * @param out where lines that come from no terminal are repeated, so that the output can be understood.
     */
    LabPrompt(final LabConsole console, final PrintWriter out) {
        this.console = console;
        this.out = out;
        this.spec = Swaplane.commandLine().getCommandSpec();
    }

    /** Carries lines out until one ends it, or there are no more. */
    void run() throws IOException {
        final Console terminal = System.console();
        if (terminal != null && terminal.isTerminal()) {
            try (Terminal system = TerminalBuilder.builder().system(true).build()) {
                run(LineReaderBuilder.builder().appName("swaplane").terminal(system).completer(this::complete).build());
            }
        } else {
            run(new BufferedReader(new InputStreamReader(System.in, System.out.charset())));
        }
    }

    private void run(final LineReader reader) {
        boolean more = true;
        while (more) {
            try {
                more = console.execute(reader.readLine(console.prompt()));
            } catch (final UserInterruptException e) {
                out.println("'exit' ends the lab");
            } catch (final EndOfFileException e) {
                more = false;
            }
        }
    }

    private void run(final BufferedReader lines) throws IOException {
        String line = lines.readLine();
        boolean more = true;
        while (line != null && more) {
            out.println(console.prompt() + line);
            more = console.execute(line);
            line = lines.readLine();
        }
    }

    private void complete(final LineReader reader, final ParsedLine line, final List<Candidate> candidates) {
        final String command = line.words().getFirst();
        if (line.wordIndex() == 0) {
            LabConsole.commands().forEach(each -> candidates.add(new Candidate(each)));
        } else if (List.of("show", "trace", "clear").contains(command)) {
            final List<CharSequence> found = new ArrayList<>();
            AutoComplete.complete(spec, line.words().toArray(String[]::new), line.wordIndex(), 0, line.cursor(), found);
            found.forEach(each -> candidates.add(new Candidate(each.toString())));
        } else {
            console.arguments(command).forEach(each -> candidates.add(new Candidate(each)));
        }
    }
}
