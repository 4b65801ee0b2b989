package io.swaplane.control.command;

import io.swaplane.control.command.codec.AcceptKind;
import io.swaplane.control.command.codec.FecKind;
import io.swaplane.control.command.codec.ModelCode;
import io.swaplane.control.command.codec.PayloadCode;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Fec;
import io.swaplane.control.intent.Model;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.table.PayloadType;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** The intent's small values and their codes in commands. */
final class Codes {
    private Codes() {
    }

    static ModelCode of(final Model model) {
        if (model == null) {
            return ModelCode.ROUTERS;
        }
        return switch (model) {
            case UNIFORM -> ModelCode.UNIFORM;
            case PIPE -> ModelCode.PIPE;
        };
    }

    static Model of(final ModelCode code) {
        return switch (code) {
            case UNIFORM -> Model.UNIFORM;
            case PIPE -> Model.PIPE;
            default -> null;
        };
    }

    static PayloadCode of(final PayloadType payload) {
        if (payload == null) {
            throw new RefusedException("it does not say what a pop lays bare");
        }
        return switch (payload) {
            case IP -> PayloadCode.IP;
            case IPV4 -> PayloadCode.IPV4;
            case IPV6 -> PayloadCode.IPV6;
        };
    }

    static PayloadType of(final PayloadCode code) {
        return switch (code) {
            case IPV4 -> PayloadType.IPV4;
            case IPV6 -> PayloadType.IPV6;
            default -> PayloadType.IP;
        };
    }

    static FecKind kind(final Fec fec) {
        return switch (fec) {
            case Fec.ReceivedLabel each -> FecKind.RECEIVED_LABEL;
            case Fec.WholeVrf each -> FecKind.WHOLE_VRF;
            case Fec.NextHop each -> FecKind.NEXT_HOP;
            case Fec.Route each -> FecKind.ROUTE;
        };
    }

    /** The received label in a class, 0 when it has none. */
    static int receivedLabel(final Fec fec) {
        return fec instanceof Fec.ReceivedLabel each ? each.label() : 0;
    }

    /** The route in a class, empty when it has none. */
    static String route(final Fec fec) {
        return fec instanceof Fec.Route each ? each.route() : "";
    }

    /** The address in a class, or null. */
    static InetAddress address(final Fec fec) {
        return switch (fec) {
            case Fec.ReceivedLabel each -> each.nextHop();
            case Fec.NextHop each -> each.address();
            default -> null;
        };
    }

    static AcceptKind kind(final Accept accept) {
        if (accept == null) {
            throw new RefusedException("it does not say from where it is valid");
        }
        return switch (accept) {
            case Accept.Core core -> AcceptKind.CORE;
            case Accept.Router router -> AcceptKind.ROUTER;
            case Accept.Interface each -> AcceptKind.INTERFACE;
            case Accept.Neighbour each -> AcceptKind.NEIGHBOUR;
            case Accept.Named each -> AcceptKind.NAMED;
        };
    }

    /** The name in an ingress, empty when it has none. */
    static String name(final Accept accept) {
        return switch (accept) {
            case Accept.Core core -> "";
            case Accept.Router router -> "";
            case Accept.Interface each -> each.name();
            case Accept.Neighbour each -> each.interfaceName();
            case Accept.Named each -> each.setName();
        };
    }

    /** The address in an ingress, or null. */
    static InetAddress address(final Accept accept) {
        return accept instanceof Accept.Neighbour each ? each.address() : null;
    }

    static Accept accept(final AcceptKind kind, final String name, final InetAddress address) {
        return switch (kind) {
            case ROUTER -> new Accept.Router();
            case INTERFACE -> new Accept.Interface(name);
            case NEIGHBOUR -> new Accept.Neighbour(name, address);
            case NAMED -> new Accept.Named(name);
            default -> new Accept.Core();
        };
    }

    static InetAddress address(final byte[] octets) {
        if (octets.length == 0) {
            return null;
        }
        try {
            return InetAddress.getByAddress(octets);
        } catch (final UnknownHostException e) {
            throw new RefusedException("an IP address of " + octets.length + " octets");
        }
    }
}
