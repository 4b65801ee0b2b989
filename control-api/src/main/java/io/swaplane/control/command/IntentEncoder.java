package io.swaplane.control.command;

import io.swaplane.control.command.codec.ActionKind;
import io.swaplane.control.command.codec.CreateLabelSpaceEncoder;
import io.swaplane.control.command.codec.DefineAcceptEncoder;
import io.swaplane.control.command.codec.ForwardKind;
import io.swaplane.control.command.codec.LeaveBindingEncoder;
import io.swaplane.control.command.codec.Leaving;
import io.swaplane.control.command.codec.MessageHeaderEncoder;
import io.swaplane.control.command.codec.NextHopKind;
import io.swaplane.control.command.codec.PathEncoder;
import io.swaplane.control.command.codec.PayloadCode;
import io.swaplane.control.command.codec.PortStateEncoder;
import io.swaplane.control.command.codec.PutBindingEncoder;
import io.swaplane.control.command.codec.PutLabelEncoder;
import io.swaplane.control.command.codec.PutNeighbourEncoder;
import io.swaplane.control.command.codec.PutNextHopEncoder;
import io.swaplane.control.command.codec.PutTunnelEncoder;
import io.swaplane.control.command.codec.RemoveLabelSpaceEncoder;
import io.swaplane.control.command.codec.RemoveNamedLabelEncoder;
import io.swaplane.control.command.codec.RemoveNeighbourEncoder;
import io.swaplane.control.command.codec.RemoveTunnelEncoder;
import io.swaplane.control.command.codec.Truth;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.BindingIntent;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Fec;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.TunnelIntent;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * Writes commands of varying length into a buffer of its own, and gives their length. One thread.
 *
 * <p>It refuses what has no place in a command; whether the command makes sense is for the conductor to say.
 */
final class IntentEncoder {
    /** Most octets of a text, and most members of a group: what SBE's 16-bit counts allow. */
    private static final int MOST = 65_534;
    private static final byte[] NOTHING = {};

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final PutLabelEncoder putLabel = new PutLabelEncoder();
    private final RemoveNamedLabelEncoder removeLabel = new RemoveNamedLabelEncoder();
    private final PutBindingEncoder putBinding = new PutBindingEncoder();
    private final LeaveBindingEncoder leaveBinding = new LeaveBindingEncoder();
    private final DefineAcceptEncoder defineAccept = new DefineAcceptEncoder();
    private final PutNextHopEncoder putNextHop = new PutNextHopEncoder();
    private final PutTunnelEncoder putTunnel = new PutTunnelEncoder();
    private final RemoveTunnelEncoder removeTunnel = new RemoveTunnelEncoder();
    private final PutNeighbourEncoder putNeighbour = new PutNeighbourEncoder();
    private final RemoveNeighbourEncoder removeNeighbour = new RemoveNeighbourEncoder();
    private final PortStateEncoder portState = new PortStateEncoder();
    private final CreateLabelSpaceEncoder createLabelSpace = new CreateLabelSpaceEncoder();
    private final RemoveLabelSpaceEncoder removeLabelSpace = new RemoveLabelSpaceEncoder();

    /** Where the command stands, from offset 0. */
    DirectBuffer buffer() {
        return buffer;
    }

    int putLabel(final long generation, final LspIntent intent) {
        if (intent.action() == null) {
            throw new RefusedException("it has no action");
        }
        putLabel.wrapAndApplyHeader(buffer, 0, header).generation(generation).label(intent.label())
            .nextHopIndex(intent.nextHopIndex() == null ? PutLabelEncoder.nextHopIndexNullValue() : intent.nextHopIndex())
            .action(kind(intent.action()))
            .payload(switch (intent.action()) {
                case Action.Lookup lookup -> Codes.of(lookup.payload());
                case Action.LookupVrf lookup -> Codes.of(lookup.payload());
                default -> PayloadCode.IP;
            })
            .ttl(Codes.of(intent.ttl())).tc(Codes.of(intent.tc())).accept(Codes.kind(intent.accept()));
        legs(intent.action());
        final byte[] space = text(intent.labelSpace());
        final byte[] lookupSpace = switch (intent.action()) {
            case Action.Lookup lookup -> text(lookup.labelSpace());
            case Action.LookupVrf lookup -> text(lookup.vrf());
            default -> NOTHING;
        };
        final byte[] name = text(Codes.name(intent.accept()));
        final byte[] address = octets(Codes.address(intent.accept()));
        putLabel.putSpace(space, 0, space.length).putLookupSpace(lookupSpace, 0, lookupSpace.length)
            .putAcceptName(name, 0, name.length).putAcceptAddress(address, 0, address.length);
        return length(putLabel.encodedLength());
    }

    private static ActionKind kind(final Action action) {
        return switch (action) {
            case Action.Forward forward -> ActionKind.PATHS;
            case Action.Protect pair -> ActionKind.PATHS;
            case Action.Ecmp ecmp -> ActionKind.ECMP;
            case Action.Lookup lookup -> ActionKind.LOOKUP;
            case Action.LookupVrf lookup -> ActionKind.LOOKUP_VRF;
            case Action.Receive receive -> ActionKind.RECEIVE;
            case Action.Drop drop -> ActionKind.DROP;
            case Action.Withdrawn withdrawn -> throw new RefusedException("only a label binding can be withdrawn");
        };
    }

    private void legs(final Action action) {
        final List<Action.Leg> legs = switch (action) {
            case Action.Forward forward -> List.of(new Action.Leg(0, forward));
            case Action.Protect pair -> List.of(new Action.Leg(0, pair));
            case Action.Ecmp ecmp -> ecmp.legs();
            default -> List.of();
        };
        final PutLabelEncoder.LegsEncoder group = putLabel.legsCount(count(legs));
        for (final Action.Leg leg : legs) {
            group.next().weight(leg.weight());
            switch (leg.action()) {
                case Action.Forward forward -> {
                    path(group.primary(), forward);
                    noPath(group.backup());
                }
                case Action.Protect pair -> {
                    path(group.primary(), pair.primary());
                    path(group.backup(), pair.backup());
                }
                case null, default -> throw new RefusedException("an ECMP leg must swap, pop and forward, or be a protection pair");
            }
        }
    }

    private static void path(final PathEncoder path, final Action.Forward forward) {
        switch (forward) {
            case Action.Swap swap -> path.outLabel(swap.outLabel()).kind(ForwardKind.SWAP).payload(PayloadCode.IP);
            case Action.Php php -> path.outLabel(0).kind(ForwardKind.PHP).payload(Codes.of(php.payload()));
            case Action.Pop pop -> path.outLabel(0).kind(ForwardKind.POP).payload(Codes.of(pop.payload()));
            case null -> throw new RefusedException("a protection pair needs both its paths");
        }
        path.nextHop(forward.nextHop());
    }

    private static void noPath(final PathEncoder path) {
        path.outLabel(0).nextHop(0).kind(ForwardKind.NONE).payload(PayloadCode.IP);
    }

    int removeLabel(final long generation, final String labelSpace, final int label) {
        final byte[] space = text(labelSpace);
        removeLabel.wrapAndApplyHeader(buffer, 0, header).generation(generation).label(label).putSpace(space, 0, space.length);
        return length(removeLabel.encodedLength());
    }

    int defineAccept(final int handle, final Accept accept) {
        defineAccept.wrapAndApplyHeader(buffer, 0, header).handle(handle).accept(Codes.kind(accept));
        final byte[] name = text(Codes.name(accept));
        final byte[] address = octets(Codes.address(accept));
        defineAccept.putAcceptName(name, 0, name.length).putAcceptAddress(address, 0, address.length);
        return length(defineAccept.encodedLength());
    }

    int putBinding(final long generation, final BindingIntent intent) {
        final BindingKey key = intent.key();
        final Fec fec = fec(key);
        final byte[] entry = new byte[putLabel(generation,
            new LspIntent(0, "", "", accept(key), intent.action(), intent.ttl(), intent.tc(), null))];
        if (entry.length > MOST) {
            throw tooLarge("an entry of " + entry.length + " octets");
        }
        buffer.getBytes(0, entry);
        putBinding.wrapAndApplyHeader(buffer, 0, header).generation(generation).user(intent.user()).fec(Codes.kind(fec))
            .receivedLabel(Codes.receivedLabel(fec)).inVrf(key.vrf() == null ? Truth.NO : Truth.YES);
        final byte[] address = octets(Codes.address(fec));
        final byte[] route = text(Codes.route(fec));
        final byte[] vrf = vrf(key);
        putBinding.putFecAddress(address, 0, address.length).putRoute(route, 0, route.length).putVrf(vrf, 0, vrf.length)
            .putEntry(entry, 0, entry.length);
        return length(putBinding.encodedLength());
    }

    int leaveBinding(final long generation, final BindingKey key, final long user, final Leaving leaving) {
        final Fec fec = fec(key);
        final Accept accept = accept(key);
        leaveBinding.wrapAndApplyHeader(buffer, 0, header).generation(generation).user(user).fec(Codes.kind(fec))
            .receivedLabel(Codes.receivedLabel(fec)).inVrf(key.vrf() == null ? Truth.NO : Truth.YES).leaving(leaving)
            .accept(Codes.kind(accept));
        final byte[] address = octets(Codes.address(fec));
        final byte[] route = text(Codes.route(fec));
        final byte[] vrf = vrf(key);
        final byte[] acceptName = text(Codes.name(accept));
        final byte[] acceptAddress = octets(Codes.address(accept));
        leaveBinding.putFecAddress(address, 0, address.length).putRoute(route, 0, route.length).putVrf(vrf, 0, vrf.length)
            .putAcceptName(acceptName, 0, acceptName.length).putAcceptAddress(acceptAddress, 0, acceptAddress.length);
        return length(leaveBinding.encodedLength());
    }

    private static Accept accept(final BindingKey key) {
        if (key.accept() == null) {
            throw new RefusedException("binding: it does not say from where its label is valid");
        }
        return key.accept();
    }

    private static Fec fec(final BindingKey key) {
        switch (key.fec()) {
            case null -> throw new RefusedException("binding: it does not say which packets share its label");
            case Fec.ReceivedLabel received when received.nextHop() == null -> throw new RefusedException("binding: it names no next hop");
            case Fec.NextHop nextHop when nextHop.address() == null -> throw new RefusedException("binding: it names no next hop");
            case Fec.Route route when route.route() == null -> throw new RefusedException("binding: it names no route");
            default -> { }
        }
        return key.fec();
    }

    private static byte[] vrf(final BindingKey key) {
        return key.vrf() == null ? NOTHING : text(key.vrf());
    }

    int putNextHop(final long generation, final NextHopIntent intent) {
        putNextHop.wrapAndApplyHeader(buffer, 0, header).generation(generation).index(intent.index())
            .via(PutNextHopEncoder.viaNullValue()).backup(0).statistics(Truth.NO)
            .pipeTtl(PutNextHopEncoder.pipeTtlNullValue()).pipeTc(PutNextHopEncoder.pipeTcNullValue());
        byte[] name = NOTHING;
        byte[] address = NOTHING;
        List<NextHopIntent.Leg> legs = List.of();
        switch (intent) {
            case NextHopIntent.Direct direct -> {
                putNextHop.kind(NextHopKind.DIRECT).statistics(direct.statistics() ? Truth.YES : Truth.NO)
                    .pipeTtl(direct.pipeTtl() == null ? PutNextHopEncoder.pipeTtlNullValue() : direct.pipeTtl())
                    .pipeTc(direct.pipeTc() == null ? PutNextHopEncoder.pipeTcNullValue() : direct.pipeTc());
                name = text(direct.interfaceName());
                address = octets(direct.neighbour());
            }
            case NextHopIntent.Recursive recursive -> {
                putNextHop.kind(NextHopKind.RECURSIVE)
                    .via(recursive.via() == null ? PutNextHopEncoder.viaNullValue() : recursive.via());
                address = octets(recursive.peer());
            }
            case NextHopIntent.Group group -> {
                putNextHop.kind(NextHopKind.GROUP);
                legs = group.legs();
            }
            case NextHopIntent.Protected pair -> putNextHop.kind(NextHopKind.PROTECTED).via(pair.primary()).backup(pair.backup());
        }
        final PutNextHopEncoder.PushEncoder push = putNextHop.pushCount(count(intent.push()));
        for (final int label : intent.push()) {
            push.next().label(label);
        }
        final PutNextHopEncoder.LegsEncoder members = putNextHop.legsCount(count(legs));
        for (final NextHopIntent.Leg leg : legs) {
            members.next().weight(leg.weight()).nextHop(leg.nextHop());
        }
        putNextHop.putInterfaceName(name, 0, name.length).putAddress(address, 0, address.length);
        return length(putNextHop.encodedLength());
    }

    int putTunnel(final long generation, final TunnelIntent intent) {
        final byte[] endpoint = endpoint(intent.endpoint());
        putTunnel.wrapAndApplyHeader(buffer, 0, header).generation(generation).nextHop(intent.nextHop())
            .preference(intent.preference()).metric(intent.metric()).putEndpoint(endpoint, 0, endpoint.length);
        return length(putTunnel.encodedLength());
    }

    int removeTunnel(final long generation, final InetAddress address) {
        final byte[] endpoint = endpoint(address);
        removeTunnel.wrapAndApplyHeader(buffer, 0, header).generation(generation).putEndpoint(endpoint, 0, endpoint.length);
        return length(removeTunnel.encodedLength());
    }

    private static byte[] endpoint(final InetAddress address) {
        if (address == null) {
            throw new RefusedException("a tunnel needs the address of its end");
        }
        return octets(address);
    }

    int putNeighbour(final long generation, final NeighbourIntent intent) {
        if (intent.address() == null || intent.mac() == null) {
            throw new RefusedException("a neighbour needs an IP address and a MAC address");
        }
        final byte[] name = text(intent.interfaceName());
        final byte[] address = octets(intent.address());
        putNeighbour.wrapAndApplyHeader(buffer, 0, header).generation(generation).mac(intent.mac().bits())
            .putInterfaceName(name, 0, name.length).putAddress(address, 0, address.length);
        return length(putNeighbour.encodedLength());
    }

    int removeNeighbour(final long generation, final String interfaceName, final InetAddress neighbour) {
        if (neighbour == null) {
            throw new RefusedException("a neighbour needs an IP address");
        }
        final byte[] name = text(interfaceName);
        final byte[] address = octets(neighbour);
        removeNeighbour.wrapAndApplyHeader(buffer, 0, header).generation(generation)
            .putInterfaceName(name, 0, name.length).putAddress(address, 0, address.length);
        return length(removeNeighbour.encodedLength());
    }

    int portState(final long generation, final String port, final boolean up) {
        final byte[] name = text(port);
        portState.wrapAndApplyHeader(buffer, 0, header).generation(generation).up(up ? Truth.YES : Truth.NO)
            .putPort(name, 0, name.length);
        return length(portState.encodedLength());
    }

    int createLabelSpace(final long generation, final String labelSpace) {
        final byte[] name = text(labelSpace);
        createLabelSpace.wrapAndApplyHeader(buffer, 0, header).generation(generation).putName(name, 0, name.length);
        return length(createLabelSpace.encodedLength());
    }

    int removeLabelSpace(final long generation, final String labelSpace) {
        final byte[] name = text(labelSpace);
        removeLabelSpace.wrapAndApplyHeader(buffer, 0, header).generation(generation).putName(name, 0, name.length);
        return length(removeLabelSpace.encodedLength());
    }

    private static int length(final int encoded) {
        return MessageHeaderEncoder.ENCODED_LENGTH + encoded;
    }

    private static byte[] text(final String text) {
        if (text == null) {
            throw new RefusedException("it lacks a name");
        }
        final byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        if (octets.length > MOST) {
            throw tooLarge("a name of " + octets.length + " octets");
        }
        return octets;
    }

    private static byte[] octets(final InetAddress address) {
        return address == null ? NOTHING : address.getAddress();
    }

    private static int count(final List<?> members) {
        if (members.size() > MOST) {
            throw tooLarge(members.size() + " members");
        }
        return members.size();
    }

    private static RefusedException tooLarge(final String what) {
        return new RefusedException(RefusalReason.TOO_LARGE, what + ": a command has room for " + MOST);
    }
}
