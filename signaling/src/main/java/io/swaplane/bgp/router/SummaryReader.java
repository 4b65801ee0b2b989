package io.swaplane.bgp.router;

import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.MessageHeader;
import io.swaplane.bgp.message.Addresses;
import io.swaplane.bgp.message.Negotiated;
import io.swaplane.bgp.message.OpenMessage;
import io.swaplane.bgp.message.Remedy;
import io.swaplane.bgp.rib.RibTable;
import io.swaplane.bgp.session.Connection;
import io.swaplane.bgp.session.PeerAs;
import io.swaplane.bgp.session.PeerSettings;
import io.swaplane.bgp.session.PrefixLimit;
import io.swaplane.bgp.session.Session;
import io.swaplane.bgp.session.SessionEnd;
import io.swaplane.bgp.session.SessionState;
import io.swaplane.bgp.session.Sessions;
import io.swaplane.bgp.speaker.RefusedRoutes;
import io.swaplane.bgp.speaker.Speaker;
import io.swaplane.bgp.speaker.SpeakerPeer;
import io.swaplane.bgp.vpn.ClassLabels;
import io.swaplane.control.view.BgpPeerView;
import io.swaplane.control.view.BgpSummaryView;
import io.swaplane.control.view.BgpTableView;
import io.swaplane.table.AddressText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What is shown of the speaker as a whole and of its peers. On the speaker's loop. */
final class SummaryReader {
    private final long as;
    private final Speaker speaker;
    private final Sessions sessions;
    private final List<PeerLink> peers;

    SummaryReader(final long as, final Speaker speaker, final Sessions sessions, final List<PeerLink> peers) {
        this.as = as;
        this.speaker = speaker;
        this.sessions = sessions;
        this.peers = peers;
    }

    /** A router id as it is written. */
    static String dotted(final int id) {
        return Addresses.text(true, (long) id << Integer.SIZE, 0);
    }

    BgpSummaryView summary() {
        final List<BgpTableView> tables = speaker.tables().stream().filter(this::isUsed)
            .sorted(Comparator.comparing(RibTable::vrf, Comparator.nullsFirst(Comparator.naturalOrder())).thenComparing(RibTable::family))
            .map(each -> new BgpTableView(each.family().toString(), each.vrf(), each.destinations().size(), each.paths().size())).toList();
        return new BgpSummaryView(as, dotted(speaker.options().identity().routerId()), dotted(speaker.options().identity().clusterId()),
            tables, sessions.attributes().size(), speaker.octets(),
            speaker.labels().classes().stream().mapToInt(ClassLabels::size).sum(), peers.stream().map(this::peer).toList());
    }

    /** A table of the global unicast routes is always there, and of interest only when there are any. */
    private boolean isUsed(final RibTable table) {
        return table.vrf() != null || table.destinations().size() > 0
            || peers.stream().filter(each -> each.peer().vrf() == null).flatMap(each -> each.peer().session().families().stream())
            .anyMatch(each -> each.table() == table.family());
    }

    private BgpPeerView peer(final PeerLink link) {
        final PeerSettings settings = link.peer().session();
        final Session session = link.session();
        final Optional<OpenMessage> remote = session.remoteOpen();
        final Optional<Connection> connection = session.connection();
        final SessionEnd end = link.lastEnd();
        final Long remoteAs = remote.map(OpenMessage::as).orElse(settings.remoteAs() instanceof PeerAs.Number(final long number)
            ? Long.valueOf(number) : settings.internal() ? Long.valueOf(settings.localAs()) : null);
        return new BgpPeerView(link.peer().name(), AddressText.of(settings.address()),
            settings.interfaceName().isEmpty() ? null : settings.interfaceName(), link.peer().vrf(), settings.internal(),
            settings.localAs(), remoteAs, remote.map(each -> dotted(each.identifier())).orElse(null), state(session),
            TimeUnit.NANOSECONDS.toSeconds(session.sinceChange()), (int) session.holdSeconds(),
            connection.map(Connection::localEnd).orElse(null), connection.map(Connection::remoteEnd).orElse(null),
            session.counters().received(), session.counters().sent(), session.counters().received(MessageHeader.UPDATE),
            session.counters().sent(MessageHeader.UPDATE), session.counters().established(), end == null ? null : end.toString(),
            AcceptText.of(link.peer().rules().accept()), capabilities(link),
            Stream.of(Family.values()).filter(settings.families()::contains).map(each -> family(link, each)).toList(),
            link.peer().description(), faults(link),
            link.kept(), link.routes().map(each -> each.wantedWords(sessions.timers().nanoTime())).orElse(null));
    }

    private static String state(final Session session) {
        if (session.isShutDown()) {
            return "shut-down";
        }
        if (session.isHeldDown()) {
            return "prefix-limit";
        }
        return switch (session.state()) {
            case OPEN_SENT -> "open-sent";
            case OPEN_CONFIRM -> "open-confirm";
            case final SessionState other -> other.name().toLowerCase(Locale.ROOT);
        };
    }

    private static List<String> capabilities(final PeerLink link) {
        final Negotiated form = link.session().negotiated();
        final List<String> all = new ArrayList<>();
        if (form != null) {
            add(all, form.fourOctetAs(), "four-octet AS");
            add(all, form.refresh(), "route refresh");
            add(all, form.enhancedRefresh(), "enhanced route refresh");
            add(all, form.maxMessage() > MessageHeader.MAX_MESSAGE, "extended messages");
            for (final Family family : form.families()) {
                add(all, form.receivesPathIds(family) || form.sendsPathIds(family), "path ids of " + family);
                add(all, family.ipv4() && form.sendsIpv6NextHops(family), "IPv6 next hops of " + family);
            }
            add(all, link.restartWords() != null, link.restartWords());
        }
        return all;
    }

    private static void add(final List<String> all, final boolean is, final String what) {
        if (is) {
            all.add(what);
        }
    }

    private static List<BgpPeerView.Fault> faults(final PeerLink link) {
        final List<BgpPeerView.Fault> all = new ArrayList<>();
        final RefusedRoutes refused = link.refused();
        add(all, "foreign-next-hop", refused.nextHops());
        add(all, "reserved-label", refused.labels());
        add(all, "own-as", refused.ownAsPaths());
        for (final Remedy each : Remedy.values()) {
            add(all, switch (each) {
                case NONE -> null;
                case IGNORE_PREFIX -> "ignored-prefix";
                case DISCARD_ATTRIBUTE -> "discarded-attribute";
                case TREAT_AS_WITHDRAW -> "treated-as-withdraw";
                case DISABLE_FAMILY -> "disabled-family";
                case RESET_SESSION -> "reset-session";
            }, link.session().counters().remedied(each));
        }
        return all;
    }

    private static void add(final List<BgpPeerView.Fault> all, final String kind, final long count) {
        if (kind != null && count > 0) {
            all.add(new BgpPeerView.Fault(kind, count));
        }
    }

    private static BgpPeerView.Family family(final PeerLink link, final Family family) {
        final Negotiated form = link.session().negotiated();
        final Optional<SpeakerPeer> routes = link.routes();
        return new BgpPeerView.Family(family.toString(), form != null && form.has(family),
            routes.map(each -> each.isDisabled(family)).orElse(false), routes.map(each -> each.paths(family)).orElse(0),
            link.peer().session().prefixLimit(family).map(PrefixLimit::most).orElse(null));
    }
}
