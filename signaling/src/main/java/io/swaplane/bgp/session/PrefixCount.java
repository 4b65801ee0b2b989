package io.swaplane.bgp.session;

import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.Notification;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many prefixes of each family the peer's routes have, against the limits. */
final class PrefixCount {
    private static final Logger LOG = LoggerFactory.getLogger(PrefixCount.class);
    private static final int DATA = 7;

    private final PeerSettings settings;
    private final int[] counts = new int[Family.COUNT];
    private final Set<Family> warned = EnumSet.noneOf(Family.class);

    PrefixCount(final PeerSettings settings) {
        this.settings = settings;
    }

    int of(final Family family) {
        return counts[family.ordinal()];
    }

    void clear() {
        Arrays.fill(counts, 0);
        warned.clear();
    }

    /** Counts; returns the limit that is broken and ends the session, or null. */
    PrefixLimit add(final Family family, final int change) {
        counts[family.ordinal()] += change;
        final PrefixLimit limit = settings.prefixLimit(family).orElse(null);
        return limit == null ? null : judge(family, limit, of(family));
    }

    private PrefixLimit judge(final Family family, final PrefixLimit limit, final int count) {
        if (count < limit.warnFrom()) {
            warned.remove(family);
            return null;
        }
        if (warned.add(family)) {
            LOG.warn("{}: {} prefixes of {}, of {} at most", settings.key(), count, family, limit.most());
        }
        return count > limit.most() && !limit.warnOnly() ? limit : null;
    }

    /** What the peer is told: the family, and how many prefixes were taken (RFC 4486 §4). */
    static Notification exceeded(final Family family, final PrefixLimit limit) {
        return Notification.of(Notification.CEASE, Notification.MAXIMUM_PREFIXES, ByteBuffer.allocate(DATA)
            .putShort((short) family.afi()).put((byte) family.safi()).putInt(limit.most()).array());
    }
}
