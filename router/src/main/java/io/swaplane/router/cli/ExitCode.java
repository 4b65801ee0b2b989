package io.swaplane.router.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the program's exit status means; {@code --help} prints this list. */
public enum ExitCode {
    OK(0, "it worked"),
    INTERNAL(1, "a fault in swaplane itself"),
    FAILED(1, "lab: something came out otherwise than the file says"),
    USAGE(2, "the command line was not understood, or names what is not there"),
    CONFIGURATION(3, "the configuration was refused"),
    INPUT(4, "a capture or a replay's state cannot be read"),
    OUTPUT(5, "the output cannot be written"),
    UNREACHABLE(6, "the running router cannot be reached, or does not answer"),
    START(7, "the router cannot start on this machine"),
    REFUSED(8, "the running router refused it, and nothing has changed"),
    DIFFERENT(9, "diff: a reload would change something");

    private final int status;
    private final String sentence;

    ExitCode(final int status, final String sentence) {
        this.status = status;
        this.sentence = sentence;
    }

    /** The number that the shell sees. */
    public int status() {
        return status;
    }

    /** What it means, without a full stop. */
    public String sentence() {
        return sentence;
    }

    /** All of them, by number, as a help text lists them; a number has one sentence. */
    static Map<String, String> list() {
        final Map<String, String> list = new LinkedHashMap<>();
        for (final ExitCode code : values()) {
            list.merge(" " + code.status, code.sentence, (one, other) -> one + "; " + other);
        }
        return list;
    }
}
