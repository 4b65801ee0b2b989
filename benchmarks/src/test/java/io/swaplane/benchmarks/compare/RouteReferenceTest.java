package io.swaplane.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.benchmarks.RouteScenario;
import io.swaplane.fastpath.FrameRef;
import io.swaplane.io.kernel.Required;
import io.swaplane.memory.Memory;
import io.swaplane.table.AcceptClass;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.PayloadType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The C reference routes IP packets as the forwarder does: the same bytes, the same counters. */
class RouteReferenceTest {
    private static final int IP = 14;

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsGcc() {
        Required.gcc();
    }

    @ParameterizedTest
    @CsvSource({"LOOKUP_PUSH,1,300", "LOOKUP_PUSH,1000,1024", "POP_LOOKUP,1,300", "POP_LOOKUP,1000,1024"})
    void shouldRouteAsTheJavaForwarderDoesInEveryShape(final RouteScenario.Kind kind, final int prefixes, final int frames)
            throws IOException, InterruptedException {
        try (RouteReference reference = RouteReference.build(directory); Arena arena = Arena.ofConfined();
             RouteScenario scenario = new RouteScenario(kind, prefixes, frames)) {
            final List<Contestant> contestants = CompareRoutes.contestants(reference, scenario, arena);
            assertThat(contestants).hasSize(1 + Variant.values().length);
            assertThatCode(new RouteRace(scenario, contestants)::check).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @CsvSource({"8,0", "10,1", "12,127", "3,51"})
    void shouldRefuseInCWhatThePacketsHeaderForbids(final int offset, final byte value) throws IOException, InterruptedException {
        try (RouteReference reference = RouteReference.build(directory); Arena arena = Arena.ofConfined();
             RouteScenario scenario = new RouteScenario(RouteScenario.Kind.LOOKUP_PUSH, 1, 8)) {
            Memory.putByte(FrameRef.address(scenario.frames()[3]) + IP + offset, value);
            for (final Contestant contestant : inC(reference, scenario, arena)) {
                contestant.load();
                assertThatThrownBy(contestant::run).as(contestant.title()).hasMessageStartingWith("1 packets");
                scenario.stamp(0);
                Memory.putByte(FrameRef.address(scenario.frames()[3]) + IP + offset, value);
            }
        }
    }

    @Test
    void shouldCheckTheAcceptClassInC() throws IOException, InterruptedException {
        try (RouteReference reference = RouteReference.build(directory); Arena arena = Arena.ofConfined();
             RouteScenario scenario = new RouteScenario(RouteScenario.Kind.POP_LOOKUP, 1, 8)) {
            scenario.tables().publishLabel(ForwardingTables.PLATFORM, RouteScenario.LABEL,
                ForwardingWord.withAcceptClass(ForwardingWord.vrf(PayloadType.IP, 1), AcceptClass.FIRST_EXTERNAL));
            for (final Contestant contestant : inC(reference, scenario, arena)) {
                contestant.load();
                assertThatThrownBy(contestant::run).as(contestant.title()).hasMessageStartingWith("8 packets");
            }
        }
    }

    private static List<Contestant> inC(final RouteReference reference, final RouteScenario scenario, final Arena arena) {
        return CompareRoutes.contestants(reference, scenario, arena).subList(1, 1 + Variant.values().length);
    }
}
