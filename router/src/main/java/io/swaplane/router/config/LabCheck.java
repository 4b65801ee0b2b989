package io.swaplane.router.config;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/** Something that a lab must show. */
public sealed interface LabCheck {
    /** The line of the file that it begins on. */
    int line();

    /**
     * Echo requests, of which every one is answered, or none.
     *
     * @param router who sends them.
     * @param vrf in which table.
     * @param to whose answer is wanted.
     * @param source the address that they are from, or null for the router's own there.
     * @param count how many.
     * @param fails whether none may be answered.
     */
    record Ping(int line, String router, String vrf, InetAddress to, InetAddress source, int count, boolean fails) implements LabCheck { }

    /**
     * One echo request and its reply, with their label stacks on links, the top first.
     *
     * @param router who sends it.
     * @param vrf in which table.
     * @param to whose answer is wanted.
     * @param source the address that it is from, or null for the router's own there.
     * @param stacks the request's by link; links that are not named are not checked.
     * @param replyStacks the reply's.
     */
    record Trace(int line, String router, String vrf, InetAddress to, InetAddress source, Map<String, List<Integer>> stacks,
                 Map<String, List<Integer>> replyStacks) implements LabCheck { }

    /**
     * What a router shows.
     *
     * @param router the router.
     * @param words the command behind {@code show}.
     * @param prints what it must print, or null when it is only printed.
     */
    record Show(int line, String router, List<String> words, String prints) implements LabCheck {
        /** Copies the list. */
        public Show {
            words = List.copyOf(words);
        }
    }
}
