package io.swaplane.router.config;

import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.Model;
import io.swaplane.table.LabelRange;
import io.swaplane.table.PayloadType;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads single values of the configuration. A value that is refused becomes a problem and a harmless stand-in, so that the reading of
 * the rest goes on; what is built from stand-ins is never used.
 */
final class Fields {
    static final int MAX_NEXT_HOP_INDEX = (1 << 20) - 1;

    private static final int MAX_NAME = 64;
    private static final int IMPLICIT_NULL = 3;
    static final int MAX_PORT = 65_535;
    private static final long MAX_WIDE = 0xFFFF_FFFFL;
    private static final Pattern WIDE = Pattern.compile("0|[1-9]\\d{0,17}");
    private static final Pattern NAME = Pattern.compile("[\\x21-\\x7e]{1," + MAX_NAME + "}");
    private static final Pattern PORT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0," + (MAX_NAME - 1) + "}");
    private static final Pattern IPV4 = Pattern.compile("(?:(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern ENDPOINT = Pattern.compile("(?:(?<v4>[0-9.]+)|\\[(?<v6>[^\\]]*:[^\\]]*)\\]):(?<port>\\d+)");
    private static final MacAddress NO_MAC = new MacAddress(0);
    private static final Map<String, Model> MODELS = Map.of("uniform", Model.UNIFORM, "pipe", Model.PIPE);

    static final LabelRange ALL_LABELS = new LabelRange(LabelRange.FIRST_ORDINARY, LabelRange.LAST);
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})\\s*-\\s*(\\d{1,9})");
    private static final Pattern DURATION = Pattern.compile("(0|[1-9]\\d{0,8})([smh])");

    private final Problems problems;

    Fields(final Problems problems) {
        this.problems = problems;
    }

    void refuse(final ConfigPath path, final String message) {
        problems.add(path, message);
    }

    boolean isRefused(final ConfigPath path) {
        return problems.has(path);
    }

    int line(final ConfigPath path) {
        return problems.line(path);
    }

    /** Calls {@code item} for every entry of a list that is there; an entry without content is refused. */
    <T> void each(final List<T> list, final ConfigPath path, final BiConsumer<T, ConfigPath> item) {
        if (list == null) {
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            final ConfigPath at = path.index(i);
            if (list.get(i) == null) {
                refuse(at, "is empty: take the entry out");
            } else {
                item.accept(list.get(i), at);
            }
        }
    }

    /** Refuses what is not given; {@code what} goes on after "is missing: give …". */
    boolean missing(final Object value, final ConfigPath path, final String what) {
        if (value == null) {
            refuse(path, "is missing: give " + what);
        }
        return value == null;
    }

    int number(final Integer value, final int least, final int most, final int standard, final ConfigPath path) {
        if (value == null) {
            return standard;
        }
        if (value < least || value > most) {
            refuse(path, value + " is out of range: use " + least + " to " + most);
            return standard;
        }
        return value;
    }

    /** A number of up to 32 bits without a sign, which comes as it was written. */
    long wide(final String value, final long least, final long standard, final ConfigPath path) {
        if (value == null) {
            return standard;
        }
        if (!WIDE.matcher(value).matches()) {
            refuse(path, "'" + value + "' is not a whole number");
            return standard;
        }
        final long number = Long.parseLong(value);
        if (number < least || number > MAX_WIDE) {
            refuse(path, value + " is out of range: use " + least + " to " + MAX_WIDE);
            return standard;
        }
        return number;
    }

    /** What a parser makes of a text; a problem and null when it is refused. */
    <T> T parse(final String text, final Function<String, T> parser, final ConfigPath path) {
        try {
            return parser.apply(text);
        } catch (final IllegalArgumentException e) {
            refuse(path, e.getMessage());
            return null;
        }
    }

    boolean truth(final Boolean value, final boolean standard) {
        return value == null ? standard : value;
    }

    /** One of a few words. */
    <T> T word(final String value, final Map<String, T> words, final T standard, final ConfigPath path) {
        if (value == null) {
            return standard;
        }
        final T found = words.get(value);
        if (found == null) {
            refuse(path, "'" + value + "' is not known: use " + alternatives(new TreeMap<>(words).keySet()));
            return standard;
        }
        return found;
    }

    Model model(final String value, final Model standard, final ConfigPath path) {
        return word(value, MODELS, standard, path);
    }

    PayloadType payload(final String value, final PayloadType standard, final ConfigPath path) {
        return word(value, Map.of("ip", PayloadType.IP, "ipv4", PayloadType.IPV4, "ipv6", PayloadType.IPV6), standard, path);
    }

    /** A name that is given: printable ASCII without blanks. */
    void name(final String value, final ConfigPath path) {
        if (!NAME.matcher(value).matches()) {
            refuse(path, "'" + value + "' is not a name: use 1 to " + MAX_NAME + " printable ASCII characters without blanks");
        }
    }

    /** A port's name that is given: it names files too. */
    void portName(final String value, final ConfigPath path) {
        if (!PORT.matcher(value).matches()) {
            refuse(path, "'" + value + "' is not a port name: use 1 to " + MAX_NAME + " letters, digits, '.', '_' and '-', and begin with "
                + "a letter, digit or '_'");
        } else if (value.equals("punt")) {
            refuse(path, "'punt' names the file of punted packets: choose another name");
        }
    }

    /** A station's MAC address; required. */
    MacAddress mac(final String value, final ConfigPath path) {
        if (missing(value, path, "a MAC address, as in \"02:00:00:00:00:01\"")) {
            return NO_MAC;
        }
        final MacAddress mac;
        try {
            mac = MacAddress.parse(value);
        } catch (final IllegalArgumentException e) {
            refuse(path, "'" + value + "' is not a MAC address: write six bytes, as in \"02:00:00:00:00:01\"");
            return NO_MAC;
        }
        if (mac.isGroup()) {
            refuse(path, mac + " is a group address: a station's has an even first byte");
        } else if (mac.bits() == 0) {
            refuse(path, mac + " is no station's address");
        }
        return mac;
    }

    /** A host's IPv4 or IPv6 address that is given, or null when it is none; never asks a name server. */
    InetAddress address(final String value, final ConfigPath path) {
        final InetAddress address = literal(value);
        if (address == null) {
            refuse(path, "'" + value + "' is not an IP address: write one such as 10.0.0.1 or 2001:db8::1");
            return null;
        }
        if (address.isMulticastAddress() || address.isAnyLocalAddress() || value.equals("255.255.255.255")) {
            refuse(path, value + " is no single host's address");
        }
        return address;
    }

    /**
     * An IP address of this machine and a port of it, or null when it is none; never asks a name server.
     *
     * @param how what to write, for the message.
     */
    InetSocketAddress endpoint(final String value, final String how, final ConfigPath path) {
        final Matcher parts = ENDPOINT.matcher(value);
        final InetAddress address = !parts.matches() ? null : literal(parts.group("v4") != null ? parts.group("v4") : parts.group("v6"));
        if (address == null) {
            refuse(path, "'" + value + "' is not an address and port: write them as " + how);
            return null;
        }
        final Integer port = WholeNumber.parse(parts.group("port"));
        if (port == null || port < 1 || port > MAX_PORT) {
            refuse(path, "port " + parts.group("port") + " is out of range: use 1 to " + MAX_PORT);
            return null;
        }
        return new InetSocketAddress(address, port);
    }

    /** A dotted IPv4 address as an identifier; required. */
    String dotted(final String value, final ConfigPath path) {
        if (!missing(value, path, "an IPv4 address, as in 2.2.2.2") && (!IPV4.matcher(value).matches() || value.equals("0.0.0.0"))) {
            refuse(path, "'" + value + "' is not a router id: write an IPv4 address such as 2.2.2.2");
        }
        return value;
    }

    private static InetAddress literal(final String value) {
        try {
            if (IPV4.matcher(value).matches()) {
                return InetAddress.ofLiteral(value);
            }
            return IPV6.matcher(value).matches() && InetAddress.ofLiteral(value) instanceof Inet6Address six ? six : null;
        } catch (final IllegalArgumentException notAnAddress) {
            return null;
        }
    }

    /** A range of labels that is given. */
    LabelRange labelRange(final String text, final ConfigPath path) {
        final Matcher matcher = RANGE.matcher(text);
        if (!matcher.matches()) {
            refuse(path, "'" + text + "' is not a range: write FIRST-LAST, as in " + ALL_LABELS);
            return ALL_LABELS;
        }
        try {
            return new LabelRange(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        } catch (final IllegalArgumentException e) {
            refuse(path, e.getMessage());
            return ALL_LABELS;
        }
    }

    /** A time in whole seconds, minutes or hours. */
    Duration duration(final String text, final Duration least, final Duration most, final Duration standard, final ConfigPath path) {
        if (text == null) {
            return standard;
        }
        final Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            refuse(path, "'" + text + "' is not a time: write a number with s, m or h, as in " + standard.toSeconds() + "s");
            return standard;
        }
        final long number = Long.parseLong(matcher.group(1));
        final Duration time = switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
        if (time.compareTo(least) < 0 || time.compareTo(most) > 0) {
            refuse(path, text + " is out of range: use " + least.toSeconds() + "s to "
                + (most.toSecondsPart() + most.toMinutesPart() == 0 ? most.toHours() + "h" : most.toSeconds() + "s"));
            return standard;
        }
        return time;
    }

    /** A label that goes out: an explicit null, or an ordinary one. */
    int outLabel(final Integer value, final ConfigPath path) {
        if (value != null && (value == 0 || value == 2 || value >= LabelRange.FIRST_ORDINARY && value <= LabelRange.LAST)) {
            return value;
        }
        if (value != null && value == IMPLICIT_NULL) {
            refuse(path, "label 3 (implicit null) is never on the wire: leave it out");
        } else if (value != null) {
            refuse(path, "label " + value + " cannot be sent: use 0, 2 (explicit null) or " + LabelRange.FIRST_ORDINARY + " to "
                + LabelRange.LAST);
        } else {
            refuse(path, "is empty: write a label");
        }
        return 0;
    }

    /** The label of a swap; null for implicit null, which pops. */
    Integer swapLabel(final String value, final ConfigPath path) {
        final Integer number = WholeNumber.parse(value);
        if (value.equals("implicit-null") || number != null && number == IMPLICIT_NULL) {
            return null;
        }
        if (number == null) {
            refuse(path, "'" + value + "' is not a label: write its number, or implicit-null to pop");
            return 0;
        }
        return outLabel(number, path);
    }

    /** Refuses a reference to what does not exist, and says what does. */
    void dangling(final ConfigPath path, final String what, final String name, final Collection<String> known) {
        final String near = Nearest.of(name, known);
        refuse(path, "there is no " + what + " '" + name + "'" + (near != null ? ": did you mean '" + near + "'?"
            : known.isEmpty() ? ": none is configured" : ": use " + alternatives(known)));
    }

    private static String alternatives(final Collection<String> words) {
        final List<String> some = words.stream().limit(10).toList();
        final String more = words.size() > some.size() ? ", …" : "";
        if (some.size() == 1) {
            return some.getFirst();
        }
        if (!more.isEmpty()) {
            return String.join(", ", some) + more;
        }
        return String.join(", ", some.subList(0, some.size() - 1)) + " or " + some.getLast();
    }
}
