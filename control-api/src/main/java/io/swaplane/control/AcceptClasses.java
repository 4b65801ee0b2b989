package io.swaplane.control;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.AcceptSetIntent;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.table.AcceptClass;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Gives accept classes to ingresses, and says which classes each interface and neighbour may use.
 *
 * <p>External interfaces and sets have a class from the start. A core interface or a neighbour gets one when the first label names
 * it, and keeps it as long as it exists; that a set names it needs no class but the set's. Conductor only.
 */
final class AcceptClasses {
    /** Most classes that are not {@link AcceptClass#ROUTER} or {@link AcceptClass#CORE}. */
    static final int MOST = AcceptClass.LIMIT - AcceptClass.FIRST_EXTERNAL;

    private final Topology topology;
    private final Neighbours neighbours;
    private final Map<String, AcceptSetIntent> sets = new LinkedHashMap<>();
    private final Map<Accept, Integer> classes = new HashMap<>();
    /** By class: whose it is, and how many label entries have it. */
    private final Accept[] accepts = new Accept[AcceptClass.LIMIT];
    private BiConsumer<Accept.Neighbour, Boolean> follower = (neighbour, named) -> { };
    private final int[] labels = new int[AcceptClass.LIMIT];
    private final IdAllocator ids = new IdAllocator(AcceptClass.FIRST_EXTERNAL, AcceptClass.LIMIT);

    AcceptClasses(final Topology topology, final Neighbours neighbours, final List<AcceptSetIntent> sets) {
        this.topology = topology;
        this.neighbours = neighbours;
        accepts[AcceptClass.ROUTER] = new Accept.Router();
        accepts[AcceptClass.CORE] = new Accept.Core();
        for (final AcceptSetIntent set : sets) {
            for (final Accept member : set.members()) {
                checkMember(set, member);
            }
            checkVrfs(set);
            if (this.sets.putIfAbsent(set.name(), set) != null) {
                throw new RefusedException("accept set " + set.name() + " appears twice");
            }
        }
        for (final InterfaceIntent each : topology.interfaces()) {
            if (each.mpls() == MplsMode.EXTERNAL) {
                allocate(new Accept.Interface(each.name()));
            }
        }
        for (final AcceptSetIntent set : sets) {
            allocate(new Accept.Named(set.name()));
        }
    }

    private void checkMember(final AcceptSetIntent set, final Accept member) {
        if (member instanceof Accept.Named named) {
            throw new RefusedException("accept set " + set.name() + ": a set such as " + named.setName() + " cannot be a member of a set");
        }
        try {
            checkIngress(member);
        } catch (final RefusedException e) {
            throw e.in("accept set " + set.name());
        }
    }

    /** A label must not be valid from two VRFs, nor from one and from the backbone. */
    private void checkVrfs(final AcceptSetIntent set) {
        final List<String> vrfs = set.members().stream().map(this::vrfOf).distinct().toList();
        if (vrfs.size() > 1) {
            throw new RefusedException("accept set " + set.name() + ": its members are in different VRFs: "
                + vrfs.stream().map(vrf -> vrf.isEmpty() ? "none" : vrf).sorted().collect(Collectors.joining(", ")));
        }
    }

    /** The VRF of a set's member, empty for none. */
    private String vrfOf(final Accept member) {
        final String vrf = switch (member) {
            case Accept.Interface each -> Topology.vrfOf(topology.interfaceOf(each.name()));
            case Accept.Neighbour each -> Topology.vrfOf(topology.interfaceOf(each.interfaceName()));
            default -> null;
        };
        return Objects.requireNonNullElse(vrf, "");
    }

    /** Refuses an ingress that does not exist, and one for which no class is left. One that has a class has passed before. */
    void check(final Accept accept) {
        if (!hasClass(accept)) {
            checkIngress(accept);
            if (!ids.hasFree()) {
                throw exhausted();
            }
        }
    }

    private void checkIngress(final Accept accept) {
        switch (accept) {
            case Accept.Core core -> { }
            case Accept.Router router -> { }
            case Accept.Interface each -> topology.mplsInterface(each.name());
            case Accept.Neighbour each -> {
                topology.mplsInterface(each.interfaceName());
                if (neighbours.mac(each.interfaceName(), each.address()) == null) {
                    throw new RefusedException(RefusalReason.UNKNOWN_REFERENCE,
                        "the MAC address of " + Neighbours.text(each.interfaceName(), each.address()) + " is not configured");
                }
            }
            case Accept.Named each -> {
                if (!sets.containsKey(each.setName())) {
                    throw new RefusedException(RefusalReason.UNKNOWN_REFERENCE, "there is no accept set " + each.setName());
                }
            }
        }
    }

    /** Whether {@link #classOf} knows the class already. */
    boolean hasClass(final Accept accept) {
        return accept instanceof Accept.Core || accept instanceof Accept.Router || classes.containsKey(accept);
    }

    /** The class of an ingress, given to it now if it has none. */
    int classOf(final Accept accept) {
        return switch (accept) {
            case Accept.Core core -> AcceptClass.CORE;
            case Accept.Router router -> AcceptClass.ROUTER;
            default -> {
                final Integer known = classes.get(accept);
                yield known != null ? known : allocate(accept);
            }
        };
    }

    private int allocate(final Accept accept) {
        final int id = ids.allocate();
        if (id == IdAllocator.NONE) {
            throw exhausted();
        }
        classes.put(accept, id);
        accepts[id] = accept;
        return id;
    }

    private static RefusedException exhausted() {
        return new RefusedException(RefusalReason.EXHAUSTED, "no accept class is left: at most " + MOST
            + " external interfaces, sets, and neighbours and core interfaces that labels name");
    }

    /** Whose class it is. */
    Accept accept(final int acceptClass) {
        return accepts[acceptClass];
    }

    /**
     * Refuses a binding whose label would be valid from a VRF's interfaces, but is another VRF's, or (null) none's: who is behind them
     * would get in there.
     */
    void checkVrf(final Accept accept, final String bindings) {
        check(accept);
        final String from = vrf(accept);
        if (from != null && !from.equals(bindings)) {
            throw new RefusedException("binding: its label would be valid from VRF " + from + ", and it is of "
                + (bindings == null ? "no VRF" : "VRF " + bindings));
        }
    }

    /** The VRF from whose interfaces alone labels with this are valid; null when it is not one. */
    String vrf(final Accept accept) {
        final String vrf = accept instanceof Accept.Named named
            ? sets.get(named.setName()).members().stream().findFirst().map(this::vrfOf).orElse("") : vrfOf(accept);
        return vrf.isEmpty() ? null : vrf;
    }

    /** Tells of each neighbour that a label comes to name, and that none names any more. */
    void follow(final BiConsumer<Accept.Neighbour, Boolean> with) {
        follower = with;
    }

    /** One more label has the class. */
    void addLabel(final int acceptClass) {
        labels[acceptClass]++;
        if (labels[acceptClass] == 1 && accepts[acceptClass] instanceof Accept.Neighbour neighbour) {
            follower.accept(neighbour, true);
        }
    }

    /** One label less. */
    void removeLabel(final int acceptClass) {
        labels[acceptClass]--;
        if (labels[acceptClass] == 0 && accepts[acceptClass] instanceof Accept.Neighbour neighbour) {
            follower.accept(neighbour, false);
        }
    }

    /** Whether a label's spoof check names a neighbour. */
    boolean isNamed(final Accept.Neighbour neighbour) {
        final Integer known = classes.get(neighbour);
        return known != null && labels[known] > 0;
    }

    /** Refuses to do without a neighbour that a label or set names. */
    void checkRemovable(final Accept.Neighbour neighbour) {
        final String user = user(neighbour);
        if (user != null) {
            throw new RefusedException(RefusalReason.IN_USE,
                Neighbours.text(neighbour.interfaceName(), neighbour.address()) + " cannot go: " + user + " names it");
        }
    }

    /** Whether no label entry's spoof check and no set names a neighbour. */
    boolean isRemovable(final Accept.Neighbour neighbour) {
        return user(neighbour) == null;
    }

    private String user(final Accept.Neighbour neighbour) {
        final Integer known = classes.get(neighbour);
        if (known != null && labels[known] > 0) {
            return "the spoof check of " + labels[known] + " label entries";
        }
        return sets.values().stream().filter(set -> set.members().contains(neighbour)).findFirst()
            .map(set -> "accept set " + set.name()).orElse(null);
    }

    /** Takes a neighbour's class away; {@link #release} it when no worker can hold a word with it. {@link IdAllocator#NONE} if none. */
    int remove(final Accept.Neighbour neighbour) {
        final Integer id = classes.remove(neighbour);
        return id == null ? IdAllocator.NONE : id;
    }

    /** Makes a class that was taken away free for another ingress. */
    void release(final int acceptClass) {
        accepts[acceptClass] = null;
        ids.release(acceptClass);
    }

    /** What an interface's record accepts, neighbour by neighbour; in a VRF nothing but what is its own. */
    Acceptance of(final InterfaceIntent each) {
        final SortedSet<Integer> own = new TreeSet<>();
        final Map<MacAddress, SortedSet<Integer>> byMac = new LinkedHashMap<>();
        if (each.mpls() == MplsMode.OFF) {
            return new Acceptance(own, byMac);
        }
        final List<Accept> ingresses = new ArrayList<>(List.of(new Accept.Interface(each.name())));
        if (Topology.vrfOf(each) == null) {
            own.add(AcceptClass.ROUTER);
            ingresses.add(new Accept.Router());
            if (each.mpls() == MplsMode.CORE) {
                own.add(AcceptClass.CORE);
                ingresses.add(new Accept.Core());
            }
        }
        for (final Accept ingress : ingresses) {
            addClasses(own, ingress);
        }
        for (final Map.Entry<InetAddress, MacAddress> neighbour : neighbours.on(each.name()).entrySet()) {
            final SortedSet<Integer> more = new TreeSet<>();
            addClasses(more, new Accept.Neighbour(each.name(), neighbour.getKey()));
            if (!more.isEmpty()) {
                // Two addresses with one MAC address are one station as far as a frame can tell.
                byMac.computeIfAbsent(neighbour.getValue(), mac -> new TreeSet<>(own)).addAll(more);
            }
        }
        return new Acceptance(own, byMac);
    }

    private void addClasses(final SortedSet<Integer> target, final Accept ingress) {
        if (classes.containsKey(ingress)) {
            target.add(classes.get(ingress));
        }
        for (final AcceptSetIntent set : sets.values()) {
            if (set.members().contains(ingress)) {
                target.add(classes.get(new Accept.Named(set.name())));
            }
        }
    }
}
