package io.swaplane.pcaps.golden;

import java.util.List;
import java.util.stream.Stream;

/** All golden cases. */
final class GoldenCases {
    private GoldenCases() {
    }

    static List<GoldenCase> all() {
        return Stream.of(SwapCases.all(), PopCases.all(), ModelCases.all(), SpecialLabelCases.all(), IngressCases.all(), GroupCases.all(),
            ExampleCases.all(), EdgeCases.all(), CarrierCases.all(), IpCases.all()).flatMap(List::stream).toList();
    }
}
