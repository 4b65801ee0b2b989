package io.swaplane.router.lab;

import io.swaplane.control.api.BgpState;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.control.view.BgpPathView;
import io.swaplane.control.view.BgpPeerView;
import io.swaplane.control.view.BgpRouteFilter;
import io.swaplane.control.view.BgpRouteView;
import io.swaplane.control.view.BindingPage;
import io.swaplane.control.view.BindingView;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;

/**
 * Which labels a lab's router has given to whoever is behind an interface of it: by what it said and is configured for, not by its tables.
 */
final class Given {
    private static final int PAGE = 1000;
    private static final int FIRST_ORDINARY = 16;

    private final LabRouter router;
    private final RouterIntent intent;

    Given(final LabRouter router) {
        this.router = router;
        this.intent = router.configured();
    }

    /** Labels that BGP peers behind an interface were told and are not told otherwise yet, and those of the configuration. */
    Set<Integer> now(final InterfaceIntent on) throws StateUnavailableException {
        final Set<Integer> labels = configured(on);
        final BgpState bgp = router.bgp();
        if (bgp != null) {
            for (final BgpPeerView peer : bgp.summary().peers()) {
                if (accepts(on, peer.accept())) {
                    labels.addAll(told(bgp, peer));
                }
            }
        }
        return labels;
    }

    /** Labels bound for whoever is behind an interface, those included that have been given up and rest; and those of the configuration. */
    Set<Integer> lately(final InterfaceIntent on) throws TimeoutException {
        final Set<Integer> labels = configured(on);
        final BindingPage page = router.tasks().ask(() -> router.conductor().bindings(0, PAGE));
        for (final BindingView each : page.bindings()) {
            if (accepts(on, each.accept())) {
                labels.add(each.label());
            }
        }
        return labels;
    }

    private Set<Integer> configured(final InterfaceIntent on) {
        final Set<Integer> labels = new TreeSet<>();
        intent.lsps().stream().filter(each -> on.ownLabelSpace() ? each.labelSpace().equals(on.name())
            : each.labelSpace().equals(LspIntent.PLATFORM)).filter(each -> accepts(on, each.accept()))
            .forEach(each -> labels.add(each.label()));
        return labels;
    }

    private static Set<Integer> told(final BgpState bgp, final BgpPeerView peer) throws StateUnavailableException {
        final Set<Integer> labels = new TreeSet<>();
        final BgpState.Routes routes =
            bgp.routes(new BgpRouteFilter(null, peer.vrf(), null, BgpRouteFilter.Match.WITHIN, peer.name(), true));
        for (List<BgpRouteView> page = routes.next(PAGE); page != null; page = routes.next(PAGE)) {
            page.stream().flatMap(each -> each.paths().stream()).flatMap(each -> each.inLabels().stream())
                .map(BgpPathView.InLabel::label).filter(each -> each >= FIRST_ORDINARY).forEach(labels::add);
        }
        return labels;
    }

    private boolean accepts(final InterfaceIntent on, final Accept accept) {
        return switch (accept) {
            case Accept.Core core -> on.mpls() == MplsMode.CORE;
            case Accept.Router all -> on.mpls() != MplsMode.OFF && isOutsideVrfs(on);
            case Accept.Interface one -> one.name().equals(on.name());
            case Accept.Neighbour one -> one.interfaceName().equals(on.name());
            case Accept.Named set -> intent.acceptSets().stream().filter(each -> each.name().equals(set.setName()))
                .flatMap(each -> each.members().stream()).anyMatch(each -> accepts(on, each));
        };
    }

    /** The class as {@code show} writes it. */
    private boolean accepts(final InterfaceIntent on, final String accept) {
        final String[] words = accept.split(" ");
        return accepts(on, switch (words[0]) {
            case "core" -> new Accept.Core();
            case "router" -> new Accept.Router();
            case "interface" -> new Accept.Interface(words[1]);
            case "neighbor" -> new Accept.Neighbour(words[3], InetAddress.ofLiteral(words[1]));
            case "set" -> new Accept.Named(words[1]);
            default -> throw new IllegalArgumentException("from where is '" + accept + "'?");
        });
    }

    private static boolean isOutsideVrfs(final InterfaceIntent on) {
        return on.vrf() == null || on.vrf().equals(VrfIntent.GLOBAL);
    }
}
