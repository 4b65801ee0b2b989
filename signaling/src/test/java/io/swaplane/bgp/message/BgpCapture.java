package io.swaplane.bgp.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** BGP messages of a capture (pcap, Ethernet, IPv4, TCP port 179), each direction of each connection put together again. */
final class BgpCapture {
    private static final int PCAP_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int ETHERNET = 14;
    private static final int PORT = 179;

    private final List<Flow> flows = new ArrayList<>();

    private BgpCapture() {
    }

    /**
     * One direction of a connection.
     *
     * @param from the sender's address.
     * @param to the receiver's.
     * @param messages whole messages in order.
     * @param opposite the other direction's messages; empty when none was caught.
     */
    record Flow(String from, String to, List<byte[]> messages, List<byte[]> opposite) {
        /** What was negotiated, seen from the receiver of this direction. */
        Negotiated form() {
            return Negotiated.of(open(opposite), open(messages));
        }

        private static OpenMessage open(final List<byte[]> messages) {
            for (final byte[] message : messages) {
                if (MessageHeader.type(message, 0) == MessageHeader.OPEN) {
                    return OpenMessage.decode(message, 0, message.length).message();
                }
            }
            return new OpenMessage(1, 90, 1, List.of());
        }
    }

    static BgpCapture read(final String name) {
        try (InputStream in = BgpCapture.class.getResourceAsStream("/captures/" + name + ".pcap")) {
            final BgpCapture capture = new BgpCapture();
            capture.read(ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN));
            return capture;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Flow> flows() {
        return flows;
    }

    private void read(final ByteBuffer file) {
        final Map<List<Object>, TreeMap<Long, byte[]>> segments = new LinkedHashMap<>();
        int at = PCAP_HEADER;
        while (at < file.limit()) {
            final int length = file.getInt(at + 8);
            segment(Arrays.copyOfRange(file.array(), at + RECORD_HEADER, at + RECORD_HEADER + length), segments);
            at += RECORD_HEADER + length;
        }
        final Map<List<Object>, List<byte[]>> messages = new LinkedHashMap<>();
        segments.forEach((key, of) -> messages.put(key, messages(of)));
        messages.forEach((key, of) -> {
            final List<Object> back = List.of(key.get(2), key.get(3), key.get(0), key.get(1));
            flows.add(new Flow((String) key.get(0), (String) key.get(2), of, messages.getOrDefault(back, List.of())));
        });
    }

    /** Files the payload of a TCP segment under its connection and direction, by its sequence number. */
    private static void segment(final byte[] frame, final Map<List<Object>, TreeMap<Long, byte[]>> segments) {
        if (Octets.u16(frame, 12) != 0x0800 || frame[ETHERNET + 9] != 6) {
            return;
        }
        final int tcp = ETHERNET + (frame[ETHERNET] & 0xF) * 4;
        final int payload = tcp + (Octets.u8(frame, tcp + 12) >>> 4) * 4;
        final int end = ETHERNET + Octets.u16(frame, ETHERNET + 2);
        final int source = Octets.u16(frame, tcp);
        final int target = Octets.u16(frame, tcp + 2);
        if (end > payload && (source == PORT || target == PORT)) {
            final List<Object> key = List.of(address(frame, ETHERNET + 12), source, address(frame, ETHERNET + 16), target);
            segments.computeIfAbsent(key, any -> new TreeMap<>()).put(Octets.u32(frame, tcp + 4), Arrays.copyOfRange(frame, payload, end));
        }
    }

    private static String address(final byte[] frame, final int at) {
        return Addresses.text(true, Octets.i64(frame, at), 0);
    }

    private static List<byte[]> messages(final TreeMap<Long, byte[]> segments) {
        final ByteArrayOutputStream stream = new ByteArrayOutputStream();
        long expected = segments.firstKey();
        for (final Map.Entry<Long, byte[]> segment : segments.entrySet()) {
            if (segment.getKey() != expected) {
                throw new IllegalStateException("octets are missing before " + segment.getKey());
            }
            stream.writeBytes(segment.getValue());
            expected += segment.getValue().length;
        }
        final byte[] octets = stream.toByteArray();
        final List<byte[]> messages = new ArrayList<>();
        for (int at = 0; at < octets.length; at += MessageHeader.length(octets, at)) {
            if (MessageHeader.check(octets, at, false) != null) {
                throw new IllegalStateException("no message at " + at);
            }
            messages.add(Arrays.copyOfRange(octets, at, at + MessageHeader.length(octets, at)));
        }
        return messages;
    }

    /** How many messages of each type there are. */
    Map<Integer, Integer> counts() {
        final Map<Integer, Integer> counts = new HashMap<>();
        flows.forEach(flow -> flow.messages().forEach(message -> counts.merge(MessageHeader.type(message, 0), 1, Integer::sum)));
        return counts;
    }
}
