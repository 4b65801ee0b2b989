package io.swaplane.io.xdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.bpf.BpfMap;
import io.swaplane.io.bpf.XdpProgram;
import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.Required;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The steering program, judged by the kernel's verifier and run by the kernel; without a socket on the queue MPLS is dropped. */
class MplsSteeringTest {
    private static final String MACS = "02000000000102000000000a";

    private BpfMap sockets;
    private BpfMap counters;

    @BeforeEach
    void create() throws Exception {
        Required.root();
        sockets = BpfMap.xsks("test_xsks", 4);
        counters = BpfMap.counters("test_counts", 1);
    }

    @AfterEach
    void close() {
        if (sockets != null) {
            sockets.close();
            counters.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"8847", "8848", "81000064 8847", "88a80064 8848", "81000064 81000065 8847", "88a80064 81000065 8847"})
    void shouldTakeMplsBehindUpToTwoTags(final String types) throws Exception {
        for (final boolean fragments : new boolean[] {false, true}) {
            final long before = counters.sum(MplsSteering.UNSERVED);
            assertThat(verdict(types, 60, fragments)).isEqualTo(KernelAbi.Bpf.XDP_DROP);
            assertThat(counters.sum(MplsSteering.UNSERVED)).isEqualTo(before + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0800", "0806", "86dd", "81000064 0800", "81000064 81000065 81000066 8847", "4788", "88a80064 81000065 0800"})
    void shouldPassEverythingElse(final String types) throws Exception {
        for (final boolean fragments : new boolean[] {false, true}) {
            assertThat(verdict(types, 60, fragments)).isEqualTo(KernelAbi.Bpf.XDP_PASS);
        }
        assertThat(counters.sum(MplsSteering.UNSERVED)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 16, 17})
    void shouldPassFramesThatEndInsideATag(final int length) throws Exception {
        assertThat(verdict("81000064 8847", length, false)).isEqualTo(KernelAbi.Bpf.XDP_PASS);
    }

    private int verdict(final String types, final int length, final boolean fragments) throws Exception {
        final byte[] head = HexFormat.of().parseHex(MACS + types.replace(" ", ""));
        final byte[] frame = new byte[length];
        System.arraycopy(head, 0, frame, 0, Math.min(length, head.length));
        try (XdpProgram program = XdpProgram.load(MplsSteering.code(sockets, counters, null, IpTraffic.NONE, null), "swaplane_mpls",
            fragments)) {
            return program.test(frame).verdict();
        }
    }
}
