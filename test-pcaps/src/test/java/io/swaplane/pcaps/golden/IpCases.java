package io.swaplane.pcaps.golden;

import static io.swaplane.pcaps.golden.CaseParts.V4;
import static io.swaplane.pcaps.golden.CaseParts.V6;
import static io.swaplane.pcaps.golden.CaseParts.v4;
import static io.swaplane.pcaps.golden.CaseParts.v6;
import static io.swaplane.pcaps.golden.CaseParts.west;
import static io.swaplane.pcaps.golden.EdgeParts.edge;
import static io.swaplane.pcaps.golden.EdgeParts.red1;
import static io.swaplane.pcaps.golden.EdgeParts.to;
import static io.swaplane.pcaps.golden.EdgeParts.to6;
import static io.swaplane.pcaps.golden.Expected.dropped;
import static io.swaplane.pcaps.golden.Expected.sent;

import io.swaplane.pcaps.PacketBuilder;
import io.swaplane.table.DropReason;
import java.util.List;

/** IP packets that are not routed, whatever route there is. */
final class IpCases {
    private static final int ETHERNET = 14;
    private static final String CONFIG = edge("""
        vrfs:
          - name: red
            label: 16
            routes: [{prefix: 0.0.0.0/0, via: 10.1.2.1}, {prefix: "::/0", via: "2001:db8:a:2::1"}]
          - {name: blue}
        """);

    private IpCases() {
    }

    static List<GoldenCase> all() {
        return List.of(malformed4(), malformed6(), options(), martians4(), martians6(), ethernet());
    }

    private static GoldenCase malformed4() {
        return GoldenCase.named("ip-malformed-v4")
            .says("IPv4: version, header length, total length, truncation, checksum, TTL 0 (RFC 1812 §5.2.2)")
            .config(CONFIG)
            .in("red1", v4(red1(), 64), sent("red2", "ipv4/63"))
            .in("red1", v4(red1(), 64).versionField(5), dropped(DropReason.MALFORMED_IP))
            .in("red1", v4(red1(), 64).versionField(6), dropped(DropReason.MALFORMED_IP))
            .in("red1", v4(red1(), 64).headerLengthField(4), dropped(DropReason.MALFORMED_IP))
            .in("red1", v4(red1(), 64).headerLengthField(0), dropped(DropReason.MALFORMED_IP))
            .in("red1", v4(red1(), 64).headerLengthField(15), dropped(DropReason.MALFORMED_IP))
            .in("red1", v4(red1(), 64).lengthField(19), dropped(DropReason.MALFORMED_IP))
            .in("red1", v4(red1(), 64).lengthField(V4 + 1), dropped(DropReason.MALFORMED_IP))
            .in("red1", v4(red1(), 64).lengthField(65535), dropped(DropReason.MALFORMED_IP))
            .in("red1", v4(red1(), 64).truncate(ETHERNET + V4 - 1), dropped(DropReason.MALFORMED_IP))
            .in("red1", v4(red1(), 64).truncate(ETHERNET + 19), dropped(DropReason.MALFORMED_IP))
            .in("red1", v4(red1(), 64).truncate(ETHERNET), dropped(DropReason.MALFORMED_IP))
            .in("red1", v4(red1(), 64).badChecksum(), dropped(DropReason.IP_CHECKSUM))
            .in("red1", v4(red1(), 0), dropped(DropReason.TTL_ZERO))
            .in("red1", v4(red1(), 0).badChecksum(), dropped(DropReason.IP_CHECKSUM))
            .in("west", v4(west().mpls(16, 0, 64), 64).headerLengthField(4), dropped(DropReason.MALFORMED_IP))
            .in("west", v4(west().mpls(16, 0, 64), 64).headerLengthField(15), dropped(DropReason.MALFORMED_IP))
            .in("west", v4(west().mpls(16, 0, 64), 64).lengthField(V4 + 1), dropped(DropReason.MALFORMED_IP))
            .in("west", v4(west().mpls(16, 0, 64), 64).versionField(5), dropped(DropReason.NOT_IP))
            .in("west", v4(west().mpls(16, 0, 64), 64).truncate(ETHERNET + 4 + 19), dropped(DropReason.NOT_IP))
            .in("west", v4(west().mpls(16, 0, 64), 64).badChecksum(), dropped(DropReason.IP_CHECKSUM))
            .label(16, 0, 0, 6, 0);
    }

    private static GoldenCase malformed6() {
        return GoldenCase.named("ip-malformed-v6")
            .says("IPv6: version, payload length, truncation, hop limit 0 (RFC 8200 §3)")
            .config(CONFIG)
            .in("red1", v6(red1(), 64), sent("red2", "ipv6/63"))
            .in("red1", v6(red1(), 64).versionField(4), dropped(DropReason.MALFORMED_IP))
            .in("red1", v6(red1(), 64).versionField(7), dropped(DropReason.MALFORMED_IP))
            .in("red1", v6(red1(), 64).lengthField(V6 - 40 + 1), dropped(DropReason.MALFORMED_IP))
            .in("red1", v6(red1(), 64).truncate(ETHERNET + V6 - 1), dropped(DropReason.MALFORMED_IP))
            .in("red1", v6(red1(), 64).truncate(ETHERNET + 39), dropped(DropReason.MALFORMED_IP))
            .in("red1", v6(red1(), 0), dropped(DropReason.TTL_ZERO))
            .in("west", v6(west().mpls(16, 0, 64), 64).lengthField(V6 - 40 + 1), dropped(DropReason.MALFORMED_IP))
            .in("west", v6(west().mpls(16, 0, 64), 64).truncate(ETHERNET + 4 + 39), dropped(DropReason.NOT_IP));
    }

    private static GoldenCase options() {
        return GoldenCase.named("ip-options")
            .says("IPv4 options travel on unread, but for source routes and such as cannot be (RFC 7126 §4.3, §4.4)")
            .config(CONFIG)
            .in("red1", v4(red1(), 64).options((byte) 148, (byte) 4, (byte) 0, (byte) 0), sent("red2", "ipv4/63"))
            .in("red1", v4(red1(), 64).options((byte) 1, (byte) 1, (byte) 1), sent("red2", "ipv4/63"))
            .in("red1", v4(red1(), 64).options((byte) 0, (byte) 131, (byte) 1), sent("red2", "ipv4/63"))
            .in("red1", v4(red1(), 64).options(sourceRoute(131)), dropped(DropReason.IP_OPTIONS))
            .in("red1", v4(red1(), 64).options(sourceRoute(137)), dropped(DropReason.IP_OPTIONS))
            .in("red1", v4(red1(), 64).options((byte) 7, (byte) 1), dropped(DropReason.MALFORMED_IP))
            .in("red1", v4(red1(), 64).options((byte) 7, (byte) 0), dropped(DropReason.MALFORMED_IP))
            .in("red1", v4(red1(), 64).options((byte) 7, (byte) 5), dropped(DropReason.MALFORMED_IP))
            .in("red1", v4(red1(), 64).options((byte) 1, (byte) 1, (byte) 1, (byte) 7), dropped(DropReason.MALFORMED_IP))
            .in("red1", v4(red1(), 64).options((byte) 131, (byte) 5), dropped(DropReason.MALFORMED_IP))
            .in("west", v4(west().mpls(16, 0, 64), 64).options(sourceRoute(131)), dropped(DropReason.IP_OPTIONS));
    }

    private static byte[] sourceRoute(final int type) {
        return new byte[] {1, (byte) type, 7, 4, 10, 0, 0, 1};
    }

    private static GoldenCase martians4() {
        final GoldenCase golden = GoldenCase.named("ip-martians-v4")
            .says("IPv4 addresses that no router forwards from or to, and their neighbours that it does (RFC 1812 §5.3.7, RFC 3927 §2.7)")
            .config(CONFIG);
        for (final String martian : List.of("0.0.0.0", "0.255.255.255", "127.0.0.1", "127.255.255.255", "169.254.0.1", "169.254.255.255",
            "240.0.0.0", "255.255.255.255")) {
            golden.in("red1", to(red1(), martian, 64), dropped(DropReason.MARTIAN));
            golden.in("red1", from(red1(), martian), dropped(DropReason.MARTIAN));
            golden.in("west", from(west().mpls(16, 0, 65), martian), dropped(DropReason.MARTIAN));
        }
        for (final String group : List.of("224.0.0.0", "239.255.255.255")) {
            golden.in("red1", to(red1(), group, 64), dropped(DropReason.MULTICAST_IP));
            golden.in("red1", from(red1(), group), dropped(DropReason.MARTIAN));
        }
        for (final String good : List.of("1.0.0.0", "126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0", "223.255.255.255")) {
            golden.in("red1", to(red1(), good, 64), sent("red2", "ipv4/63"));
            golden.in("red1", from(red1(), good), sent("red2", "ipv4/63"));
        }
        return golden;
    }

    private static PacketBuilder from(final PacketBuilder frame, final String source) {
        return frame.ipv4(source, "203.0.113.1", 64).udp(40000, 40001).payload(18);
    }

    private static GoldenCase martians6() {
        final GoldenCase golden = GoldenCase.named("ip-martians-v6")
            .says("IPv6 addresses that no router forwards from or to, and their neighbours that it does (RFC 4291 §2)")
            .config(CONFIG);
        for (final String martian : List.of("::", "::1", "fe80::1", "febf:ffff::1")) {
            golden.in("red1", to6(red1(), martian, 64), dropped(DropReason.MARTIAN));
            golden.in("red1", from6(red1(), martian), dropped(DropReason.MARTIAN));
        }
        golden.in("red1", to6(red1(), "ff0e::1", 64), dropped(DropReason.MULTICAST_IP));
        golden.in("red1", to6(red1(), "ff02::1", 64), dropped(DropReason.MULTICAST_IP));
        golden.in("red1", from6(red1(), "ff0e::1"), dropped(DropReason.MARTIAN));
        for (final String good : List.of("::2", "::1:0:1", "fe7f:ffff::1", "fec0::1", "feff::1")) {
            golden.in("red1", to6(red1(), good, 64), sent("red2", "ipv6/63"));
            golden.in("red1", from6(red1(), good), sent("red2", "ipv6/63"));
        }
        return golden;
    }

    private static PacketBuilder from6(final PacketBuilder frame, final String source) {
        return frame.ipv6(source, "2001:db8:1::1", 64).udp(40000, 40001).payload(18);
    }

    private static GoldenCase ethernet() {
        return GoldenCase.named("ip-ethernet")
            .says("IP is taken from interfaces in a table only, by their own MAC address")
            .config(CONFIG)
            .in("west", v4(west(), 64), dropped(DropReason.NOT_MPLS))
            .in("red1", v4(PacketBuilder.ethernet("02:00:00:00:00:99", "02:00:00:00:11:01"), 64), dropped(DropReason.WRONG_MAC))
            .in("red1", v4(PacketBuilder.ethernet("ff:ff:ff:ff:ff:ff", "02:00:00:00:11:01"), 64), dropped(DropReason.MULTICAST_MAC))
            .in("red1", v4(red1().vlan(7), 64), dropped(DropReason.NOT_MPLS))
            .in("red1", v4(red1().vlan(0), 64), sent("red2", "ipv4/63"))
            .in("red1", v4(red1().ethertype(0x0806), 64), dropped(DropReason.NOT_MPLS))
            .in("red1", v4(red1().ethertype(0x86DD), 64), dropped(DropReason.MALFORMED_IP));
    }
}
