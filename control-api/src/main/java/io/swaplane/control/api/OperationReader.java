package io.swaplane.control.api;

import io.swaplane.control.api.v1.AcceptFrom;
import io.swaplane.control.api.v1.Direct;
import io.swaplane.control.api.v1.EcmpLeg;
import io.swaplane.control.api.v1.LabelAction;
import io.swaplane.control.api.v1.Path;
import io.swaplane.control.api.v1.Payload;
import io.swaplane.control.api.v1.PutBinding;
import io.swaplane.control.api.v1.PutLabel;
import io.swaplane.control.api.v1.PutNeighbour;
import io.swaplane.control.api.v1.PutNextHop;
import io.swaplane.control.api.v1.PutTunnel;
import io.swaplane.control.api.v1.Recursive;
import io.swaplane.control.api.v1.Swap;
import io.swaplane.control.api.v1.TunnelModel;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.BindingIntent;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Fec;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.Model;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.table.PayloadType;
import java.net.InetAddress;
import java.util.List;

/**
 * Messages of a program stream to the records of intent. What a message cannot be (no action, no IP address) is refused with a
 * {@link RefusedException}; whether it makes sense in the router is for the conductor to say.
 */
final class OperationReader {
    private static final int UNSIGNED_SHIFT = 31;

    private OperationReader() {
    }

    static String labelSpace(final boolean given, final String name) {
        return given ? name : LspIntent.PLATFORM;
    }

    /** An unsigned 32-bit field as an {@code int}. */
    static int number(final int field, final String what) {
        if (field >>> UNSIGNED_SHIFT != 0) {
            throw new RefusedException(what + " " + Integer.toUnsignedString(field) + " is too large");
        }
        return field;
    }

    static Accept accept(final AcceptFrom from) {
        return switch (from.getFromCase()) {
            case CORE, FROM_NOT_SET -> new Accept.Core();
            case ROUTER -> new Accept.Router();
            case INTERFACE -> new Accept.Interface(from.getInterface());
            case NEIGHBOUR -> new Accept.Neighbour(from.getNeighbour().getInterface(),
                address(from.getNeighbour().getAddress(), "neighbour"));
            case SET -> new Accept.Named(from.getSet());
        };
    }

    static Model model(final TunnelModel model) {
        return switch (model) {
            case TUNNEL_MODEL_UNSPECIFIED -> null;
            case TUNNEL_MODEL_UNIFORM -> Model.UNIFORM;
            case TUNNEL_MODEL_PIPE -> Model.PIPE;
            case UNRECOGNIZED -> throw new RefusedException("there is no such tunnel model");
        };
    }

    static PayloadType payload(final Payload payload) {
        return switch (payload) {
            case PAYLOAD_IP -> PayloadType.IP;
            case PAYLOAD_IPV4 -> PayloadType.IPV4;
            case PAYLOAD_IPV6 -> PayloadType.IPV6;
            case UNRECOGNIZED -> throw new RefusedException("there is no such payload");
        };
    }

    static Action action(final LabelAction action) {
        return switch (action.getActionCase()) {
            case SWAP -> swap(action.getSwap());
            case PHP -> new Action.Php(payload(action.getPhp().getPayload()), nextHop(action.getPhp().getNextHop()));
            case POP -> new Action.Pop(payload(action.getPop().getPayload()), nextHop(action.getPop().getNextHop()));
            case LOOKUP -> new Action.Lookup(labelSpace(action.getLookup().hasLabelSpace(), action.getLookup().getLabelSpace()),
                payload(action.getLookup().getPayload()));
            case LOOKUP_VRF -> new Action.LookupVrf(action.getLookupVrf().getVrf(), payload(action.getLookupVrf().getPayload()));
            case RECEIVE -> new Action.Receive();
            case DROP -> new Action.Drop();
            case ECMP -> new Action.Ecmp(action.getEcmp().getLegsList().stream().map(OperationReader::leg).toList());
            case PROTECT -> new Action.Protect(path(action.getProtect().getPrimary()), path(action.getProtect().getBackup()));
            case ACTION_NOT_SET -> throw new RefusedException("it has no action");
        };
    }

    private static Action.Swap swap(final Swap swap) {
        return new Action.Swap(number(swap.getOutLabel(), "out label"), nextHop(swap.getNextHop()));
    }

    private static int nextHop(final int field) {
        return number(field, "next hop");
    }

    private static Action.Leg leg(final EcmpLeg leg) {
        final Action.Forward primary = path(leg.getPath());
        return new Action.Leg(weight(leg.hasWeight(), leg.getWeight()),
            leg.hasBackup() ? new Action.Protect(primary, path(leg.getBackup())) : primary);
    }

    private static int weight(final boolean given, final int weight) {
        return given ? number(weight, "weight") : 1;
    }

    private static Action.Forward path(final Path path) {
        return switch (path.getPathCase()) {
            case SWAP -> swap(path.getSwap());
            case PHP -> new Action.Php(payload(path.getPhp().getPayload()), nextHop(path.getPhp().getNextHop()));
            case POP -> new Action.Pop(payload(path.getPop().getPayload()), nextHop(path.getPop().getNextHop()));
            case PATH_NOT_SET -> throw new RefusedException("a path must swap or pop");
        };
    }

    static LspIntent label(final PutLabel put, final String owner) {
        return new LspIntent(number(put.getLabel(), "label"), labelSpace(put.hasLabelSpace(), put.getLabelSpace()), owner,
            accept(put.getAccept()), action(put.getAction()), model(put.getTtl()), model(put.getTc()),
            put.hasNextHopIndex() ? number(put.getNextHopIndex(), "next-hop index") : null);
    }

    static NextHopIntent nextHop(final PutNextHop put) {
        final int index = nextHop(put.getIndex());
        return switch (put.getKindCase()) {
            case DIRECT -> direct(index, put.getDirect());
            case RECURSIVE -> recursive(index, put.getRecursive());
            case GROUP -> new NextHopIntent.Group(index, put.getGroup().getLegsList().stream()
                .map(leg -> new NextHopIntent.Leg(weight(leg.hasWeight(), leg.getWeight()), nextHop(leg.getNextHop()))).toList());
            case PROTECTED -> new NextHopIntent.Protected(index, nextHop(put.getProtected().getPrimary()),
                nextHop(put.getProtected().getBackup()));
            case KIND_NOT_SET -> throw new RefusedException("a next hop must be direct, recursive, a group or protected");
        };
    }

    private static NextHopIntent direct(final int index, final Direct direct) {
        return new NextHopIntent.Direct(index, direct.getInterface(), address(direct.getNeighbour(), "neighbour"),
            push(direct.getPushList()), !direct.hasStatistics() || direct.getStatistics(),
            direct.hasPipeTtl() ? number(direct.getPipeTtl(), "pipe TTL") : null,
            direct.hasPipeTc() ? number(direct.getPipeTc(), "pipe TC") : null);
    }

    private static NextHopIntent recursive(final int index, final Recursive recursive) {
        return new NextHopIntent.Recursive(index, recursive.hasVia() ? nextHop(recursive.getVia()) : null,
            recursive.hasPeer() ? address(recursive.getPeer(), "peer") : null, push(recursive.getPushList()));
    }

    private static List<Integer> push(final List<Integer> labels) {
        labels.forEach(label -> number(label, "pushed label"));
        return labels;
    }

    static TunnelIntent tunnel(final PutTunnel put, final String owner) {
        return new TunnelIntent(address(put.getEndpoint(), "endpoint"), owner, nextHop(put.getNextHop()),
            number(put.getPreference(), "preference"), number(put.getMetric(), "metric"));
    }

    static NeighbourIntent neighbour(final PutNeighbour put) {
        final MacAddress mac;
        try {
            mac = MacAddress.parse(put.getMac());
        } catch (final IllegalArgumentException e) {
            throw new RefusedException(e.getMessage());
        }
        return new NeighbourIntent(put.getNeighbour().getInterface(), address(put.getNeighbour().getAddress(), "neighbour"), mac);
    }

    static BindingIntent binding(final PutBinding put) {
        return new BindingIntent(key(put.getKey()), put.getUser(), action(put.getAction()), model(put.getTtl()), model(put.getTc()));
    }

    static BindingKey key(final io.swaplane.control.api.v1.BindingKey key) {
        final Fec fec = switch (key.getFecCase()) {
            case RECEIVED_LABEL -> new Fec.ReceivedLabel(address(key.getReceivedLabel().getNextHop(), "next hop"),
                number(key.getReceivedLabel().getLabel(), "received label"));
            case WHOLE_VRF -> new Fec.WholeVrf();
            case NEXT_HOP -> new Fec.NextHop(address(key.getNextHop(), "next hop"));
            case ROUTE -> new Fec.Route(key.getRoute());
            case FEC_NOT_SET -> throw new RefusedException("binding: it does not say which packets share its label");
        };
        return new BindingKey(fec, accept(key.getAccept()), key.hasVrf() ? key.getVrf() : null);
    }

    /** An IP address; names are not looked up. */
    static InetAddress address(final String text, final String what) {
        try {
            // Four numbers or colons: the JDK also reads addresses of fewer numbers.
            if (text.indexOf(':') >= 0 || text.chars().filter(each -> each == '.').count() == 3) {
                return InetAddress.ofLiteral(text);
            }
        } catch (final IllegalArgumentException e) {
            throw new RefusedException(what + ": '" + text + "' is no IP address");
        }
        throw new RefusedException(what + ": '" + text + "' is no IP address");
    }
}
