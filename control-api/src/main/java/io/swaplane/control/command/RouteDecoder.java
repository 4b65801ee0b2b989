package io.swaplane.control.command;

import io.swaplane.control.command.codec.Family;
import io.swaplane.control.command.codec.LabelModeCode;
import io.swaplane.control.command.codec.ModelCode;
import io.swaplane.control.command.codec.PutRouteDecoder;
import io.swaplane.control.command.codec.PutVrfDecoder;
import io.swaplane.control.command.codec.RemoveRouteDecoder;
import io.swaplane.control.command.codec.RouteKind;
import io.swaplane.control.command.codec.RoutePathDecoder;
import io.swaplane.control.command.codec.RoutePathKind;
import io.swaplane.control.command.codec.Truth;
import io.swaplane.control.intent.LabelMode;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.PrefixKey;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.control.intent.RouteDistinguisher;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.RouteTarget;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.table.fib.AddressFamily;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads VRFs and routes back out of commands: the other end of {@link RouteEncoder}. Conductor only. */
final class RouteDecoder {
    private RouteDecoder() {
    }

    static VrfIntent vrf(final PutVrfDecoder command) {
        final int label = command.label();
        final RouteDistinguisher distinguisher =
            command.distinguished() == Truth.YES ? new RouteDistinguisher(command.routeDistinguisher()) : null;
        final LabelMode mode = mode(command.labelMode());
        final List<RouteTarget> imports = new ArrayList<>();
        for (final PutVrfDecoder.ImportsDecoder each : command.imports()) {
            imports.add(new RouteTarget(each.target()));
        }
        final List<RouteTarget> exports = new ArrayList<>();
        for (final PutVrfDecoder.ExportsDecoder each : command.exports()) {
            exports.add(new RouteTarget(each.target()));
        }
        return new VrfIntent(command.name(), distinguisher, imports, exports, mode, label == PutVrfDecoder.labelNullValue() ? null : label);
    }

    private static LabelMode mode(final LabelModeCode code) {
        return switch (code) {
            case PER_NEXT_HOP -> LabelMode.PER_NEXT_HOP;
            case PER_ROUTE -> LabelMode.PER_ROUTE;
            default -> LabelMode.PER_VRF;
        };
    }

    static AddressFamily family(final Family code) {
        return code == Family.IPV6 ? AddressFamily.IPV6 : AddressFamily.IPV4;
    }

    static Family code(final AddressFamily family) {
        return family == AddressFamily.IPV6 ? Family.IPV6 : Family.IPV4;
    }

    static RouteIntent route(final PutRouteDecoder command) {
        final int length = command.length();
        final RouteKind kind = command.kind();
        final ModelCode ttl = command.ttl();
        final ModelCode tc = command.tc();
        final List<RouteAction.Leg> legs = new ArrayList<>();
        for (final PutRouteDecoder.LegsDecoder each : command.legs()) {
            final RouteAction.Path primary = path(each.primary());
            final RouteAction.Path backup = path(each.backup());
            legs.add(new RouteAction.Leg(each.weight(), backup == null ? primary : new RouteAction.Protect(primary, backup)));
        }
        final String vrf = command.vrf();
        final byte[] octets = new byte[command.addressLength()];
        command.getAddress(octets, 0, octets.length);
        final RouteAction action = switch (kind) {
            case PATHS -> legs.getFirst().action();
            case ECMP -> new RouteAction.Ecmp(legs);
            case RECEIVE -> new RouteAction.Receive();
            default -> new RouteAction.Drop();
        };
        return new RouteIntent(vrf, prefix(octets, length), action, Codes.of(ttl), Codes.of(tc));
    }

    private static RouteAction.Path path(final RoutePathDecoder path) {
        final RoutePathKind kind = path.kind();
        return switch (kind) {
            case FORWARD ->
                new RouteAction.Forward(path.label() == RoutePathDecoder.labelNullValue() ? null : path.label(), path.nextHop());
            case VIA_IPV4 -> new RouteAction.Via(PrefixKey.address(AddressFamily.IPV4, path.high(), path.low()));
            case VIA_IPV6 -> new RouteAction.Via(PrefixKey.address(AddressFamily.IPV6, path.high(), path.low()));
            default -> null;
        };
    }

    /** The prefix to go; the VRF's name must have been read. */
    static Prefix prefix(final RemoveRouteDecoder command) {
        final byte[] octets = new byte[command.addressLength()];
        command.getAddress(octets, 0, octets.length);
        return prefix(octets, command.length());
    }

    private static Prefix prefix(final byte[] octets, final int length) {
        final boolean ipv6 = octets.length == 2 * Long.BYTES;
        if (!ipv6 && octets.length != Integer.BYTES || length > octets.length * Byte.SIZE) {
            throw new RefusedException("no prefix: " + octets.length + " octets of an address, length " + length);
        }
        final ByteBuffer address = ByteBuffer.wrap(octets);
        return new Prefix(ipv6 ? PrefixKey.address(AddressFamily.IPV6, address.getLong(), address.getLong())
            : PrefixKey.address(AddressFamily.IPV4, (long) address.getInt() << Integer.SIZE, 0), length);
    }
}
