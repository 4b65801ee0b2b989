package io.swaplane.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardingWordTest {
    @Test
    void shouldReadUntouchedMemoryAsNoEntry() {
        assertThat(ForwardingWord.operation(ForwardingWord.EMPTY)).isEqualTo(Operation.NONE);
    }

    @Test
    void shouldHoldEveryFieldApartFromTheOthers() {
        final Random random = new Random(1);
        for (int round = 0; round < 10_000; round++) {
            final int outLabel = random.nextInt(1 << 20);
            final int nextHop = random.nextInt(1 << 20);
            final int acceptClass = random.nextInt(1 << 12);
            final boolean ttlPipe = random.nextBoolean();
            final boolean tcPipe = random.nextBoolean();
            final PayloadType payload = PayloadType.values()[random.nextInt(3)];

            final long swap = dress(ForwardingWord.swap(outLabel, nextHop), ttlPipe, tcPipe, acceptClass);
            assertThat(ForwardingWord.operation(swap)).isEqualTo(Operation.SWAP);
            assertThat(ForwardingWord.outLabel(swap)).isEqualTo(outLabel);
            assertThat(ForwardingWord.nextHop(swap)).isEqualTo(nextHop);
            assertDressed(swap, ttlPipe, tcPipe, acceptClass);

            final long pop = dress(ForwardingWord.pop(payload, nextHop), ttlPipe, tcPipe, acceptClass);
            assertThat(ForwardingWord.operation(pop)).isEqualTo(Operation.POP);
            assertThat(ForwardingWord.payloadType(pop)).isEqualTo(payload);
            assertThat(ForwardingWord.nextHop(pop)).isEqualTo(nextHop);
            assertDressed(pop, ttlPipe, tcPipe, acceptClass);

            final long php = dress(ForwardingWord.php(payload, nextHop), ttlPipe, tcPipe, acceptClass);
            assertThat(ForwardingWord.operation(php)).isEqualTo(Operation.PHP);
            assertThat(ForwardingWord.payloadType(php)).isEqualTo(payload);
            assertThat(ForwardingWord.nextHop(php)).isEqualTo(nextHop);
            assertDressed(php, ttlPipe, tcPipe, acceptClass);

            final long lookup = dress(ForwardingWord.lookup(payload, outLabel), ttlPipe, tcPipe, acceptClass);
            assertThat(ForwardingWord.operation(lookup)).isEqualTo(Operation.LOOKUP);
            assertThat(ForwardingWord.payloadType(lookup)).isEqualTo(payload);
            assertThat(ForwardingWord.outLabel(lookup)).isEqualTo(outLabel);
            assertDressed(lookup, ttlPipe, tcPipe, acceptClass);

            final long group = dress(ForwardingWord.group(nextHop), ttlPipe, tcPipe, acceptClass);
            assertThat(ForwardingWord.operation(group)).isEqualTo(Operation.GROUP);
            assertThat(ForwardingWord.nextHop(group)).isEqualTo(nextHop);
            assertDressed(group, ttlPipe, tcPipe, acceptClass);
        }
    }

    private static long dress(final long word, final boolean ttlPipe, final boolean tcPipe, final int acceptClass) {
        // Set to something else first: setting a field must clear what it held.
        final long other = ForwardingWord.withAcceptClass(
            ForwardingWord.withTcPipe(ForwardingWord.withTtlPipe(word, !ttlPipe), !tcPipe), 0xFFF & ~acceptClass);
        return ForwardingWord.withAcceptClass(
            ForwardingWord.withTcPipe(ForwardingWord.withTtlPipe(other, ttlPipe), tcPipe), acceptClass);
    }

    private static void assertDressed(final long word, final boolean ttlPipe, final boolean tcPipe, final int acceptClass) {
        assertThat(ForwardingWord.ttlPipe(word)).isEqualTo(ttlPipe);
        assertThat(ForwardingWord.tcPipe(word)).isEqualTo(tcPipe);
        assertThat(ForwardingWord.acceptClass(word)).isEqualTo(acceptClass);
    }

    @ParameterizedTest
    @EnumSource(DropReason.class)
    void shouldNameTheReasonOfADrop(final DropReason reason) {
        final long word = ForwardingWord.drop(reason);
        assertThat(ForwardingWord.operation(word)).isEqualTo(Operation.DROP);
        assertThat(DropReason.of(ForwardingWord.outLabel(word))).isEqualTo(reason);
    }

    @ParameterizedTest
    @EnumSource(PuntReason.class)
    void shouldNameTheReasonOfAPunt(final PuntReason reason) {
        final long word = ForwardingWord.punt(reason);
        assertThat(ForwardingWord.operation(word)).isEqualTo(Operation.PUNT);
        assertThat(PuntReason.of(ForwardingWord.outLabel(word))).isEqualTo(reason);
    }

    @Test
    void shouldTellTheVariantsOfSpecialLabelsApart() {
        assertThat(ForwardingWord.operation(ForwardingWord.receive())).isEqualTo(Operation.RECEIVE);
        assertThat(ForwardingWord.operation(ForwardingWord.entropy(true))).isEqualTo(Operation.ENTROPY);
        assertThat(ForwardingWord.outLabel(ForwardingWord.entropy(true))).isEqualTo(1);
        assertThat(ForwardingWord.outLabel(ForwardingWord.entropy(false))).isZero();
        assertThat(ForwardingWord.operation(ForwardingWord.extension(true))).isEqualTo(Operation.EXTENSION);
        assertThat(ForwardingWord.outLabel(ForwardingWord.extension(true))).isEqualTo(1);
        assertThat(ForwardingWord.outLabel(ForwardingWord.extension(false))).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1 << 20, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void shouldRefuseWhatDoesNotFitTwentyBits(final int value) {
        assertThatThrownBy(() -> ForwardingWord.swap(value, 1))
            .hasMessage("out label " + value + " and next hop 1 must fit in 20 bits");
        assertThatThrownBy(() -> ForwardingWord.swap(16, value))
            .hasMessage("out label 16 and next hop " + value + " must fit in 20 bits");
        assertThatThrownBy(() -> ForwardingWord.php(PayloadType.IP, value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ForwardingWord.pop(PayloadType.IP, value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ForwardingWord.lookup(PayloadType.IP, value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ForwardingWord.group(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 4096})
    void shouldRefuseAnAcceptClassThatDoesNotFitTwelveBits(final int acceptClass) {
        assertThatThrownBy(() -> ForwardingWord.withAcceptClass(ForwardingWord.receive(), acceptClass))
            .hasMessage("accept class " + acceptClass + " must fit in 12 bits");
    }
}
