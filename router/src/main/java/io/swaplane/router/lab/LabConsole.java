package io.swaplane.router.lab;

import io.swaplane.control.intent.VrfIntent;
import io.swaplane.router.config.Lab;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Carries out what somebody types at a lab's prompt, for one router at a time. One thread. */
public final class LabConsole {
    private static final int MOST_PINGS = 1000;
    private static final Map<String, String> HELP = new TreeMap<>(Map.ofEntries(
        Map.entry("use ROUTER", "speak to another router"),
        Map.entry("show …", "as 'swaplane show', of this router"),
        Map.entry("trace …", "as 'swaplane trace': the next packets through this router, step by step"),
        Map.entry("clear …", "as 'swaplane clear'"),
        Map.entry("ping TO [source A] [vrf V] [count N]", "send echo requests from this router"),
        Map.entry("path TO [source A] [vrf V]", "send one, and draw the label stacks on its way"),
        Map.entry("cut LINK", "nothing passes the link, and its ports go down"),
        Map.entry("restore LINK", "the link is back"),
        Map.entry("links", "list the links"),
        Map.entry("topology", "draw the network"),
        Map.entry("wait", "wait until all sessions are up and nothing changes"),
        Map.entry("check", "carry out the checks of the file"),
        Map.entry("help", "this list"),
        Map.entry("exit", "end the lab")));

    private final RunningLab lab;
    private final Commands commands;
    private final PrintWriter out;
    private final Duration patience;
    private String router;
    private boolean passed;

    /**
     * At the first router.
     *
     * @param commands carries the program's commands out.
     * @param out gets what they print.
     * @param patience how long routers may take to tell each other everything.
     * @param passed whether the checks came out as they must so far.
     */
    public LabConsole(final RunningLab lab, final Commands commands, final PrintWriter out, final Duration patience,
                      final boolean passed) {
        this.lab = lab;
        this.commands = commands;
        this.out = out;
        this.patience = patience;
        this.router = lab.routers().iterator().next();
        this.passed = passed;
    }

    /** What stands before the line that is typed. */
    public String prompt() {
        return router + "> ";
    }

    /** Whether the checks came out as they must when they were last carried out. */
    public boolean passed() {
        return passed;
    }

    /** The words with which a command begins. */
    public static List<String> commands() {
        return HELP.keySet().stream().map(each -> each.split(" ")[0]).toList();
    }

    /** What can stand behind such a word; empty when the console does not say. */
    public Collection<String> arguments(final String command) {
        return switch (command) {
            case "use" -> lab.routers();
            case "cut", "restore" -> lab.lab().links().stream().map(Lab.Link::name).toList();
            case "ping", "path" -> List.of("source", "vrf", "count");
            default -> List.of();
        };
    }

    /** Carries a line out; false when it ends the lab. */
    public boolean execute(final String line) {
        final List<String> words = List.of(line.trim().split("\\s+"));
        try {
            switch (words.getFirst()) {
                case "", "#" -> { }
                case "exit", "quit" -> {
                    return false;
                }
                case "show", "trace", "clear" -> commands.run(lab.socket(router), words, out);
                case "use" -> use(argument(words));
                case "ping" -> ping(words);
                case "path" -> path(words);
                case "cut" -> cut(argument(words));
                case "restore" -> restore(argument(words));
                case "links" -> links();
                case "topology" -> Drawing.lines(lab.lab(), lab::isUp, List.of()).forEach(out::println);
                case "wait" -> await();
                case "check" -> check();
                case "help", "?" -> HELP.forEach((command, what) -> out.printf("%-38s %s%n", command, what));
                default -> throw new LabException("'" + words.getFirst() + "' is not known: 'help' lists the commands");
            }
        } catch (final LabException e) {
            out.println(e.getMessage());
        }
        out.flush();
        return true;
    }

    private static String argument(final List<String> words) throws LabException {
        if (words.size() != 2) {
            throw new LabException("write '" + words.getFirst() + "' and one name");
        }
        return words.get(1);
    }

    private void use(final String name) throws LabException {
        if (!lab.routers().contains(name)) {
            throw new LabException("there is no router " + name + ": there are " + String.join(", ", lab.routers()));
        }
        router = name;
    }

    /** Where an echo request goes, and from where. */
    private record Target(InetAddress to, InetAddress source, String vrf, int count) { }

    private Target target(final List<String> words) throws LabException {
        if (words.size() < 2 || words.size() % 2 != 0) {
            throw new LabException("write '" + words.getFirst() + " TO [source A] [vrf V]'");
        }
        InetAddress source = null;
        String vrf = VrfIntent.GLOBAL;
        int count = 1;
        for (int word = 2; word < words.size(); word += 2) {
            final String value = words.get(word + 1);
            switch (words.get(word)) {
                case "source" -> source = address(value);
                case "vrf" -> vrf = vrf(value);
                case "count" -> count = count(value);
                default -> throw new LabException("'" + words.get(word) + "' is not known: write source, vrf or count, each with a value");
            }
        }
        return new Target(address(words.get(1)), source, vrf, count);
    }

    private static InetAddress address(final String text) throws LabException {
        try {
            return InetAddress.ofLiteral(text);
        } catch (final IllegalArgumentException e) {
            throw new LabException("'" + text + "' is not an IP address");
        }
    }

    private String vrf(final String name) throws LabException {
        if (!name.equals(VrfIntent.GLOBAL)
            && lab.router(router).configured().routing().vrfs().stream().noneMatch(each -> each.name().equals(name))) {
            throw new LabException("there is no VRF " + name + " on " + router);
        }
        return name;
    }

    private static int count(final String text) throws LabException {
        try {
            final int count = Integer.parseInt(text);
            if (count >= 1 && count <= MOST_PINGS) {
                return count;
            }
        } catch (final NumberFormatException e) {
            throw new LabException("'" + text + "' is not a number");
        }
        throw new LabException("count " + text + " is out of range: 1 to " + MOST_PINGS);
    }

    private void ping(final List<String> words) throws LabException {
        final Target target = target(words);
        out.println(CheckRun.ping(router, target.vrf(), target.to(),
            lab.ping(router, target.vrf(), target.to(), target.source(), target.count(), Probe.PATIENCE_MILLIS)));
    }

    private void path(final List<String> words) throws LabException {
        final Target target = target(words);
        if (words.contains("count")) {
            throw new LabException("a path is that of one packet: leave count out");
        }
        CheckRun.trace(lab, router, target.vrf(), target.to(), lab.trace(router, target.vrf(), target.to(), target.source()))
            .forEach(out::println);
    }

    private void cut(final String link) throws LabException {
        lab.setLink(link, false);
        settle();
        out.println(link + " is cut");
    }

    private void restore(final String link) throws LabException {
        lab.setLink(link, true);
        settle();
        out.println(link + " is up");
    }

    private void settle() {
        if (!convergence().settle(patience)) {
            out.println("the routers' tables go on changing");
        }
    }

    private void links() {
        for (final Lab.Link each : lab.lab().links()) {
            out.println(each.name() + ": " + each.left() + " - " + each.right() + ", " + (lab.isUp(each) ? "up" : "cut"));
        }
    }

    private Convergence convergence() {
        return new Convergence(lab, progress -> { });
    }

    private void await() {
        final List<String> missing = convergence().await(patience);
        missing.forEach(out::println);
        if (missing.isEmpty()) {
            out.println("converged");
        }
    }

    private void check() {
        final List<String> differences = new CheckRun(lab, commands, out).run();
        passed = differences.isEmpty();
        out.println(passed ? "PASS" : "FAIL:");
        differences.forEach(each -> out.println("  " + each));
    }
}
