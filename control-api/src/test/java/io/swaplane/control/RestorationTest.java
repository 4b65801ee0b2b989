package io.swaplane.control;

import static io.swaplane.control.PeIntent.API;
import static io.swaplane.control.PeIntent.TUNNEL;
import static io.swaplane.control.PeIntent.forward;
import static io.swaplane.control.PeIntent.lookup;
import static io.swaplane.control.PeIntent.pe;
import static io.swaplane.control.PeIntent.settle;
import static io.swaplane.control.PeIntent.whose;
import static io.swaplane.control.TestIntent.route;
import static io.swaplane.control.TestIntent.via;
import static io.swaplane.control.TestIntent.vrf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.Model;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.control.intent.RouteIntent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** VRFs and routes that the configuration takes over, and gives back. */
class RestorationTest {
    private static final Prefix PREFIX = Prefix.parse("20.0.0.0/8");
    private static final Origin LATER = new Origin(API.producer(), 9, "api", API.preference());

    @Test
    void shouldGiveARouteBackToItsProducer() {
        final RouteAction pair = new RouteAction.Protect(forward(17, TUNNEL), via("10.1.0.9"));
        for (final RouteAction action : List.of(forward(17, TUNNEL), forward(null, TUNNEL), via("10.1.0.9"), pair, new RouteAction.Drop(),
            new RouteAction.Receive())) {
            try (Conductor conductor = pe("1:1", "1:1").conductor()) {
                conductor.onRoute(API, new RouteIntent("red", PREFIX, action, Model.PIPE, Model.UNIFORM));
                final long word = lookup(conductor, "red", "20.1.1.1");
                final int references = conductor.nextHop(TUNNEL).orElseThrow().references();
                final Restoration.Saved saved = conductor.restoration().route("red", PREFIX);
                conductor.onRoute(route("red", "20.0.0.0/8", forward(99, TUNNEL)));
                assertThat(whose(conductor, "red", "20.0.0.0/8")).isEqualTo("put static");
                saved.restore();
                if (action instanceof RouteAction.Path) {
                    assertThat(conductor.route("red", PREFIX).orElseThrow().ttlModel()).isEqualTo("pipe");
                }
                assertThat(whose(conductor, "red", "20.0.0.0/8")).isEqualTo("put api");
                assertThat(whose(conductor, "blue", "20.0.0.0/8")).isEqualTo("leaked red");
                assertThat(lookup(conductor, "blue", "20.1.1.1")).isEqualTo(lookup(conductor, "red", "20.1.1.1"));
                assertThat(conductor.nextHop(TUNNEL).orElseThrow().references()).isEqualTo(references);
                if (!(action instanceof RouteAction.Protect)) {
                    assertThat(lookup(conductor, "red", "20.1.1.1")).isEqualTo(word);
                }
                conductor.sweep(LATER, 1000);
                assertThat(whose(conductor, "red", "20.0.0.0/8")).as("swept with its session").isNull();
                settle(conductor);
                assertThat(conductor.nextHop(TUNNEL).orElseThrow().references()).isZero();
                assertThat(conductor.routeUsage().adjacencies()).isZero();
            }
        }
    }

    @Test
    void shouldTakeARouteAwayWhereNobodyHadPutOne() {
        try (Conductor conductor = pe("1:1", "1:1").conductor()) {
            conductor.onRoute(route("blue", "20.0.0.0/8", forward(18, TUNNEL)));
            final Restoration.Saved saved = conductor.restoration().route("red", PREFIX);
            conductor.onRoute(route("red", "20.0.0.0/8", forward(17, TUNNEL)));
            saved.restore();
            assertThat(whose(conductor, "red", "20.0.0.0/8")).isEqualTo("leaked blue");
            assertThatThrownBy(() -> conductor.restoration().route("none", PREFIX)).isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void shouldGiveAVrfAndItsLabelBackToItsProducer() {
        try (Conductor conductor = pe("1:1", "1:1").conductor()) {
            conductor.onVrf(API, vrf("green", 500));
            final Restoration.Saved saved = conductor.restoration().vrf("green");
            conductor.onVrf(vrf("green", "1:1", "1:1"));
            assertThat(conductor.label(LspIntent.PLATFORM, 500)).isEmpty();
            saved.restore();
            settle(conductor);
            assertThat(conductor.vrf("green").orElseThrow().owner()).isEqualTo("api");
            assertThat(conductor.label(LspIntent.PLATFORM, 500).orElseThrow().owner()).isEqualTo("api");
            assertThat(whose(conductor, "green", "10.1.0.0/24")).as("no longer imported").isNull();
            conductor.sweep(LATER, 1000);
            assertThat(conductor.vrf("green")).isEmpty();
            assertThat(conductor.label(LspIntent.PLATFORM, 500)).isEmpty();
        }
    }

    @Test
    void shouldTakeAVrfAwayWhereThereWasNone() {
        try (Conductor conductor = pe().conductor()) {
            final Restoration.Saved saved = conductor.restoration().vrf("green");
            conductor.onVrf(vrf("green", 500));
            saved.restore();
            assertThat(conductor.vrf("green")).isEmpty();
            assertThat(conductor.label(LspIntent.PLATFORM, 500)).isEmpty();
        }
    }
}
