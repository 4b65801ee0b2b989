package io.swaplane.control;

import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.Model;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.table.AddressText;
import io.swaplane.table.DropReason;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.GroupLayout;
import io.swaplane.table.IlmLayout;
import io.swaplane.table.Operation;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Turns what is to be done with a route's packets into its forwarding word, and counts what words lead to. A word is used by each route of
 * a producer that has it; what leaked from one VRF to others is not counted, as it goes with its origin. Conductor only.
 */
final class RouteWords {
    private final NextHopGraph nextHops;
    private final Adjacencies adjacencies;
    private final Groups groups;
    private final Defaults defaults;
    private final RouteGroups routeGroups = new RouteGroups();

    RouteWords(final NextHopGraph nextHops, final Adjacencies adjacencies, final Groups groups, final Defaults defaults) {
        this.nextHops = nextHops;
        this.adjacencies = adjacencies;
        this.groups = groups;
        this.defaults = defaults;
    }

    /** The word of a route by one next hop, in use. */
    long use(final Vrf vrf, final long forwarding) {
        if (!Forwarding.isValid(forwarding) || Forwarding.op(forwarding) != Forwarding.SWAP) {
            throw new RefusedException("0x" + Long.toHexString(forwarding) + " is not what can be done with a route's packets");
        }
        final int nextHop = Forwarding.nextHop(forwarding);
        nextHops.checkLeg(nextHop, Forwarding.replacesLabel(forwarding), vrf.name());
        final long word = models(ForwardingWord.push(Forwarding.outLabel(forwarding), nextHop),
            isPipe(Forwarding.ttl(forwarding), defaults.ttl()), isPipe(Forwarding.tc(forwarding), defaults.tc()));
        usePath(word, vrf.name());
        return word;
    }

    /**
     * The word of any route, in use.
     *
     * @throws RefusedException when it cannot be made; nothing is left of it.
     */
    long use(final Vrf vrf, final RouteIntent intent) {
        final boolean ttlPipe = isPipe(intent.ttl(), defaults.ttl());
        final boolean tcPipe = isPipe(intent.tc(), defaults.tc());
        return switch (intent.action()) {
            case RouteAction.Path path -> {
                final long word = path(vrf, path, ttlPipe, tcPipe);
                usePath(word, vrf.name());
                yield word;
            }
            case RouteAction.Receive receive -> ForwardingWord.receive(vrf.number);
            case RouteAction.Drop drop -> ForwardingWord.drop(DropReason.ADMINISTRATIVE);
            case RouteAction.Ecmp ecmp -> group(vrf, ecmp, ttlPipe, tcPipe);
            case RouteAction.Protect pair -> group(vrf, pair, ttlPipe, tcPipe);
            case null -> throw new RefusedException("it has no action");
        };
    }

    private static boolean isPipe(final Model model, final Model routers) {
        return Objects.requireNonNullElse(model, routers) == Model.PIPE;
    }

    private static long models(final long word, final boolean ttlPipe, final boolean tcPipe) {
        return ForwardingWord.withTcPipe(ForwardingWord.withTtlPipe(word, ttlPipe), tcPipe);
    }

    /** The word that leads to a neighbour. */
    long host(final Adjacency adjacency) {
        return models(ForwardingWord.push(ForwardingWord.NO_LABEL, adjacency.index), defaults.ttl() == Model.PIPE,
            defaults.tc() == Model.PIPE);
    }

    /** A path's word, not in use yet: an adjacency that was made for it is to be used next. */
    private long path(final Vrf vrf, final RouteAction.Path path, final boolean ttlPipe, final boolean tcPipe) {
        return models(switch (path) {
            case RouteAction.Forward forward -> {
                final int label = forward.label() == null ? ForwardingWord.NO_LABEL : forward.label();
                if (label < 0 || label >= IlmLayout.LABELS) {
                    throw new RefusedException("label " + label + " must be 0 to " + (IlmLayout.LABELS - 1));
                }
                nextHops.checkLeg(forward.nextHop(), label != ForwardingWord.NO_LABEL, vrf.name());
                yield ForwardingWord.push(label, forward.nextHop());
            }
            case RouteAction.Via via -> ForwardingWord.push(ForwardingWord.NO_LABEL, gateway(vrf, via.gateway()).index);
            case null -> throw new RefusedException("a protection pair needs both its paths");
        }, ttlPipe, tcPipe);
    }

    private Adjacency gateway(final Vrf vrf, final InetAddress address) {
        if (address == null) {
            throw new RefusedException("a gateway needs an address");
        }
        final Link link = vrf.link(address);
        if (link != null && !link.canBeNeighbours(address)) {
            throw new RefusedException("gateway " + AddressText.of(address) + " is the router's own or no host's address on "
                + link.on().name());
        }
        return adjacencies.get(link == null ? Adjacency.NOWHERE : link.interfaceNumber(), address);
    }

    private long group(final Vrf vrf, final RouteAction action, final boolean ttlPipe, final boolean tcPipe) {
        final RouteGroups.Key key = new RouteGroups.Key(vrf.name(), action, ttlPipe, tcPipe);
        final RouteGroups.Made known = routeGroups.find(key);
        final RouteGroups.Made made = known != null ? known : make(vrf, key);
        routeGroups.use(ForwardingWord.nextHop(made.word()));
        return made.word();
    }

    private RouteGroups.Made make(final Vrf vrf, final RouteGroups.Key key) {
        final List<Integer> ids = new ArrayList<>();
        final List<Long> legs = new ArrayList<>();
        try {
            final long word = key.action() instanceof RouteAction.Ecmp ecmp ? ecmp(vrf, key, ecmp, ids, legs)
                : protection(vrf, key, (RouteAction.Protect) key.action(), ids, legs);
            final RouteGroups.Made made = new RouteGroups.Made(key, word, ids, legs);
            routeGroups.add(ForwardingWord.nextHop(word), made);
            return made;
        } catch (final RefusedException e) {
            groups.discard(ids);
            legs.forEach(leg -> releasePath(leg, vrf.name()));
            throw e;
        }
    }

    private long ecmp(final Vrf vrf, final RouteGroups.Key key, final RouteAction.Ecmp ecmp, final List<Integer> ids,
                      final List<Long> legs) {
        if (ecmp.legs().isEmpty() || ecmp.legs().size() > GroupLayout.MAX_BUCKETS) {
            throw new RefusedException(
                ecmp.legs().size() > GroupLayout.MAX_BUCKETS ? RefusalReason.TOO_LARGE : RefusalReason.INVALID,
                ecmp.legs().size() + " ECMP legs: must be 1 to " + GroupLayout.MAX_BUCKETS);
        }
        final long[] words = new long[ecmp.legs().size()];
        for (int i = 0; i < words.length; i++) {
            final RouteAction.Leg leg = ecmp.legs().get(i);
            if (leg.weight() < 1 || leg.weight() > 255) {
                throw new RefusedException("weight " + leg.weight() + " must be 1 to 255");
            }
            words[i] = switch (leg.action()) {
                case RouteAction.Path path -> leg(vrf, key, path, legs);
                case RouteAction.Protect pair -> protection(vrf, key, pair, ids, legs);
                case null, default -> throw new RefusedException("an ECMP leg of a route must forward, or be a protection pair");
            };
        }
        final int group = groups.ecmp(words, ecmp.legs().stream().mapToInt(RouteAction.Leg::weight).toArray(), defaults.hashIpPayload());
        ids.add(group);
        return models(ForwardingWord.group(group), key.ttlPipe(), key.tcPipe());
    }

    private long protection(final Vrf vrf, final RouteGroups.Key key, final RouteAction.Protect pair, final List<Integer> ids,
                            final List<Long> legs) {
        final long primary = leg(vrf, key, pair.primary(), legs);
        final int group = groups.protection(primary, leg(vrf, key, pair.backup(), legs));
        ids.add(group);
        return models(ForwardingWord.group(group), key.ttlPipe(), key.tcPipe());
    }

    private long leg(final Vrf vrf, final RouteGroups.Key key, final RouteAction.Path path, final List<Long> legs) {
        final long word = path(vrf, path, key.ttlPipe(), key.tcPipe());
        usePath(word, vrf.name());
        legs.add(word);
        return word;
    }

    /** The word of a VRF's route goes. */
    void release(final Vrf vrf, final long word) {
        if (ForwardingWord.op(word) == Operation.PUSH.ordinal()) {
            releasePath(word, vrf.name());
        } else if (ForwardingWord.op(word) == Operation.GROUP.ordinal()) {
            releaseGroup(ForwardingWord.nextHop(word));
        }
    }

    /** A route of a VRF has the word of a path. */
    private void usePath(final long word, final String vrf) {
        final int index = ForwardingWord.nextHop(word);
        final Adjacency adjacency = adjacencies.at(index);
        if (adjacency == null || adjacency.interfaceNumber != Adjacency.NOWHERE) {
            nextHops.addRoute(index, ForwardingWord.outLabel(word) != ForwardingWord.NO_LABEL, vrf);
        }
        if (adjacency != null) {
            adjacency.users++;
            adjacencies.settle(adjacency);
        }
    }

    private void releasePath(final long word, final String vrf) {
        final int index = ForwardingWord.nextHop(word);
        final Adjacency adjacency = adjacencies.at(index);
        if (adjacency == null || adjacency.interfaceNumber != Adjacency.NOWHERE) {
            nextHops.removeRoute(index, ForwardingWord.outLabel(word) != ForwardingWord.NO_LABEL, vrf);
        }
        if (adjacency != null) {
            adjacency.users--;
            adjacencies.settle(adjacency);
        }
    }

    private void releaseGroup(final int id) {
        final RouteGroups.Made gone = routeGroups.release(id);
        if (gone != null) {
            groups.retire(gone.groups());
            gone.legs().forEach(leg -> releasePath(leg, gone.vrf()));
        }
    }

    /** Whether packets with this word have a way out now, or need none. */
    boolean isResolved(final long word) {
        return switch (ForwardingWord.operation(word)) {
            case PUSH -> isResolved(ForwardingWord.nextHop(word));
            case GROUP -> routeGroups.get(ForwardingWord.nextHop(word)).legs().stream().anyMatch(this::isResolved);
            default -> true;
        };
    }

    private boolean isResolved(final int index) {
        final Adjacency adjacency = adjacencies.at(index);
        return (adjacency == null || adjacency.interfaceNumber != Adjacency.NOWHERE) && nextHops.isResolved(index);
    }

    /** What a word was made of. */
    RouteAction action(final long word) {
        return switch (ForwardingWord.operation(word)) {
            case PUSH -> {
                final Adjacency adjacency = adjacencies.at(ForwardingWord.nextHop(word));
                final int label = ForwardingWord.outLabel(word);
                yield adjacency != null && label == ForwardingWord.NO_LABEL ? new RouteAction.Via(adjacency.address)
                    : new RouteAction.Forward(label == ForwardingWord.NO_LABEL ? null : label, ForwardingWord.nextHop(word));
            }
            case GROUP -> group(word).action();
            case RECEIVE -> new RouteAction.Receive();
            default -> new RouteAction.Drop();
        };
    }

    /** The group that a word leads to. */
    RouteGroups.Made group(final long word) {
        return routeGroups.get(ForwardingWord.nextHop(word));
    }
}
