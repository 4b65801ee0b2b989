package io.swaplane.pcaps.random;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.table.PayloadType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Makes frames for a router: most of them well-formed and with labels that it knows, so that they get far; some with a wrong part,
 * some cut off, some with bytes changed at random.
 */
final class RandomFrames {
    private static final int MOST = 2400;

    private final RouterIntent intent;
    private final SplittableRandom random;
    private final Map<String, List<LspIntent>> lspsBySpace = new HashMap<>();
    private final Map<String, Map<Integer, String>> lookups = new HashMap<>();
    private final Map<Integer, List<InterfaceIntent>> interfacesByPort = new HashMap<>();
    private final Map<String, List<NeighbourIntent>> neighbours = new HashMap<>();
    private final RandomAddresses addresses;
    private InterfaceIntent ingress;
    /** Table in which the packet is likely to be looked up. */
    private String table;
    private final ByteBuffer buffer = ByteBuffer.allocate(2 * MOST);

    RandomFrames(final RouterIntent intent, final SplittableRandom random) {
        this.intent = intent;
        this.random = random;
        addresses = new RandomAddresses(intent, random);
        for (final LspIntent lsp : intent.lsps()) {
            lspsBySpace.computeIfAbsent(lsp.labelSpace(), s -> new ArrayList<>()).add(lsp);
            if (lsp.action() instanceof Action.Lookup lookup) {
                lookups.computeIfAbsent(lsp.labelSpace(), s -> new HashMap<>()).put(lsp.label(), lookup.labelSpace());
            }
        }
        for (final InterfaceIntent candidate : intent.interfaces()) {
            interfacesByPort.computeIfAbsent(intent.ports().indexOf(candidate.port()), p -> new ArrayList<>()).add(candidate);
        }
        for (final NeighbourIntent neighbour : intent.neighbours()) {
            neighbours.computeIfAbsent(neighbour.interfaceName(), i -> new ArrayList<>()).add(neighbour);
        }
    }

    /** A frame that arrives by this port. */
    byte[] next(final int port) {
        final List<InterfaceIntent> candidates = interfacesByPort.get(port);
        ingress = candidates.get(random.nextInt(candidates.size()));
        if (ingress.mpls() == MplsMode.OFF) {
            ingress = candidates.get(random.nextInt(candidates.size()));
        }
        buffer.clear();
        putMacs();
        putTags();
        table = VrfIntent.GLOBAL;
        if (ingress.vrf() != null ? !oneIn(isInVrf() ? 4 : 2) : oneIn(40)) {
            putIp();
        } else {
            buffer.putShort((short) (oneIn(60) ? 0x8848 : oneIn(60) ? random.nextInt(0x10000) : 0x8847));
            putStack(ingress.ownLabelSpace() ? ingress.name() : LspIntent.PLATFORM);
            putPayload();
        }
        if (oneIn(3)) {
            putZeros(random.nextInt(40));
        }
        return mangle(Arrays.copyOf(buffer.array(), buffer.position()));
    }

    private void putIp() {
        if (ingress.vrf() != null) {
            table = ingress.vrf();
        }
        final boolean six = random.nextBoolean();
        buffer.putShort((short) (oneIn(60) != six ? 0x86DD : 0x0800));
        if (six) {
            putIpv6();
        } else {
            putIpv4();
        }
    }

    private byte[] mangle(final byte[] frame) {
        if (oneIn(30)) {
            return Arrays.copyOf(frame, random.nextInt(Math.min(frame.length, 120) + 1));
        }
        if (oneIn(30)) {
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                frame[random.nextInt(Math.min(frame.length, 100))] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return frame;
    }

    private void putMacs() {
        if (oneIn(40)) {
            buffer.put((byte) random.nextInt(256)).put((byte) 0x5E).putInt(random.nextInt());
        } else if (oneIn(20)) {
            buffer.put((byte) 0x01).put((byte) 0).putInt(0x5E800000 | random.nextInt(1 << 20));
        } else {
            buffer.put(ingress.mac().bytes());
        }
        final List<NeighbourIntent> known = neighbours.get(ingress.name());
        if (oneIn(4)) {
            buffer.putShort((short) 0x0200).putInt(random.nextInt());
        } else {
            buffer.put(known.get(random.nextInt(known.size())).mac().bytes());
        }
    }

    private void putTags() {
        final List<Integer> vids = new ArrayList<>(ingress.vlans());
        if (oneIn(25) && vids.size() < 2) {
            vids.addFirst(0);
        } else if (oneIn(40) && vids.size() < 2) {
            vids.addLast(0);
        } else if (oneIn(60)) {
            vids.addLast(random.nextInt(1, 4096));
        } else if (oneIn(60) && !vids.isEmpty()) {
            vids.set(random.nextInt(vids.size()), random.nextInt(4096));
        }
        for (final int vid : vids) {
            buffer.putShort((short) (random.nextBoolean() ? 0x8100 : 0x88A8)).putShort((short) (random.nextInt(16) << 12 | vid));
        }
    }

    private void putStack(final String firstSpace) {
        String space = firstSpace;
        final int depth = oneIn(40) ? random.nextInt(1, 60) : random.nextInt(1, 7);
        for (int i = 0; i < depth; i++) {
            final boolean last = i == depth - 1;
            final int label = label(space, last);
            putEntry(label, last);
            if (label == 7 || label == 15) {
                i++;
                putEntry(label == 15 && oneIn(3) ? 7 : oneIn(10) ? random.nextInt(16) : random.nextInt(1 << 20), i >= depth - 1);
            } else if (label == 0 || label == 2) {
                space = LspIntent.PLATFORM;
            } else {
                space = lookups.getOrDefault(space, Map.of()).getOrDefault(label, space);
            }
        }
    }

    /** A label that the space knows, mostly; above the bottom, often one that leads on to the next label. */
    private int label(final String space, final boolean last) {
        if (oneIn(20)) {
            return random.nextInt(16);
        }
        if (oneIn(80)) {
            return random.nextInt(1 << 20);
        }
        final List<LspIntent> known = lspsBySpace.get(space);
        if (last && oneIn(3) && !intent.routing().vrfs().isEmpty()) {
            return vrfLabel();
        }
        LspIntent lsp = known.get(random.nextInt(known.size()));
        for (int attempt = 0; attempt < 4 && !(isValidHere(lsp) && (last || lsp.action() instanceof Action.Lookup)); attempt++) {
            lsp = known.get(random.nextInt(known.size()));
        }
        if (lsp.action() instanceof Action.LookupVrf(String vrf, PayloadType payload)) {
            table = vrf;
        }
        return lsp.label();
    }

    /** A VRF's own label. */
    private int vrfLabel() {
        final VrfIntent vrf = intent.routing().vrfs().get(random.nextInt(intent.routing().vrfs().size()));
        table = vrf.name();
        return vrf.label() != null ? vrf.label() : RandomRouting.FIRST_VRF_LABEL;
    }

    /** Whether the ingress may use the label, as far as its interface tells. */
    private boolean isValidHere(final LspIntent lsp) {
        return switch (lsp.accept()) {
            case Accept.Router() -> !isInVrf();
            case Accept.Core() -> ingress.mpls() == MplsMode.CORE && !isInVrf();
            case Accept.Interface(String name) -> name.equals(ingress.name());
            default -> oneIn(2);
        };
    }

    private boolean isInVrf() {
        return ingress.vrf() != null && !ingress.vrf().equals(VrfIntent.GLOBAL);
    }

    private void putEntry(final int label, final boolean last) {
        final boolean bottom = oneIn(100) != last;
        buffer.putInt(label << 12 | random.nextInt(8) << 9 | (bottom ? 1 << 8 : 0) | ttl());
    }

    private int ttl() {
        return oneIn(8) ? random.nextInt(4) : random.nextInt(256);
    }

    private void putPayload() {
        switch (random.nextInt(20)) {
            case 0 -> putRandomBytes(random.nextInt(100));
            case 1 -> buffer.putInt(random.nextInt());
            case 2, 3, 4, 5, 6, 7, 8 -> putIpv6();
            default -> putIpv4();
        }
    }

    private void putIpv4() {
        final byte[] options = oneIn(8) ? options() : new byte[0];
        final int start = buffer.position();
        buffer.put((byte) (0x45 + options.length / 4)).put((byte) random.nextInt(256)).putShort((short) 0)
            .putShort((short) random.nextInt()).putShort((short) (oneIn(8) ? random.nextInt(0x10000) : 0x4000))
            .put((byte) ttl()).put((byte) protocol()).putShort((short) 0)
            .put(addresses.source4()).put(addresses.destination4(table)).put(options);
        putTransport();
        buffer.putShort(start + 2, (short) (oneIn(20) ? random.nextInt(1500) : buffer.position() - start - (oneIn(20) ? 1 : 0)));
        if (oneIn(40)) {
            buffer.put(start, (byte) (0x40 | random.nextInt(16)));
        }
        if (oneIn(80)) {
            buffer.put(start, (byte) random.nextInt(256));
        }
        buffer.putShort(start + 10, (short) (oneIn(20) ? -random.nextInt(2) : oneIn(20) ? random.nextInt() : checksum(start)));
    }

    /** Well-formed ones mostly. */
    private byte[] options() {
        final ByteBuffer options = ByteBuffer.allocate(4 * random.nextInt(1, 11));
        while (options.remaining() > 1) {
            final int length = random.nextInt(2, Math.min(options.remaining(), 12) + 1);
            switch (random.nextInt(10)) {
                case 0, 1 -> options.put((byte) 1);
                case 2 -> {
                    return options.array();
                }
                case 3 -> options.put((byte) random.nextInt(256)).put((byte) random.nextInt(8));
                case 4 -> putOption(options, oneIn(2) ? 131 : 137, length);
                default -> putOption(options, new int[] {7, 68, 148, 130}[random.nextInt(4)], length);
            }
        }
        if (options.hasRemaining()) {
            options.put((byte) (oneIn(4) ? 7 : random.nextInt(2)));
        }
        return options.array();
    }

    private static void putOption(final ByteBuffer options, final int type, final int length) {
        options.put((byte) type).put((byte) length).put(new byte[length - 2]);
    }

    private int checksum(final int start) {
        final int length = (buffer.get(start) & 0xF) * 4;
        int sum = 0;
        for (int i = 0; i < length; i += 2) {
            sum += buffer.getShort(start + i) & 0xFFFF;
        }
        while (sum > 0xFFFF) {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }
        return ~sum;
    }

    private void putIpv6() {
        final int start = buffer.position();
        buffer.putInt((oneIn(80) ? random.nextInt(16) : 6) << 28 | random.nextInt(1 << 28)).putShort((short) 0).put((byte) protocol())
            .put((byte) ttl()).put(addresses.source6()).put(addresses.destination6(table));
        putTransport();
        buffer.putShort(start + 4, (short) (oneIn(20) ? random.nextInt(1500) : buffer.position() - start - 40));
    }

    private int protocol() {
        final int[] protocols = {6, 6, 17, 17, 132, 1, 58, 44, 0, 255};
        return protocols[random.nextInt(protocols.length)];
    }

    private void putTransport() {
        if (oneIn(20)) {
            putRandomBytes(random.nextInt(5));
        } else {
            buffer.putInt(random.nextInt(1024) << 16 | random.nextInt(4));
            putRandomBytes(oneIn(50) ? random.nextInt(1400, 1700) : random.nextInt(60));
        }
    }

    private void putRandomBytes(final int count) {
        for (int i = 0; i < count; i++) {
            buffer.put((byte) (i * 31));
        }
    }

    private void putZeros(final int count) {
        buffer.put(new byte[count]);
    }

    private boolean oneIn(final int n) {
        return random.nextInt(n) == 0;
    }
}
