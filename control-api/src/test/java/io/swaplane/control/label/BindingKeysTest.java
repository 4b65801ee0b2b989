package io.swaplane.control.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Fec;
import io.swaplane.control.intent.PrefixKey;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BindingKeysTest {
    private final BindingKeys keys = new BindingKeys();

    private static BindingKey key(final SplittableRandom random) {
        final Accept accept = switch (random.nextInt(4)) {
            case 0 -> new Accept.Core();
            case 1 -> new Accept.Interface("ext" + random.nextInt(3));
            default -> new Accept.Named("set" + random.nextInt(30));
        };
        final InetAddress address = InetAddress.ofLiteral((random.nextBoolean() ? "10.0.0." : "2001:db8::") + random.nextInt(20));
        return switch (random.nextInt(4)) {
            case 0 -> new BindingKey(new Fec.Route("route" + random.nextInt(9)), accept, random.nextBoolean() ? "red" : null);
            case 1 -> new BindingKey(new Fec.ReceivedLabel(address, random.nextInt(3)), accept, "blue");
            default -> new BindingKey(new Fec.ReceivedLabel(address, random.nextBoolean() ? 16 : (1 << 20) - 1), accept, null);
        };
    }

    private long useByNumbers(final BindingKey key) {
        final Fec.ReceivedLabel received = (Fec.ReceivedLabel) key.fec();
        final InetAddress to = received.nextHop();
        return keys.use(PrefixKey.family(to), PrefixKey.high(to), PrefixKey.low(to), received.label(), key.accept());
    }

    private long findByNumbers(final BindingKey key) {
        final Fec.ReceivedLabel received = (Fec.ReceivedLabel) key.fec();
        final InetAddress to = received.nextHop();
        return keys.find(PrefixKey.family(to), PrefixKey.high(to), PrefixKey.low(to), received.label(), key.accept());
    }

    /** Random keys come and go: equal ones are one, others are not, and each can be told back. */
    @Test
    void shouldHaveOneNumberForEachKeyAsLongAsItIsUsed() {
        final SplittableRandom random = new SplittableRandom(1);
        final List<BindingKey> used = new ArrayList<>();
        final Map<BindingKey, Long> numbers = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            final BindingKey key = key(random);
            final boolean plain = key.fec() instanceof Fec.ReceivedLabel && key.vrf() == null;
            if (random.nextInt(100) >= used.size()) {
                final long number = plain && random.nextBoolean() ? useByNumbers(key) : keys.use(key);
                final Long before = numbers.put(key, number);
                assertThat(before == null || before == number).as("%s", key).isTrue();
                used.add(key);
            } else {
                final BindingKey gone = used.remove(random.nextInt(used.size()));
                keys.leave(numbers.get(gone));
                if (!used.contains(gone)) {
                    numbers.remove(gone);
                }
            }
            assertThat(new HashSet<>(numbers.values())).hasSameSizeAs(numbers.keySet());
            if (numbers.containsKey(key)) {
                assertThat(keys.find(key)).isEqualTo(numbers.get(key));
                assertThat(plain ? findByNumbers(key) : keys.find(key)).isEqualTo(numbers.get(key));
                assertThat(keys.get(numbers.get(key))).isEqualTo(key);
                assertThat(keys.acceptOf(numbers.get(key))).isEqualTo(key.accept());
            } else {
                assertThat(numbers.values()).doesNotContain(keys.find(key));
                assertThat(plain ? findByNumbers(key) : BindingKeys.NONE).isNotIn(numbers.values());
            }
        }
    }

    @Test
    void shouldFindNothingForALabelThatIsNone() {
        keys.use(new BindingKey(new Fec.ReceivedLabel(InetAddress.ofLiteral("1.1.1.1"), 0), new Accept.Core(), null));
        assertThat(keys.find(new BindingKey(new Fec.ReceivedLabel(InetAddress.ofLiteral("1.1.1.1"), 1 << 20), new Accept.Core(), null)))
            .isEqualTo(BindingKeys.NONE);
    }
}
