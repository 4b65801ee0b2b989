package io.swaplane.control.command;

import io.swaplane.control.command.codec.DefineVrfEncoder;
import io.swaplane.control.command.codec.LabelModeCode;
import io.swaplane.control.command.codec.MessageHeaderEncoder;
import io.swaplane.control.command.codec.PutRouteEncoder;
import io.swaplane.control.command.codec.PutVrfEncoder;
import io.swaplane.control.command.codec.RemoveRouteEncoder;
import io.swaplane.control.command.codec.RemoveVrfEncoder;
import io.swaplane.control.command.codec.RouteKind;
import io.swaplane.control.command.codec.RoutePathEncoder;
import io.swaplane.control.command.codec.RoutePathKind;
import io.swaplane.control.command.codec.Truth;
import io.swaplane.control.intent.LabelMode;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.PrefixKey;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.RouteTarget;
import io.swaplane.control.intent.VrfIntent;
import java.net.InetAddress;
import java.util.List;
import org.agrona.MutableDirectBuffer;

/** Writes commands about VRFs and routes into {@link IntentEncoder}'s buffer, and gives their length. One thread. */
final class RouteEncoder {
    private final MutableDirectBuffer buffer;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final PutVrfEncoder putVrf = new PutVrfEncoder();
    private final RemoveVrfEncoder removeVrf = new RemoveVrfEncoder();
    private final DefineVrfEncoder defineVrf = new DefineVrfEncoder();
    private final PutRouteEncoder putRoute = new PutRouteEncoder();
    private final RemoveRouteEncoder removeRoute = new RemoveRouteEncoder();

    RouteEncoder(final MutableDirectBuffer buffer) {
        this.buffer = buffer;
    }

    int putVrf(final long generation, final VrfIntent intent) {
        if (intent.labelMode() == null) {
            throw new RefusedException("a VRF needs a label mode");
        }
        final byte[] name = IntentEncoder.text(intent.name());
        putVrf.wrapAndApplyHeader(buffer, 0, header).generation(generation)
            .routeDistinguisher(intent.routeDistinguisher() == null ? 0 : intent.routeDistinguisher().value())
            .distinguished(intent.routeDistinguisher() == null ? Truth.NO : Truth.YES)
            .label(intent.label() == null ? PutVrfEncoder.labelNullValue() : intent.label()).labelMode(code(intent.labelMode()));
        final PutVrfEncoder.ImportsEncoder imports = putVrf.importsCount(IntentEncoder.count(intent.imports()));
        for (final RouteTarget target : intent.imports()) {
            imports.next().target(target.value());
        }
        final PutVrfEncoder.ExportsEncoder exports = putVrf.exportsCount(IntentEncoder.count(intent.exports()));
        for (final RouteTarget target : intent.exports()) {
            exports.next().target(target.value());
        }
        putVrf.putName(name, 0, name.length);
        return IntentEncoder.length(putVrf.encodedLength());
    }

    private static LabelModeCode code(final LabelMode mode) {
        return switch (mode) {
            case PER_VRF -> LabelModeCode.PER_VRF;
            case PER_NEXT_HOP -> LabelModeCode.PER_NEXT_HOP;
            case PER_ROUTE -> LabelModeCode.PER_ROUTE;
        };
    }

    int removeVrf(final long generation, final String vrf) {
        final byte[] name = IntentEncoder.text(vrf);
        removeVrf.wrapAndApplyHeader(buffer, 0, header).generation(generation).putName(name, 0, name.length);
        return IntentEncoder.length(removeVrf.encodedLength());
    }

    int defineVrf(final int handle, final String vrf) {
        final byte[] name = IntentEncoder.text(vrf);
        defineVrf.wrapAndApplyHeader(buffer, 0, header).handle(handle).putName(name, 0, name.length);
        return IntentEncoder.length(defineVrf.encodedLength());
    }

    int putRoute(final long generation, final RouteIntent intent) {
        if (intent.action() == null) {
            throw new RefusedException("it has no action");
        }
        final byte[] vrf = IntentEncoder.text(intent.vrf());
        final byte[] address = address(intent.prefix());
        putRoute.wrapAndApplyHeader(buffer, 0, header).generation(generation).length((short) intent.prefix().length())
            .kind(kind(intent.action())).ttl(Codes.of(intent.ttl())).tc(Codes.of(intent.tc()));
        legs(intent.action());
        putRoute.putVrf(vrf, 0, vrf.length).putAddress(address, 0, address.length);
        return IntentEncoder.length(putRoute.encodedLength());
    }

    private static RouteKind kind(final RouteAction action) {
        return switch (action) {
            case RouteAction.Path path -> RouteKind.PATHS;
            case RouteAction.Protect pair -> RouteKind.PATHS;
            case RouteAction.Ecmp ecmp -> RouteKind.ECMP;
            case RouteAction.Receive receive -> RouteKind.RECEIVE;
            case RouteAction.Drop drop -> RouteKind.DROP;
        };
    }

    private void legs(final RouteAction action) {
        final List<RouteAction.Leg> legs = switch (action) {
            case RouteAction.Ecmp ecmp -> ecmp.legs();
            case RouteAction.Path path -> List.of(new RouteAction.Leg(0, path));
            case RouteAction.Protect pair -> List.of(new RouteAction.Leg(0, pair));
            default -> List.of();
        };
        final PutRouteEncoder.LegsEncoder group = putRoute.legsCount(IntentEncoder.count(legs));
        for (final RouteAction.Leg leg : legs) {
            group.next().weight(leg.weight());
            switch (leg.action()) {
                case RouteAction.Path path -> {
                    path(group.primary(), path);
                    noPath(group.backup());
                }
                case RouteAction.Protect pair -> {
                    path(group.primary(), pair.primary());
                    path(group.backup(), pair.backup());
                }
                case null, default -> throw new RefusedException("an ECMP leg of a route must forward, or be a protection pair");
            }
        }
    }

    private static void path(final RoutePathEncoder to, final RouteAction.Path path) {
        switch (path) {
            case RouteAction.Forward forward -> to.high(0).low(0).nextHop(forward.nextHop()).kind(RoutePathKind.FORWARD)
                .label(forward.label() == null ? RoutePathEncoder.labelNullValue() : forward.label());
            case RouteAction.Via via -> {
                final InetAddress gateway = gateway(via);
                to.high(PrefixKey.high(gateway)).low(PrefixKey.low(gateway)).nextHop(0).label(RoutePathEncoder.labelNullValue())
                    .kind(PrefixKey.isIpv6(gateway) ? RoutePathKind.VIA_IPV6 : RoutePathKind.VIA_IPV4);
            }
            case null -> throw new RefusedException("a protection pair needs both its paths");
        }
    }

    private static InetAddress gateway(final RouteAction.Via via) {
        if (via.gateway() == null) {
            throw new RefusedException("a gateway needs an address");
        }
        return via.gateway();
    }

    private static void noPath(final RoutePathEncoder path) {
        path.high(0).low(0).label(RoutePathEncoder.labelNullValue()).nextHop(0).kind(RoutePathKind.NONE);
    }

    int removeRoute(final long generation, final String vrf, final Prefix prefix) {
        final byte[] name = IntentEncoder.text(vrf);
        final byte[] address = address(prefix);
        removeRoute.wrapAndApplyHeader(buffer, 0, header).generation(generation).length((short) prefix.length())
            .putVrf(name, 0, name.length).putAddress(address, 0, address.length);
        return IntentEncoder.length(removeRoute.encodedLength());
    }

    private static byte[] address(final Prefix prefix) {
        if (prefix == null) {
            throw new RefusedException("a route needs a prefix");
        }
        return prefix.address().getAddress();
    }
}
