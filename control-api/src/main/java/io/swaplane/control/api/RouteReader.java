package io.swaplane.control.api;

import io.swaplane.control.api.v1.PutRoute;
import io.swaplane.control.api.v1.PutVrf;
import io.swaplane.control.api.v1.RouteForward;
import io.swaplane.control.api.v1.RouteLeg;
import io.swaplane.control.api.v1.RoutePath;
import io.swaplane.control.intent.LabelMode;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.control.intent.RouteDistinguisher;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.RouteTarget;
import io.swaplane.control.intent.VrfIntent;
import java.util.List;
import java.util.function.Function;

/** Messages of a program stream about VRFs and routes to the records of intent; as {@link OperationReader}. */
final class RouteReader {
    private RouteReader() {
    }

    static String vrf(final boolean given, final String name) {
        return given ? name : VrfIntent.GLOBAL;
    }

    static VrfIntent vrf(final PutVrf put) {
        return new VrfIntent(put.getName(),
            put.hasRouteDistinguisher() ? parse(put.getRouteDistinguisher(), RouteDistinguisher::parse) : null,
            targets(put.getImportsList()), targets(put.getExportsList()), switch (put.getLabelMode()) {
                case LABEL_MODE_UNSPECIFIED, LABEL_MODE_PER_VRF -> LabelMode.PER_VRF;
                case LABEL_MODE_PER_NEXT_HOP -> LabelMode.PER_NEXT_HOP;
                case LABEL_MODE_PER_ROUTE -> LabelMode.PER_ROUTE;
                case UNRECOGNIZED -> throw new RefusedException("there is no such label mode");
            }, put.hasLabel() ? OperationReader.number(put.getLabel(), "label") : null);
    }

    private static List<RouteTarget> targets(final List<String> texts) {
        return texts.stream().map(text -> parse(text, RouteTarget::parse)).toList();
    }

    private static <T> T parse(final String text, final Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (final IllegalArgumentException e) {
            throw new RefusedException(e.getMessage());
        }
    }

    static RouteIntent route(final PutRoute put) {
        return new RouteIntent(vrf(put.hasVrf(), put.getVrf()), Decoder.prefix(put.getPrefix()), action(put.getAction()),
            OperationReader.model(put.getTtl()), OperationReader.model(put.getTc()));
    }

    private static RouteAction action(final io.swaplane.control.api.v1.RouteAction action) {
        return switch (action.getActionCase()) {
            case FORWARD -> forward(action.getForward());
            case VIA -> new RouteAction.Via(OperationReader.address(action.getVia(), "gateway"));
            case RECEIVE -> new RouteAction.Receive();
            case DROP -> new RouteAction.Drop();
            case ECMP -> new RouteAction.Ecmp(action.getEcmp().getLegsList().stream().map(RouteReader::leg).toList());
            case PROTECT -> new RouteAction.Protect(path(action.getProtect().getPrimary()), path(action.getProtect().getBackup()));
            case ACTION_NOT_SET -> throw new RefusedException("it has no action");
        };
    }

    private static RouteAction.Leg leg(final RouteLeg leg) {
        final RouteAction.Path primary = path(leg.getPath());
        return new RouteAction.Leg(leg.hasWeight() ? OperationReader.number(leg.getWeight(), "weight") : 1,
            leg.hasBackup() ? new RouteAction.Protect(primary, path(leg.getBackup())) : primary);
    }

    private static RouteAction.Path path(final RoutePath path) {
        return switch (path.getPathCase()) {
            case FORWARD -> forward(path.getForward());
            case VIA -> new RouteAction.Via(OperationReader.address(path.getVia(), "gateway"));
            case PATH_NOT_SET -> throw new RefusedException("a path must go by a next hop or via a gateway");
        };
    }

    private static RouteAction.Forward forward(final RouteForward forward) {
        return new RouteAction.Forward(forward.hasLabel() ? OperationReader.number(forward.getLabel(), "label") : null,
            OperationReader.number(forward.getNextHop(), "next hop"));
    }
}
