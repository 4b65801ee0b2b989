package io.swaplane.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BucketsTest {
    private static long[] legs(final int count, final long variant) {
        return new Random(variant).ints(0, 1 << 20).distinct().limit(count).mapToLong(label -> ForwardingWord.swap(label, 1 + label % 50))
            .toArray();
    }

    private static int[] weights(final int count, final long variant) {
        return new Random(variant).ints(count, 1, 256).toArray();
    }

    private static int[] equalWeights(final int count) {
        final int[] weights = new int[count];
        Arrays.fill(weights, 1);
        return weights;
    }

    private static long share(final long[] buckets, final long leg) {
        return Arrays.stream(buckets).filter(word -> word == leg).count();
    }

    @Test
    void shouldGiveEachLegItsShareWithinOneBucket() {
        for (int count = 1; count <= 64; count++) {
            final long[] legs = legs(count, count);
            final int[] weights = weights(count, count);
            // No leg may be so light that its share is rounded up to the one bucket that it must have.
            IntStream.range(0, count).forEach(leg -> weights[leg] = Math.max(weights[leg], 20));
            final long[] buckets = Buckets.fill(legs, weights);
            final double total = Arrays.stream(weights).sum();
            for (int leg = 0; leg < count; leg++) {
                assertThat((double) share(buckets, legs[leg])).as("share of leg %d of %d", leg, count)
                    .isBetween(buckets.length * weights[leg] / total - 1, buckets.length * weights[leg] / total + 1);
            }
        }
    }

    @Test
    void shouldGiveEvenTheLightestLegABucket() {
        final long[] legs = legs(16, 1);
        final int[] weights = new int[16];
        Arrays.fill(weights, 255);
        weights[3] = 1;
        assertThat(share(Buckets.fill(legs, weights), legs[3])).isEqualTo(1);

        final long[] most = legs(GroupLayout.MAX_BUCKETS, 2);
        final long[] buckets = Buckets.fill(most, weights(most.length, 2));
        assertThat(buckets).containsExactlyInAnyOrder(most);
    }

    @Test
    void shouldMakeATableThatAGroupTakes() {
        for (final int count : new int[] {1, 2, 16, 17, 100, 1024}) {
            final int size = Buckets.fill(legs(count, 3), weights(count, 3)).length;
            assertThat(Integer.bitCount(size)).isEqualTo(1);
            assertThat(size).isLessThanOrEqualTo(GroupLayout.MAX_BUCKETS);
        }
    }

    static IntStream counts() {
        return IntStream.concat(IntStream.rangeClosed(2, 16), IntStream.of(18, 32, 33, 64));
    }

    /** How many of all buckets changed from one leg to another while neither is the leg that came or went. */
    private static int moved(final long[] before, final long[] after, final long changedLeg) {
        assertThat(after).hasSameSizeAs(before);
        return (int) IntStream.range(0, before.length)
            .filter(i -> before[i] != after[i] && before[i] != changedLeg && after[i] != changedLeg).count();
    }

    @ParameterizedTest
    @MethodSource("counts")
    void shouldMoveFewFlowsOfTheOthersWhenALegGoes(final int count) {
        for (int variant = 0; variant < 20; variant++) {
            final long[] legs = legs(count, 1000L * count + variant);
            final int[] weights = variant % 2 == 0 ? equalWeights(count) : weights(count, variant);
            final int gone = variant % count;
            final long[] legsLeft = IntStream.range(0, count).filter(i -> i != gone).mapToLong(i -> legs[i]).toArray();
            final int[] weightsLeft = IntStream.range(0, count).filter(i -> i != gone).map(i -> weights[i]).toArray();

            final long[] before = Buckets.fill(legs, weights);
            final long[] after = Buckets.fill(legsLeft, weightsLeft);

            assertThat(moved(before, after, legs[gone])).as("moved of %d buckets, variant %d", before.length, variant)
                .isLessThan(before.length / 5);
        }
    }

    @Test
    void shouldKeepFlowsWhereTheyAreWhenLegsAreListedInAnotherOrder() {
        final long[] legs = legs(5, 9);
        final long[] reversed = IntStream.range(0, 5).mapToLong(i -> legs[4 - i]).toArray();

        assertThat(Buckets.fill(reversed, new int[] {5, 4, 3, 2, 1})).isEqualTo(Buckets.fill(legs, new int[] {1, 2, 3, 4, 5}));
    }

    @Test
    void shouldRefuseImpossibleGroups() {
        assertThatThrownBy(() -> Buckets.fill(new long[0], new int[0])).hasMessage("a group needs legs and as many weights, not 0 and 0");
        assertThatThrownBy(() -> Buckets.fill(legs(2, 1), new int[] {1})).hasMessage("a group needs legs and as many weights, not 2 and 1");
        assertThatThrownBy(() -> Buckets.fill(legs(1, 1), new int[] {0})).hasMessage("weight 0 must be 1 to 255");
        assertThatThrownBy(() -> Buckets.fill(legs(1, 1), new int[] {256})).hasMessage("weight 256 must be 1 to 255");
        assertThatThrownBy(() -> Buckets.fill(legs(1025, 1), equalWeights(1025))).hasMessage("1025 legs: at most 1024");
    }
}
