package io.swaplane.pcaps.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.Conductor;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.TunnelIntent;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Two producers with what a configuration is going to put: a weak one, which it is taken from, and one that nothing is taken from. */
final class Others {
    private static final Origin WEAK = new Origin(1, 1, "weak", 50);
    private static final Origin STRONG = new Origin(2, 1, "strong", -1);
    private static final InetAddress NOWHERE = InetAddress.ofLiteral("0.0.0.0");

    private final Conductor conductor;
    private final RouterIntent was;
    private final RouterIntent now;
    private final Random random;
    private final List<Runnable> puts = new ArrayList<>();

    Others(final Conductor conductor, final RouterIntent was, final RouterIntent now, final long seed) {
        this.conductor = conductor;
        this.was = was;
        this.now = now;
        this.random = new Random(seed);
    }

    /** Puts half of what comes for the weak one, and one label entry that changes for the strong one; false when none changes. */
    boolean putWhatComes() {
        final List<LspIntent> changing = new ArrayList<>(now.lsps());
        changing.removeAll(was.lsps());
        if (changing.isEmpty()) {
            return false;
        }
        Collections.shuffle(changing, random);
        conductor.onLabel(STRONG, drop(changing.getFirst(), "strong"));
        final Set<String> labels = was.lsps().stream().map(Others::key).collect(Collectors.toSet());
        changing.stream().skip(1).filter(lsp -> !labels.contains(key(lsp))).forEach(lsp -> put(() -> conductor.onLabel(WEAK,
            drop(lsp, "weak"))));
        putNeighbours();
        putNextHopsAndTunnels();
        return true;
    }

    private static String key(final LspIntent lsp) {
        return lsp.labelSpace() + ' ' + lsp.label();
    }

    private static LspIntent drop(final LspIntent lsp, final String owner) {
        return new LspIntent(lsp.label(), lsp.labelSpace(), owner, new Accept.Core(), new Action.Drop(), null, null, null);
    }

    private void putNeighbours() {
        final Set<Accept.Neighbour> known = was.neighbours().stream()
            .map(each -> new Accept.Neighbour(each.interfaceName(), each.address())).collect(Collectors.toSet());
        now.neighbours().stream().filter(each -> !known.contains(new Accept.Neighbour(each.interfaceName(), each.address())))
            .map(each -> new NeighbourIntent(each.interfaceName(), each.address(), new MacAddress(0x0200_0000_9999L)))
            .forEach(each -> put(() -> conductor.onNeighbour(WEAK, each)));
    }

    private void putNextHopsAndTunnels() {
        final Set<Integer> hops = was.nextHops().stream().map(NextHopIntent::index).collect(Collectors.toSet());
        now.nextHops().stream().map(NextHopIntent::index).filter(index -> !hops.contains(index))
            .forEach(index -> put(() -> conductor.onNextHop(WEAK, new NextHopIntent.Recursive(index, null, NOWHERE, List.of()))));
        final Set<String> tunnels = was.tunnels().stream().map(Others::key).collect(Collectors.toSet());
        if (!hops.isEmpty()) {
            final int first = Collections.min(hops);
            now.tunnels().stream().filter(each -> !tunnels.contains(key(each)))
                .map(each -> new TunnelIntent(each.endpoint(), each.owner(), first, each.preference(), each.metric()))
                .forEach(each -> put(() -> conductor.onTunnel(WEAK, each)));
        }
    }

    private static String key(final TunnelIntent tunnel) {
        return tunnel.endpoint() + " " + tunnel.owner();
    }

    /** Some things cannot be, such as a tunnel through itself, or a next hop under an entry's own index. */
    private void put(final Runnable command) {
        if (random.nextBoolean()) {
            try {
                command.run();
                puts.add(command);
            } catch (final RefusedException e) {
                assertThat(e).hasMessageNotContaining("belongs to");
            }
        }
    }

    /** The weak one may put again all that it put, so it still is its own. */
    void assertOwners() {
        puts.forEach(Runnable::run);
        assertThat(conductor.view().labels()).extracting(view -> view.owner()).contains("strong");
    }
}
