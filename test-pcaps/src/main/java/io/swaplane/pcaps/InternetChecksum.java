package io.swaplane.pcaps;

/** The ones' complement checksum of IP, ICMP, UDP and TCP (RFC 1071). */
final class InternetChecksum {
    private InternetChecksum() {
    }

    /** The checksum of all given bytes, one part after the other; only the last part may have an odd length. */
    static int of(final byte[]... parts) {
        long sum = 0;
        for (final byte[] part : parts) {
            for (int i = 0; i < part.length; i++) {
                sum += (long) (part[i] & 0xFF) << (i % 2 == 0 ? 8 : 0);
            }
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return (int) ~sum & 0xFFFF;
    }
}
