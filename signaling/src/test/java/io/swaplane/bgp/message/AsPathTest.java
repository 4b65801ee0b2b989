package io.swaplane.bgp.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AsPathTest {
    private static AsPath path(final String hex) {
        final byte[] octets = UpdateBytes.octets(hex);
        return AsPath.decode(octets, 0, octets.length, 2, false);
    }

    @Test
    void shouldBeWrittenAsOperatorsWriteIt() {
        assertThat(AsPath.EMPTY).hasToString("");
        assertThat(AsPath.sequence(42, 35)).hasToString("42 35");
        assertThat(path("0202002a0023 010200010002")).hasToString("42 35 {1,2}");
        assertThat(AsPath.sequence(4_200_000_000L)).hasToString("4200000000");
    }

    @Test
    void shouldCountASetAsOne() {
        assertThat(path("0202002a0023 010300010002 0003").length()).isEqualTo(3);
        assertThat(AsPath.EMPTY.length()).isZero();
    }

    @Test
    void shouldKnowItsEnds() {
        assertThat(AsPath.sequence(42, 35).first()).isEqualTo(42);
        assertThat(AsPath.sequence(42, 4_200_000_000L).origin()).isEqualTo(4_200_000_000L);
        assertThat(AsPath.EMPTY.first()).isEqualTo(-1);
        assertThat(AsPath.EMPTY.origin()).isEqualTo(-1);
        assertThat(path("01010001 02010002").first()).as("behind a set").isEqualTo(-1);
        assertThat(path("02010002 01010001").origin()).as("in a set").isEqualTo(-1);
    }

    @Test
    void shouldFindLoops() {
        assertThat(path("0203002a0023002a 0101002a").occurrences(42)).isEqualTo(3);
        assertThat(AsPath.sequence(42).occurrences(35)).isZero();
    }

    @Test
    void shouldBePrepended() {
        assertThat(AsPath.EMPTY.prepend(42, 3)).hasToString("42 42 42");
        assertThat(AsPath.sequence(35).prepend(42, 0)).isEqualTo(AsPath.sequence(35));
        assertThat(path("01010001").prepend(42, 1)).hasToString("42 {1}");
        final AsPath full = AsPath.sequence(7).prepend(42, 600);
        assertThat(full.length()).isEqualTo(601);
        final byte[] octets = new byte[full.encodedLength(4)];
        assertThat(full.encode(octets, 0, 4)).isEqualTo(octets.length);
        assertThat(AsPath.decode(octets, 0, octets.length, 4, false)).as("in segments of at most 255").isEqualTo(full);
    }

    @Test
    void shouldReplaceAnAsByAnother() {
        assertThat(path("0203002a0023002a").replace(42, 65000)).hasToString("65000 35 65000");
        final AsPath path = AsPath.sequence(1, 2);
        assertThat(path.replace(42, 65000)).isSameAs(path);
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({
        "0202 5ba0 5ba0, 0202 00010001 00010002, 65537 65538",
        "0203 002a 5ba0 0023, 0202 00010001 00000023, 42 65537 35",
        "0202 002a 0023 0102 0001 0002, 0201 00010001, 42 35 65537",
        "0201 5ba0, 0202 00010001 00010002, 23456",
        "0201 002a 0102 00010002 0201 0003, 0201 00000003, '42 {1,2} 3'",
        "0202 002a 0023, 0301 0000fde8 0201 00000023, 42 35",
    })
    void shouldMergeThePathsOfASpeakerOfTwoOctetNumbers(final String two, final String four, final String merged) {
        final byte[] as4 = UpdateBytes.octets(four);
        assertThat(path(two).merged(AsPath.decode(as4, 0, as4.length, 4, true))).hasToString(merged);
    }
}
