package io.swaplane.io.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.io.kernel.KernelException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The model against a scripted kernel: what can't be brought about at will with a real one. */
class KernelNetworkTest {
    private static final int RUNNING = RouteLayout.LINK_FLAG_UP | RouteLayout.LINK_FLAG_LOWER_UP;

    private final ScriptedChannel kernel = new ScriptedChannel();
    private final KernelNetwork network = new KernelNetwork(kernel);
    private final RecordingListener heard = new RecordingListener();

    @BeforeEach
    void fill() throws KernelException {
        network.addListener(heard);
        kernel.tell(new KernelMessages().link(1, 1, "lo", 0).link(1, 2, "core0", RUNNING));
        kernel.tell(new KernelMessages().done(1));
        kernel.tell(new KernelMessages().done(2));
        kernel.tell(new KernelMessages().neighbour(RouteLayout.NEW_NEIGHBOUR, 3, 2, 9, 0x02, 9, 0).done(3));
        network.doWork();
    }

    @Test
    void shouldFillItselfFromThreeDumps() {
        assertThat(kernel.requests).containsExactly(RouteLayout.GET_LINK, RouteLayout.GET_ADDRESS, RouteLayout.GET_NEIGHBOUR);
        assertThat(heard.events).containsExactly("link 1 lo", "link 2 core0 running", "neighbour 10.0.0.9 REACHABLE 02:00:00:00:01:09",
            "resynchronised");
        assertThat(network.isSynchronised()).isTrue();
        assertThat(network.link("core0").orElseThrow().index()).isEqualTo(2);
    }

    @Test
    void shouldTellARenameAsAChangeOfTheSameLink() throws KernelException {
        heard.take();
        kernel.tell(new KernelMessages().link(0, 2, "wan", RUNNING).link(0, 2, "wan", RUNNING));
        network.doWork();
        assertThat(heard.take()).containsExactly("link 2 wan running");
        assertThat(network.link("core0")).isEmpty();
    }

    @Test
    void shouldTellNeighboursAsGoneBeforeTheirLink() throws KernelException {
        heard.take();
        kernel.tell(new KernelMessages().linkGone(2));
        network.doWork();
        assertThat(heard.take()).containsExactly("neighbour gone 10.0.0.9", "link gone core0");
        assertThat(network.neighbours()).isEmpty();
    }

    @Test
    void shouldTellOnlyDifferencesAfterAnOverrun() throws KernelException {
        heard.take();
        kernel.incoming.add(ScriptedChannel.OVERRUN);
        kernel.tell(new KernelMessages().link(4, 2, "core0", RUNNING).link(4, 3, "new", RUNNING).done(4));
        kernel.tell(new KernelMessages().done(5));
        kernel.tell(new KernelMessages().neighbour(RouteLayout.NEW_NEIGHBOUR, 6, 2, 9, 0x02, 8, 0).done(6));
        network.doWork();
        assertThat(heard.take()).containsExactly("link 3 new running", "link gone lo", "neighbour 10.0.0.9 REACHABLE 02:00:00:00:01:08",
            "resynchronised");
        assertThat(network.overruns()).isEqualTo(1);
    }

    @Test
    void shouldRunADumpToItsEndAndBeginAgainWhenItIsOverrunItself() throws KernelException {
        heard.take();
        kernel.incoming.add(ScriptedChannel.OVERRUN);
        kernel.tell(new KernelMessages().link(4, 1, "lo", 0));
        kernel.incoming.add(ScriptedChannel.OVERRUN);
        kernel.tell(new KernelMessages().done(4));
        network.doWork();
        assertThat(heard.take()).as("nothing is believed gone by half a dump").isEmpty();
        assertThat(kernel.requests.subList(3, 5)).containsExactly(RouteLayout.GET_LINK, RouteLayout.GET_LINK);
        assertThat(network.isSynchronised()).isFalse();
        kernel.tell(new KernelMessages().link(5, 1, "lo", 0).done(5));
        kernel.tell(new KernelMessages().done(6));
        kernel.tell(new KernelMessages().done(7));
        network.doWork();
        assertThat(heard.take()).containsExactly("neighbour gone 10.0.0.9", "link gone core0", "resynchronised");
    }

    @Test
    void shouldRepeatADumpThatTheKernelCallsInterrupted() throws KernelException {
        heard.take();
        kernel.incoming.add(ScriptedChannel.OVERRUN);
        kernel.tell(new KernelMessages().link(4, 1, "lo", 0).interruptedDone(4));
        kernel.tell(new KernelMessages().link(5, 1, "lo", 0).link(5, 2, "core0", RUNNING).done(5));
        kernel.tell(new KernelMessages().done(6));
        kernel.tell(new KernelMessages().neighbour(RouteLayout.NEW_NEIGHBOUR, 7, 2, 9, 0x02, 9, 0).done(7));
        network.doWork();
        assertThat(heard.take()).containsExactly("resynchronised");
        assertThat(network.repeatedDumps()).isEqualTo(1);
    }

    @Test
    void shouldKeepWhatAnEventToldDuringADump() throws KernelException {
        heard.take();
        kernel.incoming.add(ScriptedChannel.OVERRUN);
        kernel.tell(new KernelMessages().link(4, 1, "lo", 0).link(4, 2, "core0", RUNNING));
        kernel.tell(new KernelMessages().link(0, 9, "late", 0).linkGone(1));
        kernel.tell(new KernelMessages().done(4));
        kernel.tell(new KernelMessages().done(5));
        kernel.tell(new KernelMessages().neighbour(RouteLayout.NEW_NEIGHBOUR, 6, 2, 9, 0x02, 9, 0).done(6));
        network.doWork();
        assertThat(heard.take()).containsExactly("link 9 late", "link gone lo", "resynchronised");
    }

    @Test
    void shouldDumpAgainWhenTheKernelRefusesADump() throws KernelException {
        heard.take();
        kernel.incoming.add(ScriptedChannel.OVERRUN);
        kernel.tell(new KernelMessages().begin(NetlinkLayout.ERROR, 0, 4).number(-16).end());
        assertThatThrownBy(network::doWork).isInstanceOf(KernelException.class).hasMessageContaining("EBUSY");
        assertThat(network.isSynchronised()).isFalse();
        kernel.tell(new KernelMessages().link(5, 1, "lo", 0).link(5, 2, "core0", RUNNING).done(5).done(6)
            .neighbour(RouteLayout.NEW_NEIGHBOUR, 7, 2, 9, 0x02, 9, 0).done(7));
        network.doWork();
        assertThat(heard.take()).containsExactly("resynchronised");
        assertThat(network.isSynchronised()).isTrue();
    }

    @Test
    void shouldCountWhatItCannotRead() throws KernelException {
        heard.take();
        kernel.tell(new KernelMessages().begin(RouteLayout.NEW_LINK, 0, 0).number(0).end().link(0, 3, "next", 0));
        network.doWork();
        assertThat(network.malformed()).isEqualTo(1);
        assertThat(heard.take()).containsExactly("link 3 next");
    }
}
