package io.swaplane.io.pcap;

import java.math.BigInteger;

/**
 * What the 64-bit timestamps of a pcapng interface mean.
 *
 * @param resolution bits 0 to 6: n; with bit 7 clear a unit is 10^-n seconds, with bit 7 set 2^-n seconds.
 * @param offsetSeconds added to every timestamp.
 */
record TimestampScale(int resolution, long offsetSeconds) {
    /** Microseconds, where an interface says nothing else. */
    static final TimestampScale STANDARD = new TimestampScale(6, 0);

    private static final int NANOSECONDS = 9;
    private static final BigInteger BILLION = BigInteger.valueOf(PcapPacket.SECOND);
    private static final BigInteger LATEST = BigInteger.valueOf(PcapPacket.MAX_TIMESTAMP);

    /** Nanoseconds since the epoch; -1 when that is outside what {@link PcapPacket} holds. {@code units} is unsigned. */
    long nanoseconds(final long units) {
        if (resolution == NANOSECONDS && offsetSeconds == 0) {
            return units < 0 || units > PcapPacket.MAX_TIMESTAMP ? -1 : units;
        }
        if (resolution == STANDARD.resolution && offsetSeconds == 0) {
            return units < 0 || units > PcapPacket.MAX_TIMESTAMP / 1000 ? -1 : units * 1000;
        }
        final int exponent = resolution & 0x7F;
        final BigInteger unitsPerSecond = (resolution & 0x80) == 0 ? BigInteger.TEN.pow(exponent) : BigInteger.TWO.pow(exponent);
        final BigInteger result = new BigInteger(Long.toUnsignedString(units)).multiply(BILLION).divide(unitsPerSecond)
            .add(BigInteger.valueOf(offsetSeconds).multiply(BILLION));
        return result.signum() < 0 || result.compareTo(LATEST) > 0 ? -1 : result.longValueExact();
    }
}
