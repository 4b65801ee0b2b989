package io.swaplane.bgp.session;

import io.swaplane.bgp.message.Capability;
import io.swaplane.bgp.message.Family;
import io.swaplane.table.AddressText;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a neighbour is configured with. Immutable, and sound: {@link Builder#build} refuses anything else.
 */
public final class PeerSettings {
    private static final int DEFAULT_PORT = 179;
    private static final int DEFAULT_HOLD_SECONDS = 90;
    private static final int DEFAULT_RETRY_SECONDS = 30;
    private static final int DEFAULT_DAMPING_SECONDS = 120;
    private static final int LEAST_HOLD_SECONDS = 3;
    private static final int MOST_HOLD_SECONDS = 65535;
    private static final int MOST_TTL = 255;
    private static final int MOST_KEY = 80;
    private static final int MOST_INTERFACE_NAME = 15;
    private static final int MOST_PORT = 65535;

    private final InetAddress address;
    private final int port;
    private final String interfaceName;
    private final InetAddress localAddress;
    private final long localAs;
    private final PeerAs remoteAs;
    private final int routerId;
    private final boolean passive;
    private final int holdSeconds;
    private final int retrySeconds;
    private final int dampingSeconds;
    private final String md5Key;
    private final int ttlSecurityHops;
    private final int multihop;
    private final Set<Family> families;
    private final Map<Family, Integer> labels;
    private final Set<Family> ipv6NextHops;
    private final boolean extendedMessages;
    private final boolean collisionInEstablished;
    private final RestartSettings gracefulRestart;
    private final Map<Family, PrefixLimit> prefixLimits;

    private PeerSettings(final Builder from) {
        address = from.address;
        port = from.port;
        interfaceName = from.interfaceName;
        localAddress = from.localAddress;
        localAs = from.localAs;
        remoteAs = from.remoteAs;
        routerId = from.routerId;
        passive = from.passive;
        holdSeconds = from.holdSeconds;
        retrySeconds = from.retrySeconds;
        dampingSeconds = from.dampingSeconds;
        md5Key = from.md5Key;
        ttlSecurityHops = from.ttlSecurityHops;
        multihop = from.multihop;
        families = Set.copyOf(from.families);
        labels = Map.copyOf(from.labels);
        ipv6NextHops = Set.copyOf(from.ipv6NextHops);
        extendedMessages = from.extendedMessages;
        collisionInEstablished = from.collisionInEstablished;
        gracefulRestart = from.gracefulRestart;
        prefixLimits = Map.copyOf(from.prefixLimits);
    }

    /**
     * Begins the settings of a peer.
     *
     * @param address the peer's.
     * @param localAs the AS in which this speaker is to it.
     * @param remoteAs the AS in which it may be.
     * @param routerId this speaker's BGP identifier.
     */
    public static Builder peer(final InetAddress address, final long localAs, final PeerAs remoteAs, final int routerId) {
        return new Builder(address, localAs, remoteAs, routerId);
    }

    /** What tells it apart from other peers. */
    public PeerKey key() {
        return new PeerKey(interfaceName, address);
    }

    /** The peer's address. */
    public InetAddress address() {
        return address;
    }

    /** The port that connections to it are opened to. */
    public int port() {
        return port;
    }

    /** The interface that it is bound to; empty for none. */
    public String interfaceName() {
        return interfaceName;
    }

    /** The address that connections are opened from. */
    public Optional<InetAddress> localAddress() {
        return Optional.ofNullable(localAddress);
    }

    /** The AS in which this speaker is to the peer. */
    public long localAs() {
        return localAs;
    }

    /** The AS in which the peer may be. */
    public PeerAs remoteAs() {
        return remoteAs;
    }

    /** Whether the peer is of the speaker's own AS. */
    public boolean internal() {
        return remoteAs.internal(localAs);
    }

    /** This speaker's BGP identifier. */
    public int routerId() {
        return routerId;
    }

    /** Whether connections are only accepted, not opened. */
    public boolean passive() {
        return passive;
    }

    /** The hold time to propose, in seconds: 0, or 3 to 65535. */
    public int holdSeconds() {
        return holdSeconds;
    }

    /** The longest time between two attempts to connect, in seconds; it is shorter at first. */
    public int retrySeconds() {
        return retrySeconds;
    }

    /** The longest time for which a session that failed again and again stays idle, in seconds. */
    public int dampingSeconds() {
        return dampingSeconds;
    }

    /** The key of TCP-MD5 (RFC 2385). */
    public Optional<String> md5Key() {
        return Optional.ofNullable(md5Key);
    }

    /** The TTL of what is sent: 255 with GTSM and to internal peers, 1 to external ones unless they are several hops away. */
    public int ttl() {
        if (ttlSecurityHops > 0 || internal()) {
            return MOST_TTL;
        }
        return multihop > 0 ? multihop : 1;
    }

    /** The least TTL of what is accepted (RFC 5082); 0: any. */
    public int leastTtl() {
        return ttlSecurityHops > 0 ? MOST_TTL + 1 - ttlSecurityHops : 0;
    }

    /** Whether the peer is on a link of this router's own. */
    public boolean directlyConnected() {
        return !internal() && multihop == 0 && ttlSecurityHops <= 1;
    }

    /** The families to exchange. */
    public Set<Family> families() {
        return families;
    }

    /** How many labels on a prefix are taken, where more than one is (RFC 8277 §2.1). */
    public Map<Family, Integer> labels() {
        return labels;
    }

    /** IPv4 families of which IPv6 next hops are taken (RFC 8950). */
    public Set<Family> ipv6NextHops() {
        return ipv6NextHops;
    }

    /** Whether messages of up to 65535 octets are taken (RFC 8654). */
    public boolean extendedMessages() {
        return extendedMessages;
    }

    /** Whether a second connection may take the place of an established session's (RFC 4271 §8.1.1). */
    public boolean collisionInEstablished() {
        return collisionInEstablished;
    }

    /** Graceful restart; empty for none. */
    public Optional<RestartSettings> gracefulRestart() {
        return Optional.ofNullable(gracefulRestart);
    }

    /** How many prefixes of a family are taken. */
    public Optional<PrefixLimit> prefixLimit(final Family family) {
        return Optional.ofNullable(prefixLimits.get(family));
    }

    private List<Object> values() {
        return Arrays.asList(address, port, interfaceName, localAddress, localAs, remoteAs, routerId, passive, holdSeconds, retrySeconds,
            dampingSeconds, md5Key, ttlSecurityHops, multihop, families, labels, ipv6NextHops, extendedMessages, collisionInEstablished,
            gracefulRestart, prefixLimits);
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof final PeerSettings settings && values().equals(settings.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    /** Puts settings together; those not named have their defaults. */
    public static final class Builder {
        private final InetAddress address;
        private final long localAs;
        private final PeerAs remoteAs;
        private final int routerId;
        private final Set<Family> families = EnumSet.noneOf(Family.class);
        private final Map<Family, Integer> labels = new EnumMap<>(Family.class);
        private final Set<Family> ipv6NextHops = EnumSet.noneOf(Family.class);
        private final Map<Family, PrefixLimit> prefixLimits = new EnumMap<>(Family.class);
        private int port = DEFAULT_PORT;
        private String interfaceName = "";
        private InetAddress localAddress;
        private boolean passive;
        private int holdSeconds = DEFAULT_HOLD_SECONDS;
        private int retrySeconds = DEFAULT_RETRY_SECONDS;
        private int dampingSeconds = DEFAULT_DAMPING_SECONDS;
        private String md5Key;
        private int ttlSecurityHops;
        private int multihop;
        private boolean extendedMessages = true;
        private boolean collisionInEstablished;
        private RestartSettings gracefulRestart;

        private Builder(final InetAddress address, final long localAs, final PeerAs remoteAs, final int routerId) {
            this.address = address;
            this.localAs = localAs;
            this.remoteAs = remoteAs;
            this.routerId = routerId;
        }

        /** The port that the peer listens on; 179 by default. */
        public Builder port(final int number) {
            port = number;
            return this;
        }

        /** Binds the session to an interface. */
        public Builder interfaceName(final String name) {
            interfaceName = name;
            return this;
        }

        /** Opens connections from this address. */
        public Builder localAddress(final InetAddress source) {
            localAddress = source;
            return this;
        }

        /** Opens no connections. */
        public Builder passive(final boolean only) {
            passive = only;
            return this;
        }

        /** The hold time to propose, in seconds; 90 by default. */
        public Builder holdSeconds(final int seconds) {
            holdSeconds = seconds;
            return this;
        }

        /** The longest time between two attempts to connect, in seconds; 30 by default. */
        public Builder retrySeconds(final int seconds) {
            retrySeconds = seconds;
            return this;
        }

        /** The longest time for which a session that failed again and again stays idle, in seconds; 120 by default. */
        public Builder dampingSeconds(final int seconds) {
            dampingSeconds = seconds;
            return this;
        }

        /** The key of TCP-MD5. */
        public Builder md5Key(final String key) {
            md5Key = key;
            return this;
        }

        /** Takes nothing from further away than so many hops; 1 for a peer on the same link (RFC 5082). */
        public Builder ttlSecurityHops(final int hops) {
            ttlSecurityHops = hops;
            return this;
        }

        /** An external peer that is up to so many hops away. */
        public Builder multihop(final int hops) {
            multihop = hops;
            return this;
        }

        /** Exchanges routes of these families. */
        public Builder families(final Family... which) {
            families.addAll(Set.of(which));
            return this;
        }

        /** Takes up to so many labels on a prefix of this family. */
        public Builder labels(final Family family, final int most) {
            labels.put(family, most);
            return this;
        }

        /** Takes IPv6 next hops of this IPv4 family. */
        public Builder ipv6NextHops(final Family family) {
            ipv6NextHops.add(family);
            return this;
        }

        /** Takes messages of up to 65535 octets, or not; it does by default. */
        public Builder extendedMessages(final boolean taken) {
            extendedMessages = taken;
            return this;
        }

        /** Lets a second connection take the place of an established session's; it may not by default. */
        public Builder collisionInEstablished(final boolean detected) {
            collisionInEstablished = detected;
            return this;
        }

        /** Graceful restart; none by default. */
        public Builder gracefulRestart(final RestartSettings restarts) {
            gracefulRestart = restarts;
            return this;
        }

        /** How many prefixes of a family are taken; any number by default. */
        public Builder prefixLimit(final Family family, final PrefixLimit limit) {
            prefixLimits.put(family, limit);
            return this;
        }

        /**
         * The settings.
         *
         * @throws IllegalArgumentException naming the peer and the setting that cannot be.
         */
        public PeerSettings build() {
            addresses();
            autonomousSystems();
            times();
            security();
            formats();
            return new PeerSettings(this);
        }

        private void addresses() {
            require(!address.isAnyLocalAddress() && !address.isMulticastAddress(), "is no host's address");
            require(localAddress == null || localAddress instanceof Inet4Address == address instanceof Inet4Address,
                "update-source is of the other address family");
            require(!address.equals(localAddress), "is the update-source itself");
            require(interfaceName.getBytes(StandardCharsets.UTF_8).length <= MOST_INTERFACE_NAME,
                "interface " + interfaceName + ": at most 15 octets");
            require(!address.isLinkLocalAddress() || address instanceof Inet4Address || !interfaceName.isEmpty(),
                "a link-local address needs an interface");
            require(port > 0 && port <= MOST_PORT, "port " + port + ": 1 to 65535");
        }

        private void autonomousSystems() {
            require(PeerAs.valid(localAs), "local-as " + localAs + " is reserved");
            require(!(remoteAs instanceof PeerAs.Number(final long number)) || PeerAs.valid(number),
                "remote-as " + remoteAs + " is reserved");
            require(routerId != 0, "router-id 0.0.0.0");
        }

        private void times() {
            require(holdSeconds == 0 || holdSeconds >= LEAST_HOLD_SECONDS && holdSeconds <= MOST_HOLD_SECONDS,
                "hold-time " + holdSeconds + ": 0, or 3 to 65535");
            require(retrySeconds >= 1 && retrySeconds <= MOST_HOLD_SECONDS, "connect-retry " + retrySeconds + ": 1 to 65535");
            require(dampingSeconds >= 1 && dampingSeconds <= MOST_HOLD_SECONDS, "damping " + dampingSeconds + ": 1 to 65535");
        }

        private void security() {
            require(md5Key == null || !md5Key.isEmpty() && md5Key.getBytes(StandardCharsets.UTF_8).length <= MOST_KEY,
                "password: 1 to 80 octets");
            require(ttlSecurityHops >= 0 && ttlSecurityHops < MOST_TTL, "ttl-security " + ttlSecurityHops + ": 1 to 254 hops");
            require(multihop >= 0 && multihop <= MOST_TTL, "multihop " + multihop + ": 1 to 255");
            require(multihop == 0 || ttlSecurityHops == 0, "multihop and ttl-security exclude each other");
            require(multihop == 0 || !remoteAs.internal(localAs), "multihop is for external peers");
        }

        private void formats() {
            require(!families.isEmpty(), "no address family");
            labels.forEach((family, most) -> {
                require(family.labeled() && families.contains(family), family + " labels: not of a labelled family of the session");
                require(most > 0 && most <= Capability.MultipleLabels.NO_LIMIT, family + " labels " + most + ": 1 to 255");
            });
            ipv6NextHops.forEach(family -> require(family.ipv4() && families.contains(family),
                family + " with IPv6 next hops: not an IPv4 family of the session"));
            prefixLimits.keySet().forEach(family -> require(families.contains(family),
                family + " maximum-prefix: not a family of the session"));
        }

        private void require(final boolean met, final String otherwise) {
            if (!met) {
                throw new IllegalArgumentException("neighbor " + AddressText.of(address) + ": " + otherwise);
            }
        }
    }
}
