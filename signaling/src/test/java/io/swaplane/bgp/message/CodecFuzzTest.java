package io.swaplane.bgp.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random messages, and real ones that have been changed: a million in all. Whatever they hold, reading them throws nothing, ends, gives no
 * more routes than the octets have room for, and allocates no more than a multiple of their length.
 */
class CodecFuzzTest {
    private static final int MESSAGES = 1_000_000;
    /** Where attributes begin when nothing is withdrawn before them. */
    private static final int ATTRIBUTES_AT = 23;
    private static final int MOST_CHANGES = 5;
    /** As many as the length octet of an NLRI has room for. */
    private static final int MOST_LABELS = 10;
    private static final long SEED = 4271;
    /** Octets allocated for one octet read, at most: faults with texts and copies of what was wrong, capabilities, attributes. */
    private static final int MOST_ALLOCATED_PER_OCTET = 48;
    private static final int MOST_ALLOCATED_AT_LEAST = 16_384;
    private static final int MOST_ALLOCATED_ON_AVERAGE = 4_096;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Random random = new Random(SEED);
    private final List<byte[]> real = new ArrayList<>();
    private final List<Negotiated> forms = new ArrayList<>();
    private final AttributeCache cache = new AttributeCache(256);

    private final Map<Remedy, Integer> remedies = new EnumMap<>(Remedy.class);

    private CodecFuzzTest() {
        for (final String name : List.of("lu-ebgp-asbr2-asbr3", "lu-ibgp-gobgp-asbr2", "vpnv4-ebgp-asbr2-asbr3",
            "vpnv4-ibgp-gobgp-asbr2")) {
            BgpCapture.read(name).flows().forEach(flow -> real.addAll(flow.messages()));
        }
        real.removeIf(message -> MessageHeader.type(message, 0) == MessageHeader.KEEPALIVE);
        final Family[] all = Family.values();
        forms.add(Forms.external(all).build());
        forms.add(Forms.internal(all).fourOctetAs().build());
        forms.add(Forms.external(all).fourOctetAs().pathIds(all).labels(3, all).build());
        forms.add(Forms.internal(all).labels(255, all).ipv6NextHops(all).with(new Capability.ExtendedMessage()).build());
        final RandomRoutes by = new RandomRoutes(SEED);
        for (int i = 0; i < 400; i++) {
            written(forms.get(i & 3), by);
        }
    }

    /** Messages of families and attributes that the captures lack. */
    private void written(final Negotiated form, final RandomRoutes by) {
        final UpdateWriter writer = new UpdateWriter(form, (buffer, offset, length) ->
            real.add(Arrays.copyOfRange(buffer, offset, offset + length)));
        final Family family = by.family();
        writer.announce(family, by.attributes(form.internal()), by.nextHop(family, form.sendsIpv6NextHops(family)));
        for (int i = by.below(20); i >= 0; i--) {
            writer.add(by.route(family, form.sendsPathIds(family), Math.min(3, form.labelsSent(family))));
        }
        if (family != Family.ROUTE_TARGET && by.chance()) {
            writer.add(0, 16, 0, (family.ipv4() ? 0xE0L : 0xFFL) << 56, 0, 8);
        }
        writer.flush();
    }

    @Test
    void shouldOutliveAMillionMessages() {
        final UpdateReader[] readers = new UpdateReader[forms.size()];
        long total = 0;
        for (int i = 0; i < MESSAGES; i++) {
            final int form = i % forms.size();
            // A new session now and then, since families that were disabled stay so.
            if (readers[form] == null || random.nextInt(20) == 0) {
                readers[form] = new UpdateReader(forms.get(form), cache);
            }
            final byte[] message = random.nextInt(10) == 0 ? random() : changed();
            final long allocated = allocated(i, message, form, readers[form]);
            total += allocated;
            final long most = MOST_ALLOCATED_AT_LEAST + (long) MOST_ALLOCATED_PER_OCTET * message.length;
            // What is over may be the JVM's, which links code when it first runs; it does not do so twice.
            if (allocated > most && allocated(i, message, form, new UpdateReader(forms.get(form), cache)) > most) {
                throw new AssertionError(allocated + " octets allocated for message " + i + ": " + HexFormat.of().formatHex(message));
            }
        }
        assertThat(total / MESSAGES).as("octets allocated for a message").isLessThan(MOST_ALLOCATED_ON_AVERAGE);
        for (final Remedy remedy : Remedy.values()) {
            assertThat(remedies.get(remedy)).as("UPDATE messages with remedy %s", remedy).isGreaterThan(MESSAGES / 200);
        }
    }

    private long allocated(final int number, final byte[] message, final int form, final UpdateReader reader) {
        final long before = threads.getCurrentThreadAllocatedBytes();
        try {
            read(message, form, reader);
        } catch (final RuntimeException e) {
            throw new AssertionError("message " + number + ": " + HexFormat.of().formatHex(message), e);
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    /** A message of any type and length, with random octets. */
    private byte[] random() {
        final byte[] message = new byte[MessageHeader.LENGTH + random.nextInt(random.nextInt(100) == 0 ? 4077 : 120)];
        random.nextBytes(message);
        MessageHeader.write(message, 0, message.length, random.nextInt(3) == 0 ? 1 + random.nextInt(5) : MessageHeader.UPDATE);
        return message;
    }

    /** A real message with octets changed, left out, put in, or taken from another one; its lengths are made right most of the time. */
    private byte[] changed() {
        byte[] message = real.get(random.nextInt(real.size())).clone();
        for (int i = random.nextInt(1 + random.nextInt(MOST_CHANGES)); i >= 0; i--) {
            message = changed(message);
        }
        if (random.nextInt(8) != 0) {
            Octets.put16(message, 16, message.length);
        }
        return message;
    }

    private byte[] changed(final byte[] message) {
        final int room = message.length - MessageHeader.LENGTH;
        final int at = MessageHeader.LENGTH + (room == 0 ? 0 : random.nextInt(room));
        return switch (random.nextInt(8)) {
            case 0 -> room == 0 ? message : with(message, at, random.nextInt(256));
            case 1, 2, 3, 4 -> room == 0 ? message : with(message, at, message[at] ^ 1 << random.nextInt(8));
            case 5 -> spliced(message, at, new byte[0], Math.min(random.nextInt(9), message.length - at));
            case 6 -> {
                final byte[] octets = new byte[random.nextInt(9)];
                random.nextBytes(octets);
                yield spliced(message, at, octets, 0);
            }
            default -> {
                final byte[] other = real.get(random.nextInt(real.size()));
                final int from = MessageHeader.LENGTH + random.nextInt(other.length - MessageHeader.LENGTH);
                yield spliced(message, at, Arrays.copyOfRange(other, from, Math.min(other.length, from + random.nextInt(64))), 0);
            }
        };
    }

    private static byte[] with(final byte[] message, final int at, final int value) {
        message[at] = (byte) value;
        return message;
    }

    private static byte[] spliced(final byte[] message, final int at, final byte[] put, final int left) {
        final byte[] spliced = new byte[message.length + put.length - left];
        System.arraycopy(message, 0, spliced, 0, at);
        System.arraycopy(put, 0, spliced, at, put.length);
        System.arraycopy(message, at + left, spliced, at + put.length, message.length - at - left);
        if (spliced.length > ATTRIBUTES_AT && MessageHeader.type(message, 0) == MessageHeader.UPDATE) {
            Octets.put16(spliced, ATTRIBUTES_AT - 2, Math.max(0, Octets.u16(spliced, ATTRIBUTES_AT - 2) + put.length - left));
        }
        return spliced;
    }

    /** Reads a message as a session does: the header first, then as many octets as it says, if they are there. */
    private void read(final byte[] message, final int form, final UpdateReader reader) {
        final int length = MessageHeader.length(message, 0);
        if (MessageHeader.check(message, 0, forms.get(form).receivesExtendedMessages()) != null || length > message.length) {
            return;
        }
        final boolean sound = switch (MessageHeader.type(message, 0)) {
            case MessageHeader.OPEN -> sound(OpenMessage.decode(message, 0, length));
            case MessageHeader.UPDATE -> read(reader, message, length);
            case MessageHeader.NOTIFICATION -> !Notification.decode(message, 0, length).toString().isEmpty();
            case MessageHeader.ROUTE_REFRESH -> sound(RouteRefresh.decode(message, 0, length, (form & 1) == 0));
            default -> true;
        };
        if (!sound) {
            throw new IllegalStateException("neither a message nor an error");
        }
    }

    private static boolean sound(final Decoded<?> decoded) {
        return decoded.message() == null != (decoded.error() == null);
    }

    private static boolean sound(final UpdateReader reader) {
        final int length = reader.prefixLength();
        return length >= 0 && length <= reader.family().prefixBits() && reader.labelCount() <= MOST_LABELS
            && (reader.addressHigh() & ~Addresses.maskHigh(length)) == 0 && (reader.addressLow() & ~Addresses.maskLow(length)) == 0
            && (reader.withdrawn() || reader.nextHop() != null && reader.attributes() != null);
    }

    private boolean read(final UpdateReader reader, final byte[] message, final int length) {
        final Remedy remedy = reader.read(message, 0, length);
        int routes = 0;
        while (reader.next()) {
            routes++;
            if (!sound(reader) || routes > length) {
                throw new IllegalStateException("no sound route: " + reader.text(reader.family()));
            }
            for (int i = 0; i < reader.labelCount(); i++) {
                if (reader.label(i) >>> 20 != 0) {
                    throw new IllegalStateException("no label: " + reader.label(i));
                }
            }
        }
        if (remedy == Remedy.RESET_SESSION != (reader.notification() != null) || remedy == Remedy.RESET_SESSION && routes > 0
            || remedy == Remedy.NONE != reader.faults().isEmpty()) {
            throw new IllegalStateException(remedy + " and " + reader.faults());
        }
        remedies.merge(remedy, 1, Integer::sum);
        return true;
    }
}
