package io.swaplane.bgp.session;

import io.swaplane.bgp.message.Capability;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.Notification;
import io.swaplane.bgp.message.OpenMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The OPEN messages of a session: the one to send, and what is asked of the one received beyond its form (RFC 4271 §6.2). */
final class Opening {
    private static final int IPV6 = 2;

    private final PeerSettings settings;
    private final OpenMessage local;
    /** Without what differs from one to the next. */
    private final List<Capability> lasting;

    Opening(final PeerSettings settings) {
        this.settings = settings;
        this.lasting = capabilities(settings);
        this.local = new OpenMessage(settings.localAs(), settings.holdSeconds(), settings.routerId(), lasting);
    }

    /** The one to send now, with what is to be said of graceful restart, if anything. */
    OpenMessage local(final Optional<Capability.GracefulRestart> restart) {
        if (restart.isEmpty()) {
            return local;
        }
        final List<Capability> all = new ArrayList<>(lasting);
        all.add(restart.get());
        return new OpenMessage(settings.localAs(), settings.holdSeconds(), settings.routerId(), all);
    }

    private static List<Family> ordered(final PeerSettings settings) {
        return Arrays.stream(Family.values()).filter(settings.families()::contains).toList();
    }

    private static List<Capability> capabilities(final PeerSettings settings) {
        final List<Family> families = ordered(settings);
        final List<Capability> all = new ArrayList<>();
        families.forEach(family -> all.add(new Capability.Multiprotocol(family.numbers())));
        all.add(new Capability.RefreshesRoutes());
        all.add(new Capability.EnhancedRefresh());
        all.add(new Capability.FourOctetAs(settings.localAs()));
        if (settings.extendedMessages()) {
            all.add(new Capability.ExtendedMessage());
        }
        final List<Capability.MultipleLabels.Entry> labels = families.stream()
            .filter(family -> settings.labels().getOrDefault(family, 1) > 1)
            .map(family -> new Capability.MultipleLabels.Entry(family.numbers(), settings.labels().get(family)))
            .toList();
        if (!labels.isEmpty()) {
            all.add(new Capability.MultipleLabels(labels));
        }
        final List<Capability.ExtendedNextHop.Entry> nextHops = families.stream()
            .filter(settings.ipv6NextHops()::contains)
            .map(family -> new Capability.ExtendedNextHop.Entry(family.numbers(), IPV6))
            .toList();
        if (!nextHops.isEmpty()) {
            all.add(new Capability.ExtendedNextHop(nextHops));
        }
        return all;
    }

    /** What is wrong with the peer's, to be sent to it; null when nothing is. */
    Notification objection(final OpenMessage remote) {
        if (!settings.remoteAs().accepts(remote.as(), settings.localAs()) || remote.as() == OpenMessage.AS_TRANS) {
            return Notification.of(Notification.OPEN_ERROR, Notification.BAD_PEER_AS);
        }
        if (settings.internal() && remote.identifier() == settings.routerId()) {
            return Notification.of(Notification.OPEN_ERROR, Notification.BAD_BGP_IDENTIFIER);
        }
        final List<Family> families = ordered(settings);
        if (families.stream().noneMatch(remote::supports)) {
            return OpenMessage.unsupportedCapability(
                families.stream().<Capability>map(family -> new Capability.Multiprotocol(family.numbers())).toList());
        }
        return null;
    }

    /** The hold time of the session in seconds: the smaller; 0 for none. */
    int holdSeconds(final OpenMessage remote) {
        return Math.min(local.holdTime(), remote.holdTime());
    }

    /** Whether connections that this side opened outlast those that the peer opened (RFC 4271 §6.8, RFC 6286 §2.3). */
    boolean dominates(final OpenMessage remote) {
        final int order = Integer.compareUnsigned(local.identifier(), remote.identifier());
        return order > 0 || order == 0 && local.as() > remote.as();
    }
}
