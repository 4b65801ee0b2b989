package io.swaplane.router.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.AcceptSetIntent;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.Fec;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.LabelMode;
import io.swaplane.control.intent.LabelSettings;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.Model;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.control.intent.RouteDistinguisher;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.RouteTarget;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.SpecialLabels;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.io.xdp.TransmitWay;
import io.swaplane.table.LabelRange;
import io.swaplane.table.PayloadType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    @TempDir
    private Path directory;

    private RouterIntent read(final String yaml) throws IOException, ConfigException {
        return ConfigFile.read(Files.writeString(directory.resolve("good.yaml"), yaml));
    }

    @Test
    void shouldFillInEveryDefault() throws Exception {
        assertThat(read("""
            router: r1
            router-id: 1.1.1.1
            interfaces:
              - {name: ge-0, port: p0, mac: 02-00-00-00-00-0A}
            """)).isEqualTo(new RouterIntent("r1", "1.1.1.1",
            new Defaults(Model.UNIFORM, Model.UNIFORM, 255, 0, true, 0x01010101), new LabelRange(16, 1048575),
            LabelSettings.STANDARD, SpecialLabels.STANDARD, List.of("p0"),
            List.of(new InterfaceIntent("ge-0", "p0", List.of(), 0x88A8, new MacAddress(0x02000000000AL), MplsMode.OFF, 1500, false,
                false)), List.of(), List.of(), List.of(), List.of(), List.of()));
    }

    @Test
    void shouldReadEverySettingOfTheRouter() throws Exception {
        final RouterIntent intent = read("""
            router: r1
            router-id: 1.1.1.1
            mpls:
              ttl-model: pipe
              tc-model: pipe
              pipe-ttl: 64
              pipe-tc: 0x5
              hash-ip-payload: false
              hash-seed: 4294967295
              dynamic-labels: 1000-1999
              special-labels: {drop: [1, 13], entropy-label: true, explicit-null-from: any}
            interfaces: [{name: a, port: p, mac: "02:00:00:00:00:01"}]
            """);

        assertThat(intent.defaults()).isEqualTo(new Defaults(Model.PIPE, Model.PIPE, 64, 5, false, -1));
        assertThat(intent.dynamicLabels()).isEqualTo(new LabelRange(1000, 1999));
        assertThat(intent.specialLabels()).isEqualTo(new SpecialLabels(Set.of(1, 13), true, true));
    }

    @Test
    void shouldReadHowLabelsAreGivenToBindings() throws Exception {
        final RouterIntent intent = read("""
            router: r1
            router-id: 1.1.1.1
            mpls: {label-hold-time: 5m}
            interfaces: [{name: a, port: p, mac: "02:00:00:00:00:01", mpls: external}]
            label-ranges:
              - {owner: bgp, range: 16-9999}
              - {owner: static, range: 10000-10999}
            label-bindings:
              - {next-hop: 1.1.1.1, label: 16, in-label: 44, index: 30}
              - {next-hop: "2001:db8::1", in-label: 45, vrf: red, accept: router}
              - {route: 10.0.0.0/8, in-label: 20000, accept: {interface: a}}
              - {vrf: red, in-label: 1048575}
            lsps:
              - {label: 10000, receive: true}
              - {label: 17, owner: bgp, receive: true}
              - {label: 50000, receive: true}
            """);

        assertThat(intent.labels()).isEqualTo(new LabelSettings(Duration.ofMinutes(5),
            List.of(new LabelSettings.OwnedRange("bgp", new LabelRange(16, 9999)),
                new LabelSettings.OwnedRange("static", new LabelRange(10000, 10999))),
            List.of(new LabelSettings.Pin(new BindingKey(new Fec.ReceivedLabel(ip("1.1.1.1"), 16), new Accept.Core(), null), 44, 30),
                new LabelSettings.Pin(new BindingKey(new Fec.NextHop(ip("2001:db8::1")), new Accept.Router(), "red"), 45),
                new LabelSettings.Pin(new BindingKey(new Fec.Route("10.0.0.0/8"), new Accept.Interface("a"), null), 20000),
                new LabelSettings.Pin(new BindingKey(new Fec.WholeVrf(), new Accept.Core(), "red"), 1048575))));
    }

    @Test
    void shouldReadInterfacesOfEveryKind() throws Exception {
        final RouterIntent intent = read("""
            router: r1
            router-id: 1.1.1.1
            interfaces:
              - {name: a, port: p1, mac: "02:00:00:00:00:01", mpls: off}
              - {name: b, port: p2, mac: 02:00:00:00:00:02, mpls: core, mtu: 9000, vlan: 20}
              - {name: c/0.1, port: p1, mac: 10:20:30:40:50:50, mpls: external, vlan: {outer: 100, inner: 20}}
              - {name: d, port: p1, mac: "02:00:00:00:00:04", multicast: true, vlan: {outer: 101, inner: 20, tpid: 0x8100}}
              - {name: e, port: p1, mac: "02:00:00:00:00:05", label-space: interface, vlan: {outer: 5}}
            """);

        assertThat(intent.ports()).containsExactly("p1", "p2");
        assertThat(intent.interfaces()).containsExactly(
            new InterfaceIntent("a", "p1", List.of(), 0x88A8, new MacAddress(0x020000000001L), MplsMode.OFF, 1500, false, false),
            new InterfaceIntent("b", "p2", List.of(20), 0x88A8, new MacAddress(0x020000000002L), MplsMode.CORE, 9000, false, false),
            new InterfaceIntent("c/0.1", "p1", List.of(100, 20), 0x88A8, new MacAddress(0x102030405050L), MplsMode.EXTERNAL, 1500, false,
                false),
            new InterfaceIntent("d", "p1", List.of(101, 20), 0x8100, new MacAddress(0x020000000004L), MplsMode.OFF, 1500, true, false),
            new InterfaceIntent("e", "p1", List.of(5), 0x88A8, new MacAddress(0x020000000005L), MplsMode.OFF, 1500, false, true));
    }

    private static final String NETWORK = """
        router: r1
        router-id: 1.1.1.1
        interfaces:
          - {name: a, port: pa, mac: "02:00:00:00:00:01", mpls: core}
          - {name: b, port: pb, mac: "02:00:00:00:00:02", mpls: external, label-space: interface}
          - {name: c, port: pc, mac: "02:00:00:00:00:03"}
        neighbours:
          - {interface: a, address: 10.0.0.1, mac: "02:00:00:00:01:01"}
          - {interface: b, address: 2001:db8::1, mac: "02:00:00:00:01:02"}
          - {interface: c, address: 10.0.0.1, mac: "02:00:00:00:01:03"}
        accept-sets:
          - {name: customers, members: [{interface: a}, {interface: b, neighbour: "2001:db8:0::1"}]}
        next-hops:
          - {index: 29, via: 23, peer: 1.1.1.1, push: [0]}
          - {index: 23, interface: a, neighbour: 10.0.0.1, push: [34, 35], statistics: false, pipe-ttl: 10, pipe-tc: 7}
          - {index: 5, interface: c, neighbour: 10.0.0.1}
        """;

    private static InetAddress ip(final String literal) {
        return InetAddress.ofLiteral(literal);
    }

    @Test
    void shouldReadNeighboursSetsAndNextHopsThatReferToOneAnother() throws Exception {
        final RouterIntent intent = read(NETWORK);

        assertThat(intent.neighbours()).containsExactly(
            new NeighbourIntent("a", ip("10.0.0.1"), new MacAddress(0x020000000101L)),
            new NeighbourIntent("b", ip("2001:db8::1"), new MacAddress(0x020000000102L)),
            new NeighbourIntent("c", ip("10.0.0.1"), new MacAddress(0x020000000103L)));
        assertThat(intent.acceptSets()).containsExactly(new AcceptSetIntent("customers",
            List.of(new Accept.Interface("a"), new Accept.Neighbour("b", ip("2001:db8::1")))));
        assertThat(intent.nextHops()).containsExactly(
            new NextHopIntent.Recursive(29, 23, ip("1.1.1.1"), List.of(0)),
            new NextHopIntent.Direct(23, "a", ip("10.0.0.1"), List.of(34, 35), false, 10, 7),
            new NextHopIntent.Direct(5, "c", ip("10.0.0.1"), List.of(), true, null, null));
    }

    @Test
    void shouldReadGroupsPeersAndTunnels() throws Exception {
        final RouterIntent intent = read(NETWORK + """
              - {index: 40, group: [{weight: 2, next-hop: 23}, {next-hop: 5}]}
              - {index: 41, primary: 40, backup: 5}
              - {index: 42, peer: 2001:db8::9, push: [16]}
            tunnels:
              - {endpoint: 2001:db8:0::9, next-hop: 41}
              - {endpoint: 1.1.1.1, owner: rsvp, next-hop: 23, preference: 7, metric: 20}
            """);

        assertThat(intent.nextHops()).endsWith(
            new NextHopIntent.Group(40, List.of(new NextHopIntent.Leg(2, 23), new NextHopIntent.Leg(1, 5))),
            new NextHopIntent.Protected(41, 40, 5),
            new NextHopIntent.Recursive(42, null, ip("2001:db8::9"), List.of(16)));
        assertThat(intent.tunnels()).containsExactly(new TunnelIntent(ip("2001:db8::9"), "static", 41, 0, 0),
            new TunnelIntent(ip("1.1.1.1"), "rsvp", 23, 7, 20));
    }

    @Test
    void shouldReadEveryAction() throws Exception {
        final RouterIntent intent = read(NETWORK + """
            lsps:
              - {label: 16, swap: 17, next-hop: 29}
              - {label: 17, swap: implicit-null, next-hop: 29}
              - {label: 18, swap: 3, next-hop: 29}
              - {label: 19, php: ipv4, next-hop: 5}
              - {label: 20, pop: ipv6, next-hop: 5}
              - {label: 21, lookup: platform}
              - {label: 22, lookup: b, payload: ipv6}
              - {label: 23, receive: true}
              - {label: 24, drop: true}
              - {label: 25, primary: {swap: 0, next-hop: 23}, backup: {pop: ip, next-hop: 5}}
              - label: 26
                ecmp:
                  - {weight: 255, swap: 200, next-hop: 23}
                  - {php: ip, next-hop: 29}
                  - {primary: {swap: 1048575, next-hop: 23}, backup: {swap: 2, next-hop: 29}}
            """);

        assertThat(intent.lsps()).extracting(LspIntent::action).containsExactly(
            new Action.Swap(17, 29), new Action.Php(PayloadType.IP, 29), new Action.Php(PayloadType.IP, 29),
            new Action.Php(PayloadType.IPV4, 5), new Action.Pop(PayloadType.IPV6, 5),
            new Action.Lookup("platform", PayloadType.IP), new Action.Lookup("b", PayloadType.IPV6),
            new Action.Receive(), new Action.Drop(),
            new Action.Protect(new Action.Swap(0, 23), new Action.Pop(PayloadType.IP, 5)),
            new Action.Ecmp(List.of(new Action.Leg(255, new Action.Swap(200, 23)), new Action.Leg(1, new Action.Php(PayloadType.IP, 29)),
                new Action.Leg(1, new Action.Protect(new Action.Swap(1048575, 23), new Action.Swap(2, 29))))));
    }

    @Test
    void shouldReadFromWhereALabelIsAcceptedAndItsModels() throws Exception {
        final RouterIntent intent = read(NETWORK + """
            lsps:
              - {label: 16, drop: true}
              - {label: 16, label-space: b, drop: true, accept: router, owner: bgp, ttl-model: pipe}
              - {label: 17, drop: true, accept: core, tc-model: uniform}
              - {label: 18, drop: true, accept: {interface: b}}
              - {label: 19, drop: true, accept: {interface: b, neighbour: 2001:db8::1}}
              - {label: 20, drop: true, accept: {set: customers}}
              - {label: 21, swap: 16, next-hop: 23, index: 30}
            """);

        final Action drop = new Action.Drop();
        assertThat(intent.lsps()).containsExactly(
            new LspIntent(16, "platform", "static", new Accept.Core(), drop, null, null, null),
            new LspIntent(16, "b", "bgp", new Accept.Router(), drop, Model.PIPE, null, null),
            new LspIntent(17, "platform", "static", new Accept.Core(), drop, null, Model.UNIFORM, null),
            new LspIntent(18, "platform", "static", new Accept.Interface("b"), drop, null, null, null),
            new LspIntent(19, "platform", "static", new Accept.Neighbour("b", ip("2001:db8::1")), drop, null, null, null),
            new LspIntent(20, "platform", "static", new Accept.Named("customers"), drop, null, null, null),
            new LspIntent(21, "platform", "static", new Accept.Core(), new Action.Swap(16, 23), null, null, 30));
    }

    @Test
    void shouldReadVrfsAndRoutesOfEveryKind() throws Exception {
        final LiveConfiguration read = ConfigFile.readLive(Files.writeString(directory.resolve("pe.yaml"), """
            router: pe
            router-id: 1.1.1.1
            mpls: {dscp-to-tc: {46: 7, 0: 1}}
            interfaces:
              - {name: core, port: core, mac: "02:00:00:00:00:01", mpls: core, vrf: global}
              - {name: ce1, port: ce1, mac: "02:00:00:00:00:02", mpls: off, vrf: red, addresses: [10.1.0.1/24, "2001:db8:1::1/64"]}
            neighbours:
              - {interface: core, address: 10.0.0.1, mac: "02:00:00:00:01:01"}
              - {interface: ce1, address: 10.1.0.2, mac: "02:00:00:00:01:02"}
            next-hops:
              - {index: 7, interface: ce1, neighbour: 10.1.0.2}
              - {index: 29, interface: core, neighbour: 10.0.0.1, push: [100]}
            vrfs:
              - name: red
                rd: "100:1"
                import: ["100:1", "192.0.2.1:7"]
                export: ["100:1"]
                label: 16
                tap: swp-red
                routes:
                  - {prefix: 10.2.0.0/16, label: 50, next-hop: 29}
                  - {prefix: 10.3.0.0/16, next-hop: 7}
                  - {prefix: 10.9.0.0/16, via: 10.1.0.2}
                  - {prefix: 10.10.0.0/16, drop: true}
                  - {prefix: 10.11.0.1/32, receive: true}
                  - {prefix: 0.0.0.0/0, ecmp: [{weight: 2, label: 50, next-hop: 29}, {via: 10.1.0.2}]}
                  - {prefix: 10.12.0.0/16, primary: {label: 50, next-hop: 29}, backup: {via: 10.1.0.2}, ttl-model: pipe, tc-model: uniform}
                  - {prefix: "2001:db8:2::/48", label: 2, next-hop: 29}
              - {name: blue, label-mode: per-next-hop}
            routes:
              - {prefix: 192.0.2.0/24, next-hop: 29}
            lsps:
              - {label: 18, lookup: {vrf: red}, payload: ipv4}
              - {label: 17, lookup: {vrf: global}}
            host: {tap: swp0, control-protocols: [bfd, rsvp, {protocol: tcp, port: 22}, rsvp]}
            """), Host.NONE);

        final RouterIntent intent = read.intent();
        final Prefix four = new Prefix(ip("10.1.0.1"), 24);
        assertThat(intent.interfaces()).extracting(InterfaceIntent::vrf).containsExactly("global", "red");
        assertThat(intent.interfaces()).extracting(InterfaceIntent::addresses)
            .containsExactly(List.of(), List.of(four, new Prefix(ip("2001:db8:1::1"), 64)));
        assertThat(intent.routing().vrfs()).containsExactly(
            new VrfIntent("red", RouteDistinguisher.parse("100:1"), List.of(RouteTarget.parse("100:1"), RouteTarget.parse("192.0.2.1:7")),
                List.of(RouteTarget.parse("100:1")), LabelMode.PER_VRF, 16),
            new VrfIntent("blue", null, List.of(), List.of(), LabelMode.PER_NEXT_HOP, null));
        final RouteAction.Path labelled = new RouteAction.Forward(50, 29);
        final RouteAction.Path gateway = new RouteAction.Via(ip("10.1.0.2"));
        assertThat(intent.routing().routes()).containsExactly(
            route("global", "192.0.2.0/24", new RouteAction.Forward(null, 29)),
            route("red", "10.2.0.0/16", labelled),
            route("red", "10.3.0.0/16", new RouteAction.Forward(null, 7)),
            route("red", "10.9.0.0/16", gateway),
            route("red", "10.10.0.0/16", new RouteAction.Drop()),
            route("red", "10.11.0.1/32", new RouteAction.Receive()),
            route("red", "0.0.0.0/0",
                new RouteAction.Ecmp(List.of(new RouteAction.Leg(2, labelled), new RouteAction.Leg(1, gateway)))),
            new RouteIntent("red", Prefix.parse("10.12.0.0/16"), new RouteAction.Protect(labelled, gateway), Model.PIPE, Model.UNIFORM),
            route("red", "2001:db8:2::/48", new RouteAction.Forward(2, 29)));
        assertThat(intent.lsps()).extracting(LspIntent::action).containsExactly(new Action.LookupVrf("red", PayloadType.IPV4),
            new Action.LookupVrf("global", PayloadType.IP));
        assertThat(intent.routing().dscpToTc()).hasSize(64).startsWith(1, 0, 0, 0, 0, 0, 0, 0, 1);
        assertThat(intent.routing().dscpToTc().subList(40, 48)).containsExactly(5, 5, 5, 5, 5, 5, 7, 5);
        assertThat(read.live().vrfTaps()).containsExactly(Map.entry("red", "swp-red"));
        assertThat(read.live().controlProtocols()).containsExactly(new LiveSettings.ControlProtocol(17, 3784),
            new LiveSettings.ControlProtocol(17, 3785), new LiveSettings.ControlProtocol(17, 4784),
            new LiveSettings.ControlProtocol(46, null), new LiveSettings.ControlProtocol(6, 22));
    }

    private static RouteIntent route(final String vrf, final String prefix, final RouteAction action) {
        return new RouteIntent(vrf, Prefix.parse(prefix), action, null, null);
    }

    @Test
    void shouldReadTheExamples() throws Exception {
        assertThat(ConfigFile.read(Path.of("../examples/asbr2.yaml")).lsps()).containsExactly(
            new LspIntent(44, "platform", "bgp", new Accept.Neighbour("ATM6/0.21", ip("10.5.5.5")), new Action.Swap(16, 29), null, null,
                30));
        assertThat(ConfigFile.read(Path.of("../examples/asbr3.yaml")).lsps()).containsExactly(
            new LspIntent(50, "platform", "bgp", new Accept.Core(), new Action.Swap(44, 11), null, null, 12));
    }

    @Test
    void shouldLeaveToTheHostWhatItKnows() throws Exception {
        final MacAddress mac = MacAddress.parse("02:00:00:00:00:77");
        final Host host = new Host() {
            @Override
            public MacAddress mac(final String device) {
                return device.equals("eth1") ? mac : null;
            }

            @Override
            public boolean resolvesNeighbours() {
                return true;
            }
        };
        final Path file = Files.writeString(directory.resolve("live.yaml"), """
            router: r1
            router-id: 1.1.1.1
            interfaces:
              - {name: a, port: pa, mpls: core}
              - {name: b, port: eth9, mac: "02:00:00:00:00:02", mpls: core}
            next-hops:
              - {index: 1, interface: a, neighbour: 10.0.0.1}
            ports:
              - {name: pa, device: eth1, mode: native, busy-poll: 20, transmit: xdp}
            workers: {count: 2, idle: spin, cpus: [0, 1], frames: 4096, frame-size: 16384}
            host: {tap: swaplane0, socket: /tmp/c.sock, metrics: 10.0.0.9:1234}
            """);

        final LiveConfiguration live = ConfigFile.readLive(file, host);

        assertThat(live.intent().interfaces().getFirst().mac()).isEqualTo(mac);
        assertThat(live.live()).isEqualTo(new LiveSettings(
            List.of(new LiveSettings.Port("pa", "eth1", PortMode.NATIVE, 20, TransmitWay.XDP),
                new LiveSettings.Port("eth9", "eth9", PortMode.AUTO, 0, TransmitWay.SOCKET)),
            2, LiveSettings.Idle.SPIN, List.of(0, 1), 4096, 16384, "swaplane0", Path.of("/tmp/c.sock"),
            new LiveSettings.Metrics("10.0.0.9:1234", new InetSocketAddress("10.0.0.9", 1234), true), Map.of(), List.of()));
        assertThatThrownBy(() -> ConfigFile.read(file)).isInstanceOf(ConfigException.class)
            .hasMessageContaining("interfaces[0].mac: is missing").hasMessageContaining("there is no neighbour 10.0.0.1 on 'a'");
    }

    @Test
    void shouldServeMetricsOnLoopbackUnlessToldOtherwise() throws Exception {
        assertThat(metrics("")).isEqualTo(new LiveSettings.Metrics("127.0.0.1:9475", new InetSocketAddress("127.0.0.1", 9475), false));
        assertThat(metrics("host: {metrics: off}")).isNull();
        assertThat(metrics("host: {metrics: \"[2001:db8::1]:9475\"}"))
            .isEqualTo(new LiveSettings.Metrics("[2001:db8::1]:9475", new InetSocketAddress("2001:db8::1", 9475), true));
        assertThat(metrics("host: {metrics: \"[::]:65535\"}").address().getAddress().isAnyLocalAddress()).isTrue();
    }

    private LiveSettings.Metrics metrics(final String host) throws Exception {
        final Path file = Files.writeString(directory.resolve("metrics.yaml"), """
            router: r1
            router-id: 1.1.1.1
            interfaces: [{name: a, port: pa, mac: "02:00:00:00:00:02", mpls: core}]
            """ + host + "\n");
        return ConfigFile.readLive(file, Host.NONE).live().metrics();
    }
}
