package io.swaplane.router.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.control.view.BgpPeerView;
import io.swaplane.router.config.LabFile;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * The lab of option B in which PE1 is a router with static labels, 16 and 18 for its VRF, and its BGP is the test's. ASBR2 helps it when
 * that restarts.
 */
final class RestartingEdge implements AutoCloseable {
    static final InetAddress SITE1 = InetAddress.ofLiteral("10.10.10.11");
    static final InetAddress SITE2 = InetAddress.ofLiteral("10.10.10.44");
    static final int LABEL = 16;
    static final int OTHER_LABEL = 18;
    /** A restart time in seconds. */
    static final int LONG = 600;

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String PREFIX = "10.10.10.11/32";
    private static final int ASBR2_LABEL = 44;
    private static final long PING_MILLIS = 50;
    private static final String STATIC = """
        - router: ce1
            router-id: 10.10.10.11
            interfaces:
              - {name: eth0, vrf: global, addresses: [10.2.2.1/24]}
            routes:
              - {prefix: 10.10.10.11/32, receive: true}
              - {prefix: 10.10.10.44/32, via: 10.2.2.2}

          - router: pe1
            router-id: 1.1.1.1
            interfaces:
              - {name: ATM1/0.1, vrf: A, addresses: [10.2.2.2/24]}
              - {name: ATM6/0.10, mpls: core, vrf: global, addresses: [10.1.1.1/24]}
            next-hops:
              - {index: 21, interface: ATM6/0.10, neighbour: 10.1.1.2, push: [24]}
            lsps:
              - {label: 16, lookup: {vrf: A}, payload: ip}
              - {label: 18, lookup: {vrf: A}, payload: ip}
            routes:
              - {prefix: 1.1.1.1/32, receive: true}
            vrfs:
              - name: A
                routes:
                  - {prefix: 10.10.10.11/32, via: 10.2.2.1}
                  - {prefix: 10.10.10.44/32, label: 45, next-hop: 21}

        """.stripTrailing() + "\n\n  ";

    private final RunningLab lab;
    private final ScriptedEdge pe1;
    private final LabelGuard guard;

    /** ASBR2 waits for the end of routes that long; files go into the directory. */
    RestartingEdge(final Path directory, final String staleTime) throws Exception {
        final String text = RunsLabs.held("inter-as-option-b.yaml");
        final String changed = text.substring(0, text.indexOf("- router: ce1")) + STATIC + text.substring(text.indexOf("- router: p42"))
            .replaceFirst("as: 42\n", "as: 42\n      graceful-restart: {stale-time: " + staleTime + "}\n");
        lab = RunningLab.start(LabFile.read(Files.writeString(directory.resolve("restarting-edge.yaml"), changed)), directory);
        pe1 = new ScriptedEdge(lab, "pe1", "1.1.1.1", "2.2.2.2", 42);
        pe1.next(LONG, true, edge -> tell(edge, LABEL));
        pe1.open();
        lab.setSessions("asbr2", "pe1", true);
        RunsLabs.converge(lab);
        guard = new LabelGuard(lab);
    }

    RunningLab lab() {
        return lab;
    }

    ScriptedEdge pe1() {
        return pe1;
    }

    /** No packet was where it must not be, and there were some. The lab's own traces have no customer's name. */
    void shouldHaveLetNothingAstray() throws Exception {
        guard.learn();
        assertThat(guard.violations()).filteredOn(each -> !each.contains("swaplane lab, echo request")).isEmpty();
        assertThat(guard.labelled()).isPositive();
    }

    /** All of PE1's routes, with this label. */
    static void tell(final ScriptedEdge edge, final int label) {
        edge.announce(PREFIX, label);
        edge.endOfRib();
    }

    Pinger pinger(final String from, final InetAddress source, final InetAddress to) {
        return new Pinger(lab.router(from), "A", source.getHostAddress(), to.getHostAddress());
    }

    static void until(final String what, final Callable<Boolean> condition) throws Exception {
        final long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime() - deadline).as(what).isNegative();
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** ASBR2's session with PE1. */
    BgpPeerView session() throws StateUnavailableException {
        return lab.router("asbr2").bgp().summary().peers().getFirst();
    }

    boolean isUp() throws StateUnavailableException {
        return session().state().equals(LabRouter.ESTABLISHED);
    }

    /** How many routes have come in this session. */
    int received() throws StateUnavailableException {
        return session().families().getFirst().received();
    }

    /** The session is gone, without a word to either side. */
    void lose() throws Exception {
        lab.setSessions("asbr2", "pe1", false);
        until("the session is lost", () -> !isUp());
    }

    void restore() throws Exception {
        until("PE1 takes connections again", pe1::isReady);
        lab.setSessions("asbr2", "pe1", true);
        until("the session is back", this::isUp);
    }

    /** The label of PE1's that packets from the other site arrive with; 0 when there is no way. */
    int toSite1() throws Exception {
        return lab.trace("ce2", VrfIntent.GLOBAL, SITE1, SITE2).seen().stream()
            .filter(each -> !each.reply() && each.link().name().equals("pe1-p42")).map(each -> each.stack().getFirst()).findFirst()
            .orElse(0);
    }

    /** What ASBR2 does with the label that it told for (PE1, 16). */
    String entry() throws Exception {
        final LabRouter asbr2 = lab.router("asbr2");
        return asbr2.tasks().ask(() -> asbr2.conductor().label(LspIntent.PLATFORM, ASBR2_LABEL))
            .map(each -> each.actions().getFirst().summary()).orElse("none");
    }

    /** Packets to the first site find no way any more, nor does the label that was told for it. */
    void shouldBeGone() throws Exception {
        final LabRouter ce2 = lab.router("ce2");
        until("the route goes", () -> ce2.tasks().ask(() -> ce2.conductor().decide(VrfIntent.GLOBAL, SITE1)).outcome()
            .equals("drop no-route"));
        assertThat(entry()).isEqualTo("discard withdrawn");
        assertThat(lab.ping("ce2", VrfIntent.GLOBAL, SITE1, SITE2, 1, PING_MILLIS).answered()).isZero();
    }

    @Override
    public void close() throws IOException {
        pe1.close();
        lab.close();
    }
}
