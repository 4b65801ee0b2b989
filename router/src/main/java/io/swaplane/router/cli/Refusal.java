package io.swaplane.router.cli;

import io.swaplane.router.config.ConfigException;
import io.swaplane.router.config.Problem;
import java.io.PrintWriter;
import java.util.List;

/** How a refused configuration is shown: a line per problem, as compilers do, so that editors find the place. */
final class Refusal {
    private static final int SHOWN = 100;

    private Refusal() {
    }

    static void print(final ConfigException refused, final PrintWriter err) {
        print(refused.problems().getFirst().file(), refused.problems().stream().map(Problem::toString).toList(), err);
    }

    static void print(final String file, final List<String> problems, final PrintWriter err) {
        problems.stream().limit(SHOWN).forEach(err::println);
        if (problems.size() > SHOWN) {
            err.println(file + ": and " + (problems.size() - SHOWN) + " more problems");
        }
        err.flush();
    }
}
