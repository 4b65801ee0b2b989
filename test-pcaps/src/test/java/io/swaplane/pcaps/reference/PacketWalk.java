package io.swaplane.pcaps.reference;

import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.table.DropReason;
import io.swaplane.table.PayloadType;
import io.swaplane.table.PuntReason;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/** One packet's way through docs/FORWARDING.md; the section numbers below are that page's. */
final class PacketWalk {
    /** As an out label: pop (RFC 3032 §2.1). */
    private static final int IMPLICIT_NULL = 3;

    private final ReferenceRouter router;
    private final BucketTable buckets;
    private final Tally tally;
    private final Egress egress;
    private final int port;
    private final byte[] frame;

    private InterfaceIntent ingress;
    /** Offset behind the ethertype. */
    private int l2;
    /** Offset of the current label stack entry. */
    private int o;
    private String space;
    private boolean first = true;
    private boolean carryTtl;
    private boolean carryTc;
    private int ttl;
    private int tc;
    /** The current entry, once it is found; null for a packet that came as IP. */
    private Rule rule;
    /** Version of a packet that came as IP, 0 when it came with a label. */
    private int version;
    /** By which an IP packet is routed. */
    private String table;
    /** Its offset, and its length without padding. */
    private int ip;
    private int ipLength;
    /** What flows are told apart by. */
    private Flow flow = new StackFlow();

    PacketWalk(final ReferenceRouter router, final BucketTable buckets, final Tally tally, final Egress egress, final int port,
               final byte[] frame) {
        this.router = router;
        this.buckets = buckets;
        this.tally = tally;
        this.egress = egress;
        this.port = port;
        this.frame = frame;
    }

    Verdict run() {
        tally.portIn(port, frame.length);
        final DropReason refused = readFrame();
        if (refused != null) {
            return drop(refused);
        }
        Verdict verdict = version == 0 ? null : route(ingress.vrf(), l2);
        while (verdict == null) {
            verdict = nextLabel();
        }
        return verdict;
    }

    /** §1; null when the packet goes on to its label stack. */
    private DropReason readFrame() {
        if (frame.length < 14) {
            return DropReason.RUNT;
        }
        int typeAt = 12;
        final List<Integer> vids = new ArrayList<>();
        while (vids.size() < 2 && (Bytes.u16(frame, typeAt) == 0x8100 || Bytes.u16(frame, typeAt) == 0x88A8)) {
            if (typeAt + 6 > frame.length) {
                return DropReason.RUNT;
            }
            vids.add(Bytes.u16(frame, typeAt + 2) & 0xFFF);
            typeAt += 4;
        }
        l2 = typeAt + 2;
        final int ethertype = Bytes.u16(frame, typeAt);
        ingress = router.interfaceOf(port, vids);
        version = ethertype == 0x0800 ? 4 : ethertype == 0x86DD ? 6 : 0;
        if (version == 0 ? ethertype != 0x8847 && ethertype != 0x8848 : ingress == null || ingress.vrf() == null) {
            return DropReason.NOT_MPLS;
        }
        if (ingress == null) {
            return DropReason.UNKNOWN_VLAN;
        }
        if (version == 0 && ingress.mpls() == MplsMode.OFF) {
            return DropReason.MPLS_DISABLED;
        }
        final boolean group = (frame[0] & 1) != 0;
        if (!Arrays.equals(Arrays.copyOf(frame, 6), ingress.mac().bytes()) && !(group && ingress.groupMac() && version == 0)) {
            return group ? DropReason.MULTICAST_MAC : DropReason.WRONG_MAC;
        }
        if (version != 0) {
            return null;
        }
        if (ethertype == 0x8848) {
            return DropReason.UPSTREAM_LABEL;
        }
        if (frame.length < l2 + 4) {
            return DropReason.MALFORMED_STACK;
        }
        o = l2;
        space = ReferenceRouter.labelSpaceOf(ingress);
        return null;
    }

    /** §2; null when the packet goes on to its next label. */
    private Verdict nextLabel() {
        rule = null;
        if (o + 4 > frame.length) {
            return drop(DropReason.MALFORMED_STACK);
        }
        ttl = carryTtl ? ttl : Bytes.ttl(frame, o);
        tc = carryTc ? tc : Bytes.tc(frame, o);
        rule = router.rule(space, Bytes.label(frame, o));
        if (rule == null) {
            return drop(DropReason.UNKNOWN_LABEL);
        }
        if (!router.accepts(rule.accept(), ingress, Arrays.copyOfRange(frame, 6, 12))) {
            return drop(DropReason.ACCEPT_CLASS);
        }
        return switch (rule.what()) {
            case Rule.Drop(DropReason reason) -> drop(reason);
            case Rule.Punt(PuntReason reason) -> hasBottom() ? punt(reason, null, frame) : drop(DropReason.MALFORMED_STACK);
            case Rule.Entropy(boolean validOnTop) -> entropy(validOnTop);
            case Rule.Extension(boolean isDropped) -> extension(isDropped);
            case Rule.Configured(Action action) -> carryOut(action);
        };
    }

    private Verdict carryOut(final Action action) {
        return switch (action) {
            case Action.Swap(int outLabel, int nextHop) when outLabel == IMPLICIT_NULL -> php(PayloadType.IP, nextHop);
            case Action.Swap(int outLabel, int nextHop) -> swap(outLabel, nextHop);
            case Action.Php(PayloadType payload, int nextHop) -> php(payload, nextHop);
            case Action.Pop(PayloadType payload, int nextHop) -> pop(payload, nextHop);
            case Action.Lookup(String nextSpace, PayloadType payload) -> lookup(nextSpace, payload);
            case Action.LookupVrf(String vrf, PayloadType payload) -> lookupVrf(vrf, payload);
            case Action.Receive() -> receive();
            case Action.Drop() -> drop(DropReason.ADMINISTRATIVE);
            case Action.Withdrawn() -> drop(DropReason.WITHDRAWN);
            case Action.Ecmp ecmp -> hasBottom() ? carryOut(choose(ecmp)) : drop(DropReason.MALFORMED_STACK);
            case Action.Protect protect -> carryOut(choose(protect));
        };
    }

    private Verdict swap(final int outLabel, final int nextHop) {
        if (ttl <= 1) {
            return ttlExpired();
        }
        final byte[] rest = from(o);
        System.arraycopy(Bytes.entry(outLabel, tc, Bytes.isBottom(frame, o), ttl - 1), 0, rest, 0, 4);
        return send(nextHop, rest, true, ttl - 1);
    }

    private Verdict send(final int nextHop, final byte[] rest, final boolean labelled, final int outTtl) {
        return send(router.route(nextHop), rest, labelled, new Pushes(List.of(), outTtl, rule.ttlPipe(), tc, rule.tcPipe()));
    }

    private Verdict php(final PayloadType payload, final int nextHop) {
        if (ttl <= 1) {
            return ttlExpired();
        }
        if (!hasBottom()) {
            return drop(DropReason.MALFORMED_STACK);
        }
        final byte[] rest = from(o + 4);
        if (!isBottom()) {
            if (!rule.ttlPipe()) {
                rest[3] = (byte) (ttl - 1);
            }
            setTcWhenUniform(rest);
            return send(nextHop, rest, true, ttl - 1);
        }
        if (!isIp(payload)) {
            return drop(DropReason.NOT_IP);
        }
        if (!rule.ttlPipe()) {
            Bytes.setIpTtl(rest, 0, ttl - 1);
        }
        return send(nextHop, rest, false, ttl - 1);
    }

    private Verdict pop(final PayloadType payload, final int nextHop) {
        if (rule.ttlPipe() ? ttl == 0 : ttl <= 1) {
            return ttlExpired();
        }
        if (!hasBottom()) {
            return drop(DropReason.MALFORMED_STACK);
        }
        final byte[] rest = from(o + 4);
        if (isBottom() && !isIp(payload)) {
            return drop(DropReason.NOT_IP);
        }
        final int arrived = !rule.ttlPipe() ? ttl : isBottom() ? Bytes.ipTtl(rest, 0) : Bytes.ttl(rest, 0);
        if (arrived <= 1) {
            return ttlExpired();
        }
        if (isBottom()) {
            Bytes.setIpTtl(rest, 0, arrived - 1);
        } else {
            rest[3] = (byte) (arrived - 1);
            setTcWhenUniform(rest);
        }
        return send(nextHop, rest, !isBottom(), arrived - 1);
    }

    private Verdict lookup(final String nextSpace, final PayloadType payload) {
        if (ttl == 0) {
            return ttlExpired();
        }
        if (!hasBottom()) {
            return drop(DropReason.MALFORMED_STACK);
        }
        if (isBottom()) {
            return isIp(payload) ? routeOrDeliver(o + 4) : drop(DropReason.NOT_IP);
        }
        countPacket();
        carryTtl = !rule.ttlPipe();
        carryTc = !rule.tcPipe();
        space = nextSpace;
        return goOn(4);
    }

    private Verdict lookupVrf(final String vrf, final PayloadType payload) {
        if (ttl == 0) {
            return ttlExpired();
        }
        if (!hasBottom()) {
            return drop(DropReason.MALFORMED_STACK);
        }
        return isBottom() && isIp(payload) ? route(vrf, o + 4) : drop(DropReason.NOT_IP);
    }

    /** By the global table when it has a route, else it is the host's. */
    private Verdict routeOrDeliver(final int at) {
        final boolean isRouted = router.tables().find(VrfIntent.GLOBAL, IpRules.destination(frame, at)) != null;
        return isRouted ? route(VrfIntent.GLOBAL, at) : deliver(PuntReason.IP_LOOKUP, VrfIntent.GLOBAL, from(at), true);
    }

    private Verdict receive() {
        if (ttl == 0) {
            return ttlExpired();
        }
        if (!hasBottom()) {
            return drop(DropReason.MALFORMED_STACK);
        }
        if (isBottom() && !isIp(PayloadType.IP)) {
            return drop(DropReason.NOT_IP);
        }
        return deliver(PuntReason.RECEIVE, ReferenceRouter.isInVrf(ingress) ? ingress.vrf() : VrfIntent.GLOBAL, from(o + 4), isBottom());
    }

    private Verdict entropy(final boolean validOnTop) {
        if (isBottom()) {
            return drop(DropReason.MALFORMED_SPECIAL);
        }
        if (first && !validOnTop) {
            return drop(DropReason.ENTROPY_LABEL);
        }
        if (o + 8 > frame.length || !hasBottom()) {
            return drop(DropReason.MALFORMED_STACK);
        }
        if (Bytes.isBottom(frame, o + 4)) {
            if (ttl == 0) {
                return ttlExpired();
            }
            return Bytes.ipVersion(frame, o + 8) != 0 ? routeOrDeliver(o + 8) : drop(DropReason.NOT_IP);
        }
        countPacket();
        carryTtl = carryTtl || first && !rule.ttlPipe();
        carryTc = carryTc || first && !rule.tcPipe();
        return goOn(8);
    }

    private Verdict extension(final boolean isDropped) {
        if (isBottom()) {
            return drop(DropReason.MALFORMED_SPECIAL);
        }
        if (o + 8 > frame.length) {
            return drop(DropReason.MALFORMED_STACK);
        }
        final int second = Bytes.label(frame, o + 4);
        if (second == 7) {
            countPacket();
            o += 4;
            return null;
        }
        if (second <= 15) {
            return drop(DropReason.MALFORMED_SPECIAL);
        }
        if (!hasBottom()) {
            return drop(DropReason.MALFORMED_STACK);
        }
        return isDropped ? drop(DropReason.SPECIAL_LABEL) : punt(PuntReason.EXTENDED_SPECIAL, null, frame);
    }

    private Verdict goOn(final int popped) {
        first = false;
        o += popped;
        return null;
    }

    /** §2, deliver {@code rest} to the host in a table. */
    private Verdict deliver(final PuntReason reason, final String host, final byte[] rest, final boolean bare) {
        if (!rule.ttlPipe()) {
            if (bare) {
                Bytes.setIpTtl(rest, 0, ttl);
            } else {
                rest[3] = (byte) ttl;
            }
        }
        if (!bare) {
            setTcWhenUniform(rest);
        }
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(frame, 0, l2 - 2);
        writeEthertype(out, rest, !bare);
        out.writeBytes(rest);
        return punt(reason, host, out.toByteArray());
    }

    /** §6, from the packet at {@code at} on. */
    private Verdict route(final String by, final int at) {
        table = by;
        ip = at;
        ipLength = IpRules.length(frame, at, version);
        if (ipLength < 0) {
            return drop(DropReason.MALFORMED_IP);
        }
        final DropReason fault = IpRules.fault(frame, at);
        if (fault != null) {
            return drop(fault);
        }
        final IpRoute route = router.tables().find(table, IpRules.destination(frame, at));
        flow = new IpFlow();
        final String from = rule != null ? "label" : ingress.host() ? "host" : "IP";
        tally.route(from + " to " + what(route) + " by IPv" + (Bytes.u8(frame, at) >> 4));
        return switch (route == null ? null : route.what()) {
            case null -> drop(DropReason.NO_ROUTE);
            case IpRoute.Local(String own) when rule == null -> punt(PuntReason.RECEIVE, own, Arrays.copyOf(frame, ip + ipLength));
            case IpRoute.Local(String own) -> deliver(PuntReason.RECEIVE, own, packet(), true);
            case IpRoute.NoHost() -> drop(DropReason.ADMINISTRATIVE);
            case IpRoute.Connected(String name) -> mayGoOn() ? punt(PuntReason.GLEAN, name, frame) : noTtlLeft();
            case IpRoute.Neighbour(String name, InetAddress address) -> push(router.adjacency(name, address), null, false, false);
            case IpRoute.Put(RouteIntent put) -> carryOut(put, put.action());
        };
    }

    private String what(final IpRoute route) {
        if (route == null) {
            return "nothing";
        }
        if (route.what() instanceof IpRoute.NoHost) {
            return (route.home().equals(table) ? "" : "leaked ") + "Connected";
        }
        final Object what = route.what() instanceof IpRoute.Put(RouteIntent put) ? put.action() : route.what();
        return (route.home().equals(table) ? "" : "leaked ") + what.getClass().getSimpleName();
    }

    private Verdict carryOut(final RouteIntent put, final RouteAction action) {
        return switch (action) {
            case RouteAction.Forward(Integer label, int nextHop) ->
                push(router.route(nextHop), label, router.isTtlPipe(put.ttl()), router.isTcPipe(put.tc()));
            case RouteAction.Via(InetAddress gateway) -> push(router.gateway(put.vrf(), gateway), null, false, false);
            case RouteAction.Receive() when rule == null ->
                punt(PuntReason.RECEIVE, put.vrf(), Arrays.copyOf(frame, ip + ipLength));
            case RouteAction.Receive() -> deliver(PuntReason.RECEIVE, put.vrf(), packet(), true);
            case RouteAction.Drop() -> drop(DropReason.ADMINISTRATIVE);
            case RouteAction.Ecmp ecmp -> {
                final List<Integer> legs = buckets.legs(put, table, IpRules.destination(frame, ip));
                final int bucket = bucket(legs.size(), ReferenceHash.ofIp(router.hashSeed(), frame, ip, ipLength),
                    each -> isUp(put, ecmp.legs().get(legs.get(each)).action()));
                yield carryOut(put, ecmp.legs().get(legs.get(bucket)).action());
            }
            case RouteAction.Protect protect -> carryOut(put, choose(put, protect));
        };
    }

    private RouteAction.Path choose(final RouteIntent put, final RouteAction.Protect protect) {
        return !isUp(put, protect.primary()) && isUp(put, protect.backup()) ? protect.backup() : protect.primary();
    }

    private boolean isUp(final RouteIntent put, final RouteAction leg) {
        return switch (leg) {
            case RouteAction.Forward(Integer label, int nextHop) -> isUp(router.route(nextHop));
            case RouteAction.Via(InetAddress gateway) -> isUp(router.gateway(put.vrf(), gateway));
            case RouteAction.Protect protect -> isUp(put, choose(put, protect));
            default -> throw new IllegalArgumentException("not a leg: " + leg);
        };
    }

    private Verdict push(final Route route, final Integer label, final boolean ttlPipe, final boolean tcPipe) {
        if (!mayGoOn()) {
            return noTtlLeft();
        }
        final byte[] packet = packet();
        Bytes.setIpTtl(packet, 0, leftTtl());
        final List<Integer> own = label == null || label == IMPLICIT_NULL ? List.of() : List.of(label);
        return send(route, packet, false, new Pushes(own, leftTtl(), ttlPipe, router.trafficClass(IpRules.dscp(frame, ip)), tcPipe));
    }

    private boolean mayGoOn() {
        return leftTtl() > 0;
    }

    private Verdict noTtlLeft() {
        return ipTtl() == 0 ? drop(DropReason.TTL_ZERO) : punt(PuntReason.TTL_EXPIRED, null, frame);
    }

    /** What the packet has when it leaves: the router is no hop of what its host sends. */
    private int leftTtl() {
        return rule == null && ingress.host() ? ipTtl() : ipTtl() - 1;
    }

    /** The packet's own, or that of the popped label in uniform model. */
    private int ipTtl() {
        return rule != null && !rule.ttlPipe() ? ttl : Bytes.ipTtl(frame, ip);
    }

    private byte[] packet() {
        return Arrays.copyOfRange(frame, ip, ip + ipLength);
    }

    /**
     * What is pushed on a packet besides its next hop's labels, and what all of these look like.
     *
     * @param own the innermost labels, top of stack first.
     * @param ttl TTL in uniform model.
     * @param tc TC in uniform model.
     */
    private record Pushes(List<Integer> own, int ttl, boolean ttlPipe, int tc, boolean tcPipe) { }

    /** §3. */
    private Verdict send(final Route first, final byte[] rest, final boolean labelled, final Pushes pushes) {
        Route route = first;
        for (int level = 1; !(route instanceof Hop); level++) {
            if (route instanceof Route.Nowhere) {
                return drop(DropReason.UNRESOLVED);
            }
            if (route instanceof Route.Group && !flow.isThere()) {
                return drop(DropReason.MALFORMED_STACK);
            }
            route = choose(route, level);
        }
        final Hop hop = (Hop) route;
        final List<Integer> labels = Route.join(hop.push(), pushes.own());
        final int length = rest.length + 4 * labels.size();
        if (length > hop.mtu()) {
            countNextHop(hop, 0, 0, 1, 0);
            return drop(DropReason.MTU_EXCEEDED);
        }
        final boolean labelOnTop = labelled || !labels.isEmpty();
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(hop.l2());
        writeEthertype(out, rest, labelOnTop);
        for (int i = 0; i < labels.size(); i++) {
            final boolean bottom = !labelled && i == labels.size() - 1;
            out.writeBytes(Bytes.entry(labels.get(i), pushes.tcPipe() ? hop.pipeTc() : pushes.tc(), bottom,
                pushes.ttlPipe() ? hop.pipeTtl() : pushes.ttl()));
        }
        out.writeBytes(rest);
        countPacket();
        countNextHop(hop, 1, length, 0, 0);
        final boolean up = egress.isUp(hop.port());
        if (!up || !egress.take(hop.port())) {
            if (rule != null) {
                tally.labelDiscard(rule.key());
            }
            countNextHop(hop, 0, 0, 0, 1);
            tally.portDiscard(hop.port());
            tally.drop(port, up ? DropReason.TX_FULL : DropReason.PORT_DOWN);
            return new Verdict.Dropped(up ? DropReason.TX_FULL : DropReason.PORT_DOWN);
        }
        tally.portOut(hop.port(), out.size());
        return new Verdict.Sent(hop.port(), out.toByteArray());
    }

    private static void writeEthertype(final ByteArrayOutputStream out, final byte[] rest, final boolean labelOnTop) {
        final int ethertype = labelOnTop ? 0x8847 : Bytes.u8(rest, 0) >> 4 == 6 ? 0x86DD : 0x0800;
        out.write(ethertype >> 8);
        out.write(ethertype);
    }

    /** §4, ECMP. */
    private Action choose(final Action.Ecmp ecmp) {
        final List<Integer> legs = buckets.legs(rule.lsp());
        final int n = legs.size();
        final int bucket = bucket(n, ReferenceHash.of(router.hashSeed(), frame, o, router.hashesIpPayload()),
            each -> isUp(ecmp.legs().get(legs.get(each)).action()));
        return ecmp.legs().get(legs.get(bucket)).action();
    }

    private static int bucket(final int n, final long hash, final IntPredicate isUp) {
        final int chosen = (int) Long.remainderUnsigned(hash >>> 16, n);
        final long step = hash >>> 40 | 1;
        for (int k = 0; k < n; k++) {
            final int next = (int) ((chosen + k * step) % n);
            if (isUp.test(next)) {
                return next;
            }
        }
        return chosen;
    }

    /** §4, next-hop groups and protected next hops. */
    private Route choose(final Route route, final int level) {
        if (route instanceof Route.Pair(Route primary, Route backup)) {
            final boolean onBackup = !isUp(primary) && isUp(backup);
            tally.choice(onBackup ? "backup" : "primary");
            return onBackup ? backup : primary;
        }
        final Route.Group group = (Route.Group) route;
        tally.choice("group at level " + level);
        final List<Integer> legs = buckets.legs(router.group(group.nextHop()));
        return group.members().get(legs.get(bucket(legs.size(), flow.hash(level),
            each -> isUp(group.members().get(legs.get(each))))));
    }

    private boolean isUp(final Route route) {
        return switch (route) {
            case Hop hop -> egress.isUp(hop.port());
            case Route.Group group -> group.members().stream().anyMatch(this::isUp);
            case Route.Pair(Route primary, Route backup) -> isUp(primary) || isUp(backup);
            case Route.Nowhere() -> false;
        };
    }

    /** §4, protection. */
    private Action.Forward choose(final Action.Protect protect) {
        return !isUp(protect.primary()) && isUp(protect.backup()) ? protect.backup() : protect.primary();
    }

    private boolean isUp(final Action leg) {
        return switch (leg) {
            case Action.Protect protect -> isUp(choose(protect));
            case Action.Forward forward -> isUp(router.route(forward.nextHop()));
            default -> throw new IllegalArgumentException("not a leg: " + leg);
        };
    }

    private Verdict ttlExpired() {
        return hasBottom() ? punt(PuntReason.TTL_EXPIRED, null, frame) : drop(DropReason.MALFORMED_STACK);
    }

    private Verdict punt(final PuntReason reason, final String about, final byte[] bytes) {
        if (!egress.takePunt()) {
            return drop(DropReason.PUNT_FULL);
        }
        tally.punt(port, reason);
        if (reason != PuntReason.TTL_EXPIRED) {
            countPacket();
        } else if (rule != null) {
            tally.labelError(rule.key());
        }
        return new Verdict.Punted(reason, about, bytes);
    }

    private Verdict drop(final DropReason reason) {
        tally.drop(port, reason);
        if (rule != null) {
            tally.labelError(rule.key());
        }
        return new Verdict.Dropped(reason);
    }

    /** §5: octets count from the entry on. */
    private void countPacket() {
        if (rule != null) {
            tally.labelPacket(rule.key(), frame.length - o);
        }
    }

    private void countNextHop(final Hop hop, final int packets, final int octets, final int errors, final int discards) {
        if (hop.statistics() != null) {
            tally.nextHop(hop.statistics(), packets, octets, errors, discards);
        }
    }

    private void setTcWhenUniform(final byte[] rest) {
        if (!rule.tcPipe()) {
            rest[2] = (byte) (rest[2] & 0xF1 | tc << 1);
        }
    }

    private boolean hasBottom() {
        return !Bytes.stack(frame, o).isEmpty();
    }

    private boolean isBottom() {
        return Bytes.isBottom(frame, o);
    }

    private boolean isIp(final PayloadType payload) {
        final int version = Bytes.ipVersion(frame, o + 4);
        return switch (payload) {
            case IP -> version != 0;
            case IPV4 -> version == 4;
            case IPV6 -> version == 6;
        };
    }

    private byte[] from(final int at) {
        return Arrays.copyOfRange(frame, at, frame.length);
    }

    /** §4: what next-hop groups hash. */
    private sealed interface Flow {
        /** Whether there is all that it takes. */
        boolean isThere();

        long hash(int level);
    }

    private final class StackFlow implements Flow {
        @Override
        public boolean isThere() {
            return hasBottom();
        }

        @Override
        public long hash(final int level) {
            return ReferenceHash.of(router.hashSeed(), frame, o, router.hashesIpPayload(), level);
        }
    }

    private final class IpFlow implements Flow {
        @Override
        public boolean isThere() {
            return true;
        }

        @Override
        public long hash(final int level) {
            return ReferenceHash.ofIp(router.hashSeed(), frame, ip, ipLength, level);
        }
    }
}
