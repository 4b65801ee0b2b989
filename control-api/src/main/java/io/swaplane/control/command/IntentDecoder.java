package io.swaplane.control.command;

import io.swaplane.control.command.codec.AcceptKind;
import io.swaplane.control.command.codec.ActionKind;
import io.swaplane.control.command.codec.DefineAcceptDecoder;
import io.swaplane.control.command.codec.FecKind;
import io.swaplane.control.command.codec.LeaveBindingDecoder;
import io.swaplane.control.command.codec.MessageHeaderDecoder;
import io.swaplane.control.command.codec.ModelCode;
import io.swaplane.control.command.codec.PathDecoder;
import io.swaplane.control.command.codec.PayloadCode;
import io.swaplane.control.command.codec.PutBindingDecoder;
import io.swaplane.control.command.codec.PutLabelDecoder;
import io.swaplane.control.command.codec.PutNeighbourDecoder;
import io.swaplane.control.command.codec.PutNextHopDecoder;
import io.swaplane.control.command.codec.PutTunnelDecoder;
import io.swaplane.control.command.codec.RemoveNeighbourDecoder;
import io.swaplane.control.command.codec.RemoveTunnelDecoder;
import io.swaplane.control.command.codec.Truth;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.BindingIntent;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Fec;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.TunnelIntent;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads the intent's records back out of commands: the other end of {@link IntentEncoder}. Conductor only. */
final class IntentDecoder {
    private IntentDecoder() {
    }

    /** A label entry; its owner is the session's. */
    static LspIntent label(final PutLabelDecoder command, final String owner) {
        final int label = command.label();
        final Integer index = optional(command.nextHopIndex(), PutLabelDecoder.nextHopIndexNullValue());
        final ActionKind kind = command.action();
        final PayloadCode payload = command.payload();
        final ModelCode ttl = command.ttl();
        final ModelCode tc = command.tc();
        final AcceptKind acceptKind = command.accept();
        final List<Action.Leg> legs = legs(command.legs());
        final String space = command.space();
        final String lookupSpace = command.lookupSpace();
        final Accept accept = Codes.accept(acceptKind, command.acceptName(), acceptAddress(command));
        final Action action = switch (kind) {
            case PATHS -> legs.getFirst().action();
            case ECMP -> new Action.Ecmp(legs);
            case LOOKUP -> new Action.Lookup(lookupSpace, Codes.of(payload));
            case LOOKUP_VRF -> new Action.LookupVrf(lookupSpace, Codes.of(payload));
            case RECEIVE -> new Action.Receive();
            default -> new Action.Drop();
        };
        return new LspIntent(label, space, owner, accept, action, Codes.of(ttl), Codes.of(tc), index);
    }

    private static List<Action.Leg> legs(final PutLabelDecoder.LegsDecoder group) {
        final List<Action.Leg> legs = new ArrayList<>(group.count());
        while (group.hasNext()) {
            group.next();
            final Action.Forward primary = path(group.primary());
            final Action.Forward backup = path(group.backup());
            legs.add(new Action.Leg(group.weight(), backup == null ? primary : new Action.Protect(primary, backup)));
        }
        return legs;
    }

    private static Action.Forward path(final PathDecoder path) {
        return switch (path.kind()) {
            case SWAP -> new Action.Swap(path.outLabel(), path.nextHop());
            case PHP -> new Action.Php(Codes.of(path.payload()), path.nextHop());
            case POP -> new Action.Pop(Codes.of(path.payload()), path.nextHop());
            default -> null;
        };
    }

    private static InetAddress acceptAddress(final PutLabelDecoder command) {
        final byte[] octets = new byte[command.acceptAddressLength()];
        command.getAcceptAddress(octets, 0, octets.length);
        return Codes.address(octets);
    }

    static Accept accept(final DefineAcceptDecoder command) {
        final AcceptKind kind = command.accept();
        final String name = command.acceptName();
        final byte[] octets = new byte[command.acceptAddressLength()];
        command.getAcceptAddress(octets, 0, octets.length);
        return Codes.accept(kind, name, Codes.address(octets));
    }

    /** A user of a label binding. */
    static BindingIntent binding(final PutBindingDecoder command) {
        final long user = command.user();
        final FecKind kind = command.fec();
        final int received = command.receivedLabel();
        final boolean inVrf = command.inVrf() == Truth.YES;
        final byte[] address = new byte[command.fecAddressLength()];
        command.getFecAddress(address, 0, address.length);
        final String route = command.route();
        final String vrf = command.vrf();
        final DirectBuffer wrapped = new UnsafeBuffer();
        command.wrapEntry(wrapped);
        final LspIntent entry = label(new PutLabelDecoder().wrapAndApplyHeader(wrapped, 0, new MessageHeaderDecoder()), "");
        final BindingKey key =
            new BindingKey(fec(kind, Codes.address(address), received, route), entry.accept(), inVrf ? vrf : null);
        return new BindingIntent(key, user, entry.action(), entry.ttl(), entry.tc());
    }

    /** The binding that a user leaves. */
    static BindingKey key(final LeaveBindingDecoder command) {
        final FecKind kind = command.fec();
        final int received = command.receivedLabel();
        final boolean inVrf = command.inVrf() == Truth.YES;
        final AcceptKind acceptKind = command.accept();
        final byte[] address = new byte[command.fecAddressLength()];
        command.getFecAddress(address, 0, address.length);
        final String route = command.route();
        final String vrf = command.vrf();
        final String acceptName = command.acceptName();
        final byte[] acceptAddress = new byte[command.acceptAddressLength()];
        command.getAcceptAddress(acceptAddress, 0, acceptAddress.length);
        return new BindingKey(fec(kind, Codes.address(address), received, route),
            Codes.accept(acceptKind, acceptName, Codes.address(acceptAddress)), inVrf ? vrf : null);
    }

    private static Fec fec(final FecKind kind, final InetAddress address, final int received, final String route) {
        return switch (kind) {
            case WHOLE_VRF -> new Fec.WholeVrf();
            case NEXT_HOP -> new Fec.NextHop(address);
            case ROUTE -> new Fec.Route(route);
            default -> new Fec.ReceivedLabel(address, received);
        };
    }

    /** A next hop, under an index that may not be the command's. */
    static NextHopIntent nextHop(final PutNextHopDecoder command, final int index) {
        final List<Integer> push = new ArrayList<>();
        for (final PutNextHopDecoder.PushDecoder each : command.push()) {
            push.add(each.label());
        }
        final List<NextHopIntent.Leg> legs = new ArrayList<>();
        for (final PutNextHopDecoder.LegsDecoder each : command.legs()) {
            legs.add(new NextHopIntent.Leg(each.weight(), each.nextHop()));
        }
        final String name = command.interfaceName();
        final byte[] octets = new byte[command.addressLength()];
        command.getAddress(octets, 0, octets.length);
        final InetAddress address = Codes.address(octets);
        return switch (command.kind()) {
            case GROUP -> new NextHopIntent.Group(index, legs);
            case PROTECTED -> new NextHopIntent.Protected(index, command.via(), command.backup());
            case RECURSIVE ->
                new NextHopIntent.Recursive(index, optional(command.via(), PutNextHopDecoder.viaNullValue()), address, push);
            default -> new NextHopIntent.Direct(index, name, address, push, command.statistics() == Truth.YES,
                optional(command.pipeTtl(), PutNextHopDecoder.pipeTtlNullValue()),
                optional(command.pipeTc(), PutNextHopDecoder.pipeTcNullValue()));
        };
    }

    /** A tunnel; its owner is the session's. */
    static TunnelIntent tunnel(final PutTunnelDecoder command, final String owner) {
        final byte[] octets = new byte[command.endpointLength()];
        command.getEndpoint(octets, 0, octets.length);
        return new TunnelIntent(Codes.address(octets), owner, command.nextHop(), command.preference(), command.metric());
    }

    static InetAddress endpoint(final RemoveTunnelDecoder command) {
        final byte[] octets = new byte[command.endpointLength()];
        command.getEndpoint(octets, 0, octets.length);
        return Codes.address(octets);
    }

    static NeighbourIntent neighbour(final PutNeighbourDecoder command) {
        final String name = command.interfaceName();
        final byte[] octets = new byte[command.addressLength()];
        command.getAddress(octets, 0, octets.length);
        return new NeighbourIntent(name, Codes.address(octets), new MacAddress(command.mac()));
    }

    /** The neighbour's address; its interface's name must have been read. */
    static InetAddress address(final RemoveNeighbourDecoder command) {
        final byte[] octets = new byte[command.addressLength()];
        command.getAddress(octets, 0, octets.length);
        return Codes.address(octets);
    }

    private static Integer optional(final int value, final int none) {
        return value == none ? null : value;
    }
}
