package io.swaplane.control.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTest {
    @Test
    void shouldContainWhatIsAsLongAndBeginsWithIt() {
        final Prefix ten = Prefix.parse("10.0.0.0/9");
        assertThat(new String[] {"10.0.0.0/9", "10.10.10.11/32", "10.127.255.255", "10.127.0.0/16"}).allMatch(ten::contains);
        assertThat(new String[] {"10.128.0.0/16", "10.0.0.0/8", "0.0.0.0/0", "11.0.0.0/9", "a00::/9"}).noneMatch(ten::contains);

        final Prefix documentation = Prefix.parse("2001:db8::/32");
        assertThat(new String[] {"2001:db8::/32", "2001:0DB8:0:1::/64", "2001:db8::1"}).allMatch(documentation::contains);
        assertThat(new String[] {"2001:db9::/32", "2001:db8::/31", "::/0", "32.1.13.184"}).noneMatch(documentation::contains);

        assertThat(Prefix.parse("0.0.0.0/0").contains("192.0.2.0/24")).isTrue();
        assertThat(Prefix.parse("0.0.0.0/0").contains("2001:db8::/32")).isFalse();
        assertThat(Prefix.parse("192.0.2.1").contains("192.0.2.1/32")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "10/8", "300.0.0.0/8", "localhost",
        "1::2::3/8", "2001:db8::/129", "10.0.0.0/99999999999", " 10.0.0.0/8", "65000:1:10.0.0.0/8"})
    void shouldRefuseWhatIsNoPrefixAndContainItInNone(final String text) {
        assertThatThrownBy(() -> Prefix.parse(text)).isInstanceOf(IllegalArgumentException.class)
            .hasMessage(text + " is no prefix: write it as 10.0.0.0/8 or 2001:db8::/32");
        assertThat(Prefix.parse("0.0.0.0/0").contains(text)).isFalse();
        assertThat(Prefix.parse("::/0").contains(text)).isFalse();
    }

    @Test
    void shouldRefuseAnAddressWithinAPrefix() {
        assertThatThrownBy(() -> Prefix.parse("10.0.0.1/8")).hasMessage("10.0.0.1/8 has bits behind its length");
        assertThat(Prefix.parse("128.0.0.0/1")).hasToString("128.0.0.0/1");
    }
}
