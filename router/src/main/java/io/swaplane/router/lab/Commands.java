package io.swaplane.router.lab;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** The program's commands for a running router, as a lab has them carried out. */
@FunctionalInterface
public interface Commands {
    /**
     * Carries a command line out.
     *
     * @param socket the router's control socket.
     * @param words the command, as behind the program's name.
     * @param out gets what it prints, and why it failed when it did.
     * @return whether it worked.
     */
    boolean run(Path socket, List<String> words, PrintWriter out);
}
