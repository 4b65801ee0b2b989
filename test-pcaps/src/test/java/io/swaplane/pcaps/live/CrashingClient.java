package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.api.ControlException;
import io.swaplane.control.api.PageReader;
import io.swaplane.control.api.ProgramClient;
import io.swaplane.control.api.v1.Operation;
import io.swaplane.control.api.v1.PutVrf;
import io.swaplane.control.api.v1.RemoveVrf;
import io.swaplane.control.command.ProducerSettings;
import io.swaplane.control.command.SessionMode;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.control.view.LabelView;
import io.swaplane.control.view.RouteFilter;
import io.swaplane.control.view.RouteView;
import io.swaplane.control.view.VrfView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A producer that outlives its router: it knows what it wants, puts it all again when the router is back, and then puts, replaces and
 * deletes labels, VRFs and routes at random until the router is gone.
 */
final class CrashingClient {
    private static final String OWNER = "api";
    private static final ProducerSettings SETTINGS = new ProducerSettings("script", OWNER, 50, SessionMode.RESYNC, null);
    private static final int FIRST_LABEL = 10_000;
    private static final int LABELS = 5_000;
    private static final int NEXT_HOP = 1;
    private static final int BULK = 2_000;
    /** Its own VRFs; it has routes in {@link Setup#VRF}, too. */
    static final List<String> VRFS = List.of("made0", "made1", "made2");
    private static final int FIRST_VRF_LABEL = 9_000;
    private static final int ROUTES = 2_000;
    private static final Pattern SWAP = Pattern.compile("swap to (\\d+)\\b.*");

    private final Path directory;
    private final SplittableRandom random;
    private final Map<Integer, Integer> wanted = new TreeMap<>();
    /** Out labels of routes by number, by VRF; its own VRFs are those that are here. */
    private final Map<String, Map<Integer, Integer>> wantedRoutes = new TreeMap<>(Map.of(Setup.VRF, new TreeMap<>()));
    private long operations;
    private volatile String lastWords;

    CrashingClient(final Path directory, final SplittableRandom random) {
        this.directory = directory;
        this.random = random;
    }

    /** In-label and out label of what it has asked for, whether it was answered or not. */
    Map<Integer, Integer> wanted() {
        return wanted;
    }

    /** The same of routes, by VRF and number. */
    Map<String, Map<Integer, Integer>> wantedRoutes() {
        return wantedRoutes;
    }

    /** The label that leads to a VRF. */
    static int label(final String vrf) {
        return vrf.equals(Setup.VRF) ? Setup.VRF_LABEL : FIRST_VRF_LABEL + VRFS.indexOf(vrf);
    }

    /** An address that a route is for. */
    static String address(final int route) {
        return "10." + (100 + route / 250) + "." + route % 250 + ".1";
    }

    private static String prefix(final int route) {
        return address(route).replaceFirst("1$", "0/24");
    }

    /** How many operations it has asked for. */
    long operations() {
        return operations;
    }

    /** How the last session ended, in the client's words. */
    String lastWords() {
        return lastWords;
    }

    /** Puts everything that it wants, one label at least, and then has exactly that. */
    void synchronise() throws IOException {
        wanted.putIfAbsent(FIRST_LABEL, FIRST_LABEL);
        try (ControlClient client = Program.client(directory); ProgramClient session = client.program(SETTINGS)) {
            putAll(session);
            assertThat(session.pollResult()).isNull();
            assertThat(listed(client)).isEqualTo(wanted);
            assertThat(listedRoutes(client)).isEqualTo(wantedRoutes);
            session.complete();
        }
    }

    private void putAll(final ProgramClient session) throws ControlException {
        for (final Map.Entry<Integer, Integer> each : wanted.entrySet()) {
            session.putSwap(each.getKey(), each.getValue(), NEXT_HOP);
        }
        for (final Map.Entry<String, Map<Integer, Integer>> each : wantedRoutes.entrySet()) {
            if (!each.getKey().equals(Setup.VRF)) {
                putVrf(session, each.getKey());
            }
            for (final Map.Entry<Integer, Integer> route : each.getValue().entrySet()) {
                session.putRoute(each.getKey(), prefix(route.getKey()), route.getValue(), NEXT_HOP);
            }
        }
        session.awaitAcknowledged(session.endOfSync());
    }

    /** What the router lists as this owner's, without its VRFs' labels: in-label and out label. */
    private static Map<Integer, Integer> listed(final ControlClient client) throws IOException {
        final Map<Integer, Integer> listed = new TreeMap<>();
        try (PageReader<LabelPage> pages = client.labels(LabelFilter.all(false))) {
            for (LabelPage page = pages.next(); page != null; page = pages.next()) {
                page.labels().stream().filter(view -> view.owner().equals(OWNER) && view.label() >= FIRST_LABEL)
                    .forEach(view -> listed.put(view.label(), outLabel(view)));
            }
        }
        return listed;
    }

    /** The router's VRFs and routes that are this owner's; the configuration's VRF is there as well. */
    private static Map<String, Map<Integer, Integer>> listedRoutes(final ControlClient client) throws IOException {
        final Map<String, Map<Integer, Integer>> listed = new TreeMap<>(Map.of(Setup.VRF, new TreeMap<>()));
        try (PageReader<List<VrfView>> pages = client.vrfs()) {
            for (List<VrfView> page = pages.next(); page != null; page = pages.next()) {
                page.stream().filter(view -> view.owner().equals(OWNER)).forEach(view -> listed.put(view.name(), new TreeMap<>()));
            }
        }
        try (PageReader<List<RouteView>> pages = client.routes(RouteFilter.of(null))) {
            for (List<RouteView> page = pages.next(); page != null; page = pages.next()) {
                page.stream().filter(view -> view.owner().equals(OWNER))
                    .forEach(view -> listed.get(view.vrf()).put(number(view.prefix()), view.legs().getFirst().label()));
            }
        }
        return listed;
    }

    private static int number(final String prefix) {
        final String[] octets = prefix.split("[./]");
        return (Integer.parseInt(octets[1]) - 100) * 250 + Integer.parseInt(octets[2]);
    }

    private static int outLabel(final LabelView view) {
        final Matcher swap = SWAP.matcher(view.actions().getFirst().summary());
        assertThat(swap.matches()).as(view.toString()).isTrue();
        return Integer.parseInt(swap.group(1));
    }

    /** Puts everything, and then goes on at random until the router is gone. */
    void runUntilTheRouterIsGone() throws IOException {
        try (ControlClient client = Program.client(directory); ProgramClient session = client.program(SETTINGS)) {
            putAll(session);
            while (true) {
                final boolean bulk = random.nextInt(4) == 0;
                if (bulk) {
                    session.begin();
                }
                for (int i = random.nextInt(BULK); i >= 0; i--) {
                    change(session);
                }
                final long sequence = bulk ? session.commit() : session.flush();
                if (random.nextBoolean()) {
                    session.awaitAcknowledged(sequence);
                }
                assertThat(session.pollResult()).isNull();
                forget(session);
            }
        } catch (final ControlException e) {
            lastWords = e.getMessage();
        }
    }

    private static void forget(final ProgramClient session) {
        while (session.pollBulk() != null) {
            Thread.onSpinWait();
        }
    }

    private void change(final ProgramClient session) throws ControlException {
        final int dice = random.nextInt(300);
        if (dice == 0) {
            changeVrf(session);
        } else if (dice < 100) {
            changeRoute(session);
        } else {
            changeLabel(session);
        }
    }

    private void changeVrf(final ProgramClient session) throws ControlException {
        final String vrf = VRFS.get(random.nextInt(VRFS.size()));
        operations++;
        final Map<Integer, Integer> routes = wantedRoutes.remove(vrf);
        if (routes == null) {
            wantedRoutes.put(vrf, new TreeMap<>());
            putVrf(session, vrf);
            return;
        }
        for (final int route : routes.keySet()) {
            operations++;
            session.removeRoute(vrf, prefix(route));
        }
        session.add(Operation.newBuilder().setRemoveVrf(RemoveVrf.newBuilder().setName(vrf)).build());
    }

    private static void putVrf(final ProgramClient session, final String vrf) throws ControlException {
        session.add(Operation.newBuilder().setPutVrf(PutVrf.newBuilder().setName(vrf).setLabel(label(vrf))).build());
    }

    private void changeRoute(final ProgramClient session) throws ControlException {
        final List<String> vrfs = List.copyOf(wantedRoutes.keySet());
        final String vrf = vrfs.get(random.nextInt(vrfs.size()));
        final int route = random.nextInt(ROUTES);
        operations++;
        if (wantedRoutes.get(vrf).containsKey(route) && random.nextInt(3) == 0) {
            wantedRoutes.get(vrf).remove(route);
            session.removeRoute(vrf, prefix(route));
        } else {
            final int outLabel = random.nextInt(16, 1 << 20);
            wantedRoutes.get(vrf).put(route, outLabel);
            session.putRoute(vrf, prefix(route), outLabel, NEXT_HOP);
        }
    }

    private void changeLabel(final ProgramClient session) throws ControlException {
        final int label = FIRST_LABEL + random.nextInt(LABELS);
        operations++;
        if (wanted.containsKey(label) && random.nextInt(3) == 0) {
            wanted.remove(label);
            session.deleteLabel(label);
        } else {
            final int outLabel = random.nextInt(16, 1 << 20);
            wanted.put(label, outLabel);
            session.putSwap(label, outLabel, NEXT_HOP);
        }
    }
}
