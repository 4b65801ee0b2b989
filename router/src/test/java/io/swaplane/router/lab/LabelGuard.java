package io.swaplane.router.lab;

import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.memory.Memory;
import io.swaplane.router.config.Lab;
import io.swaplane.table.AcceptClass;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.InterfaceLayout;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Looks at every frame on every link of a lab while it changes, and notes what must never be: a label that its receiver has not given to
 * that ingress, now or within the hold time before (its entry drops as withdrawn then), and an echo packet on the link of another customer
 * than the one whose name is its data. Labels are of the platform label space, and no interface has VLANs.
 */
final class LabelGuard implements LabLink.Tap {
    private final RunningLab lab;
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final Map<Lab.End, Set<Integer>> used = new ConcurrentHashMap<>();
    private final Map<Lab.End, Set<Integer>> given = new ConcurrentHashMap<>();
    private final Map<Lab.End, InterfaceIntent> interfaces = new ConcurrentHashMap<>();
    private final Map<Lab.End, Integer> numbers = new ConcurrentHashMap<>();
    private final LongAdder labelled = new LongAdder();

    /** Begins to look. */
    LabelGuard(final RunningLab lab) throws TimeoutException {
        this.lab = lab;
        for (final Lab.Link link : lab.lab().links()) {
            for (final Lab.End end : List.of(link.left(), link.right())) {
                final LabRouter router = lab.router(end.router());
                final InterfaceIntent on = router.configured().interfaces().stream().filter(each -> each.port().equals(end.port()))
                    .findFirst().orElseThrow();
                interfaces.put(end, on);
                numbers.put(end, router.tasks().ask(() -> router.conductor().interfaceNumber(on.name())));
                used.put(end, ConcurrentHashMap.newKeySet());
                given.put(end, ConcurrentHashMap.newKeySet());
            }
        }
        learn();
        lab.watch(this);
    }

    /** Notes what labels there are, so that what was used can be held against it; at least once in a hold time. */
    void learn() throws TimeoutException {
        for (final Map.Entry<Lab.End, Set<Integer>> each : given.entrySet()) {
            each.getValue().addAll(new Given(lab.router(each.getKey().router())).lately(interfaces.get(each.getKey())));
        }
    }

    /** What must not have been, in sentences; {@link #learn} first. */
    Collection<String> violations() {
        used.forEach((end, labels) -> labels.stream().filter(each -> !given.get(end).contains(each))
            .forEach(each -> violations.add(end + " was sent label " + each + ", which was never bound for it")));
        return List.copyOf(violations);
    }

    /** Labelled frames seen. */
    long labelled() {
        return labelled.sum();
    }

    @Override
    public void passes(final Lab.Link link, final Lab.End from, final byte[] frame) {
        final Lab.End to = from.equals(link.left()) ? link.right() : link.left();
        final WireFrame parsed = WireFrame.parse(frame);
        if (parsed == null) {
            violations.add(link.name() + ": a frame that is neither MPLS nor IP");
            return;
        }
        if (!parsed.stack().isEmpty()) {
            labelled.increment();
            used.get(to).add(parsed.stack().getFirst());
            label(to, parsed.stack());
        }
        final Echo echo = Echo.parse(frame, parsed.payload());
        if (echo != null) {
            customer(link, parsed, new String(echo.data(), StandardCharsets.US_ASCII), echo);
        }
    }

    /** The receiver's tables, as they are while the frame is on the link: it is received afterwards. */
    private void label(final Lab.End to, final List<Integer> stack) {
        final ForwardingTables tables = lab.router(to.router()).conductor().tables();
        final long word = tables.word(ForwardingTables.PLATFORM, stack.getFirst());
        final int acceptClass = ForwardingWord.acceptClass(word);
        final long ingress = InterfaceLayout.record(tables.worker(0).interfacesAddress(), numbers.get(to));
        final long classes = Memory.getLongAcquire(ingress + InterfaceLayout.ACCEPT + Long.BYTES * (acceptClass / Long.SIZE));
        if (word == ForwardingWord.EMPTY) {
            violations.add(to + " was sent " + stack + ": it has no such label");
        } else if (acceptClass >= AcceptClass.LIMIT || (classes & 1L << acceptClass) == 0) {
            violations.add(to + " was sent " + stack + ": it has not given this label to that side");
        }
    }

    /** Whose packet it is: an interface in a VRF has the customer's own only, a link between routers' cores none without a label. */
    private void customer(final Lab.Link link, final WireFrame frame, final String name, final Echo echo) {
        final List<String> vrfs = Stream.of(link.left(), link.right()).map(each -> interfaces.get(each).vrf())
            .filter(each -> each != null && !each.equals(VrfIntent.GLOBAL)).toList();
        if (frame.stack().isEmpty() && !vrfs.equals(List.of(name))) {
            violations.add(link.name() + ": " + name + "'s packet from " + echo.source().getHostAddress() + " to "
                + echo.destination().getHostAddress() + (vrfs.isEmpty() ? " without a label" : " in VRF " + vrfs));
        }
    }
}
