package io.swaplane.fastpath;

import io.swaplane.memory.Memory;
import io.swaplane.table.AddressText;
import io.swaplane.table.DropReason;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.Operation;
import io.swaplane.table.PuntReason;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Writes the per-packet trace as text, a packet a paragraph:
 *
 * <pre>
 * #1 asbr3 in   82 bytes 02:00:00:03:00:02 &gt; 02:00:00:02:00:01 mpls [44 tc 0 ttl 63 S] ipv4
 *   44: swap to 16, next hop 29
 *   out p42  86 bytes 02:00:00:02:00:02 &gt; 02:00:00:0a:00:02 mpls [34 tc 0 ttl 62] [16 tc 0 ttl 62 S] ipv4
 * </pre>
 */
public final class TextTracer implements PacketTracer {
    private static final int MAX_LABELS = 20;

    private final IntFunction<String> portNames;
    private final Consumer<String> lines;
    private long packets;

    /**
     * A tracer.
     *
     * @param portNames the name of a port number.
     * @param lines takes each line, without its line end.
     */
    public TextTracer(final IntFunction<String> portNames, final Consumer<String> lines) {
        this.portNames = portNames;
        this.lines = lines;
    }

    @Override
    public void received(final int ingressPort, final long frame) {
        lines.accept("#" + ++packets + " " + portNames.apply(ingressPort) + " in   " + describe(frame));
    }

    @Override
    public void entry(final int lse, final long word) {
        lines.accept("  " + Lse.label(lse) + ": " + describeWord(word));
    }

    @Override
    public void route(final int table, final int version, final long high, final long low, final long word) {
        lines.accept("  table " + table + " " + (version == 4 ? AddressText.ipv4((int) (high >>> 32)) : AddressText.ipv6(high, low)) + ": "
            + (word == ForwardingWord.EMPTY ? "no route" : describeRoute(word)));
    }

    private static String describeRoute(final long word) {
        final boolean receive = ForwardingWord.operation(word) == Operation.RECEIVE;
        return receive ? "receive in table " + ForwardingWord.outLabel(word) : describeWord(word);
    }

    @Override
    public void leg(final long word) {
        lines.accept("    leg: " + describeWord(word));
    }

    @Override
    public void sent(final int egressPort, final long frame) {
        lines.accept("  out " + portNames.apply(egressPort) + "  " + describe(frame));
    }

    @Override
    public void punted(final PuntReason reason, final long frame) {
        lines.accept("  punt " + reason.label() + " (" + reason.sentence() + ")  " + describe(frame));
    }

    @Override
    public void dropped(final DropReason reason) {
        lines.accept("  drop " + reason.label() + " (" + reason.sentence() + ")");
    }

    /** A word in a few words. */
    private static String describeWord(final long word) {
        if (word == ForwardingWord.EMPTY) {
            return "no entry";
        }
        final Operation operation = ForwardingWord.operation(word);
        final String nextHop = ", next hop " + ForwardingWord.nextHop(word);
        return switch (operation) {
            case SWAP -> "swap to " + ForwardingWord.outLabel(word) + nextHop;
            case PHP -> "php " + ForwardingWord.payloadType(word).label() + nextHop;
            case POP -> "pop " + ForwardingWord.payloadType(word).label() + nextHop;
            case LOOKUP -> "pop, lookup in label space " + ForwardingWord.outLabel(word);
            case RECEIVE -> "pop, receive";
            case VRF -> "pop, route in VRF " + ForwardingWord.outLabel(word);
            case PUSH ->
                (ForwardingWord.outLabel(word) == ForwardingWord.NO_LABEL ? "send" : "push " + ForwardingWord.outLabel(word)) + nextHop;
            case GLEAN -> "find the neighbour on interface " + ForwardingWord.nextHop(word);
            case PUNT -> "punt as it came";
            case DROP -> "drop";
            case GROUP -> "group " + ForwardingWord.nextHop(word);
            case ENTROPY -> "skip entropy label";
            case EXTENSION -> "extended special-purpose label";
            case NONE -> "no entry";
        };
    }

    private static String describe(final long frame) {
        final long at = FrameRef.address(frame);
        final int length = FrameRef.length(frame);
        final StringBuilder text = new StringBuilder(160).append(length).append(" bytes ");
        if (length < Ethernet.HEADER_BYTES) {
            return text.append("(no Ethernet header)").toString();
        }
        mac(text, at + Ethernet.SOURCE).append(" > ");
        mac(text, at);
        long type = at + Ethernet.TYPE;
        while (Ethernet.isTag(Memory.getUnsignedShortBigEndian(type)) && type + 6 <= at + length && type < at + 20) {
            text.append(" vlan ").append(Memory.getUnsignedShortBigEndian(type + 2) & 0xFFF);
            type += Ethernet.TAG_BYTES;
        }
        return payload(text, Memory.getUnsignedShortBigEndian(type), type + 2, at + length).toString();
    }

    private static StringBuilder payload(final StringBuilder text, final int type, final long from, final long end) {
        if (type != Ethernet.MPLS && type != Ethernet.MPLS_UPSTREAM) {
            return type == Ethernet.IPV4 || type == Ethernet.IPV6 ? ip(text, from, end) : text.append(String.format(" type 0x%04x", type));
        }
        text.append(" mpls");
        long at = from;
        for (int i = 0; at + Lse.BYTES <= end; i++, at += Lse.BYTES) {
            final int lse = Memory.getIntBigEndian(at);
            if (i == MAX_LABELS) {
                return text.append(" …");
            }
            text.append(" [").append(Lse.label(lse)).append(" tc ").append(Lse.tc(lse)).append(" ttl ").append(Lse.ttl(lse))
                .append(Lse.bottom(lse) ? " S]" : "]");
            if (Lse.bottom(lse)) {
                return ip(text, at + Lse.BYTES, end);
            }
        }
        return text.append(" (no bottom of stack)");
    }

    private static StringBuilder ip(final StringBuilder text, final long at, final long end) {
        final int version = IpHeader.version(at, (int) (end - at));
        return version == 0 ? text.append(" not ip")
            : text.append(" ipv").append(version).append(" ttl ").append(IpHeader.ttl(at, version));
    }

    private static StringBuilder mac(final StringBuilder text, final long at) {
        for (int i = 0; i < 6; i++) {
            final int octet = Memory.getByte(at + i) & 0xFF;
            text.append(i == 0 ? "" : ":").append(Character.forDigit(octet >>> 4, 16)).append(Character.forDigit(octet & 0xF, 16));
        }
        return text;
    }
}
