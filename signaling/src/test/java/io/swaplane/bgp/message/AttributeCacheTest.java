package io.swaplane.bgp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AttributeCacheTest {
    private final AttributeCache cache = new AttributeCache(4);

    private PathAttributes read(final UpdateReader reader, final UpdateBytes message) {
        final byte[] octets = message.build();
        reader.read(octets, 0, octets.length);
        return reader.attributes();
    }

    private UpdateReader reader(final Forms forms) {
        return new UpdateReader(forms.build(), cache);
    }

    @Test
    void shouldShareAttributesBetweenMessagesAndSessions() {
        final PathAttributes first = read(reader(Forms.external(Family.IPV4_UNICAST)), UpdateBytes.sound());
        final PathAttributes second = read(reader(Forms.external(Family.IPV4_UNICAST)),
            UpdateBytes.mandatory().attribute(0x40, 3, "0a000009").announced("080b"));
        assertThat(second).as("though the next hop differs").isSameAs(first);
        assertThat(cache.hits()).isEqualTo(1);
        assertThat(cache.misses()).isEqualTo(1);
    }

    @Test
    void shouldNotTakeOctetsForWhatTheyMeanToAnotherPeer() {
        final UpdateBytes message = UpdateBytes.sound().attribute(0x40, 5, "00000064");
        final PathAttributes internal = read(reader(Forms.internal(Family.IPV4_UNICAST)), message);
        final PathAttributes external = read(reader(Forms.external(Family.IPV4_UNICAST)), message);
        assertThat(internal.localPref()).hasValue(100);
        assertThat(external.localPref()).isEmpty();
        assertThat(read(reader(Forms.external(Family.IPV4_UNICAST)), message).localPref()).isEmpty();
    }

    @Test
    void shouldNotKeepAttributesThatAreWrong() {
        final UpdateReader reader = reader(Forms.external(Family.IPV4_UNICAST));
        for (int i = 0; i < 3; i++) {
            final byte[] wrong = UpdateBytes.sound().attribute(0x80, 4, "00").build();
            assertThat(reader.read(wrong, 0, wrong.length)).isEqualTo(Remedy.TREAT_AS_WITHDRAW);
            final byte[] discarded = UpdateBytes.sound().attribute(0x40, 6, "00").build();
            assertThat(reader.read(discarded, 0, discarded.length)).isEqualTo(Remedy.DISCARD_ATTRIBUTE);
        }
        assertThat(cache.hits()).isZero();
    }

    @Test
    void shouldForgetWhatWasNotMetForLongest() {
        final UpdateReader reader = reader(Forms.external(Family.IPV4_UNICAST));
        final UpdateBytes often = UpdateBytes.sound().attribute(0x80, 4, "ffffffff");
        final PathAttributes kept = read(reader, often);
        for (int i = 0; i < 1000; i++) {
            assertThat(read(reader, UpdateBytes.sound().attribute(0x80, 4, String.format("%08x", i))).med()).hasValue(i);
            assertThat(read(reader, often)).isSameAs(kept);
        }
        assertThat(read(reader, UpdateBytes.sound().attribute(0x80, 4, "00000000")).med()).hasValue(0);
        assertThat(cache.hits()).isEqualTo(1000);
    }

    @Test
    void shouldReadButNotKeepLongAttributes() {
        final UpdateReader reader = reader(Forms.external(Family.IPV4_UNICAST));
        final UpdateBytes message = UpdateBytes.sound().attribute(0xD0, 200, "00".repeat(2000));
        assertThat(read(reader, message)).isEqualTo(read(reader, message));
        assertThat(cache.hits()).isZero();
    }

    @Test
    void shouldRefuseAnotherSizeThanAPowerOfTwo() {
        assertThatThrownBy(() -> new AttributeCache(12)).isInstanceOf(IllegalArgumentException.class);
    }
}
