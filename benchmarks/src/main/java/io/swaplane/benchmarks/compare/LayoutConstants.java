package io.swaplane.benchmarks.compare;

import io.swaplane.fastpath.FrameRef;
import io.swaplane.table.CounterLayout;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.IlmLayout;
import io.swaplane.table.InterfaceLayout;
import io.swaplane.table.NextHopLayout;
import io.swaplane.table.Operation;
import io.swaplane.table.PortLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The Java layouts as a C header: sizes and offsets as they are, and bit fields as samples, a value and what the Java accessors read
 * from it. The C side's own declarations are asserted against these when it is compiled.
 */
final class LayoutConstants {
    private static final int SAMPLE_OUT_LABEL = 0xABCDE;
    private static final int SAMPLE_NEXT_HOP = 0x54321;
    private static final int SAMPLE_CLASS = 0x97B;
    private static final long SAMPLE_HEADER = 0x0123_4567_89AB_CDEFL;
    private static final long SAMPLE_FRAME_ADDRESS = 0x7FED_CBA9_8765L;
    private static final int SAMPLE_FRAME_LENGTH = 0x4321;

    private LayoutConstants() {
    }

    /** The header's text. */
    static String header() {
        return constants().entrySet().stream()
            .map(constant -> "#define J_%s 0x%xULL\n".formatted(constant.getKey(), constant.getValue()))
            .collect(Collectors.joining("", "/* Written by LayoutConstants from the Java layout classes. */\n", ""));
    }

    private static Map<String, Long> constants() {
        final Map<String, Long> all = new LinkedHashMap<>();
        all.put("ILM_ENTRY_SHIFT", (long) IlmLayout.ENTRY_SHIFT);
        all.put("ILM_WORD", (long) IlmLayout.WORD);
        all.put("ILM_PACKETS", (long) IlmLayout.PACKETS);
        all.put("ILM_OCTETS", (long) IlmLayout.OCTETS);
        all.put("NEXT_HOP_BYTES", (long) NextHopLayout.BYTES);
        all.put("NEXT_HOP_HEADER", (long) NextHopLayout.HEADER);
        all.put("NEXT_HOP_COUNTERS", (long) NextHopLayout.COUNTERS);
        all.put("NEXT_HOP_L2_FIRST", (long) NextHopLayout.L2_FIRST);
        all.put("NEXT_HOP_L2_MIDDLE", (long) NextHopLayout.L2_MIDDLE);
        all.put("NEXT_HOP_L2_LAST", (long) NextHopLayout.L2_LAST);
        all.put("NEXT_HOP_NOT_PLAIN", NextHopLayout.NOT_PLAIN);
        all.put("NEXT_HOP_COUNTERS_SHIFT", (long) CounterLayout.NEXT_HOP_SHIFT);
        all.put("NEXT_HOP_COUNTERS_PACKETS", (long) CounterLayout.PACKETS);
        all.put("NEXT_HOP_COUNTERS_OCTETS", (long) CounterLayout.OCTETS);
        all.put("PORT_COUNTERS_SHIFT", (long) CounterLayout.PORT_SHIFT);
        all.put("PORT_IN_PACKETS", (long) CounterLayout.PORT_IN_PACKETS);
        all.put("PORT_IN_OCTETS", (long) CounterLayout.PORT_IN_OCTETS);
        all.put("PORT_OUT_PACKETS", (long) CounterLayout.PORT_OUT_PACKETS);
        all.put("PORT_OUT_OCTETS", (long) CounterLayout.PORT_OUT_OCTETS);
        all.put("INTERFACE_SHIFT", (long) InterfaceLayout.SHIFT);
        all.put("INTERFACE_ILM", (long) InterfaceLayout.ILM);
        all.put("INTERFACE_MAC", (long) InterfaceLayout.MAC);
        all.put("INTERFACE_FLAGS", (long) InterfaceLayout.FLAGS);
        all.put("INTERFACE_ACCEPT", (long) InterfaceLayout.ACCEPT);
        all.put("INTERFACE_MPLS_ON", (long) InterfaceLayout.MPLS_ON);
        all.put("INTERFACE_HAS_NEIGHBOUR_CLASSES", (long) InterfaceLayout.HAS_NEIGHBOUR_CLASSES);
        all.put("PORT_SHIFT", (long) PortLayout.SHIFT);
        all.put("PORT_STATE", (long) PortLayout.STATE);
        all.put("PORT_UNTAGGED", (long) PortLayout.UNTAGGED);
        all.put("PORT_UP", PortLayout.UP);
        all.put("INTERFACE_IP_ON", (long) InterfaceLayout.IP_ON);
        all.put("OP_SWAP", (long) Operation.SWAP.ordinal());
        all.put("OP_VRF", (long) Operation.VRF.ordinal());
        all.put("OP_PUSH", (long) Operation.PUSH.ordinal());
        all.put("NO_LABEL", (long) ForwardingWord.NO_LABEL);
        addSamples(all);
        return all;
    }

    private static void addSamples(final Map<String, Long> all) {
        all.put("SAMPLE_SWAP", ForwardingWord.withAcceptClass(ForwardingWord.swap(SAMPLE_OUT_LABEL, SAMPLE_NEXT_HOP), SAMPLE_CLASS));
        all.put("SAMPLE_SWAP_OUT_LABEL", (long) SAMPLE_OUT_LABEL);
        all.put("SAMPLE_SWAP_NEXT_HOP", (long) SAMPLE_NEXT_HOP);
        all.put("SAMPLE_SWAP_CLASS", (long) SAMPLE_CLASS);
        all.put("SAMPLE_HEADER", SAMPLE_HEADER);
        all.put("SAMPLE_HEADER_PORT", (long) NextHopLayout.port(SAMPLE_HEADER));
        all.put("SAMPLE_HEADER_MTU", (long) NextHopLayout.mtu(SAMPLE_HEADER));
        all.put("SAMPLE_HEADER_L2_BYTES", (long) NextHopLayout.l2Bytes(SAMPLE_HEADER));
        all.put("SAMPLE_FRAME", FrameRef.of(SAMPLE_FRAME_ADDRESS, SAMPLE_FRAME_LENGTH));
        all.put("SAMPLE_FRAME_ADDRESS", SAMPLE_FRAME_ADDRESS);
        all.put("SAMPLE_FRAME_LENGTH", (long) SAMPLE_FRAME_LENGTH);
    }
}
