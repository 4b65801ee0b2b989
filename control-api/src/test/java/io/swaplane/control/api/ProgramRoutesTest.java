package io.swaplane.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.TestIntent;
import io.swaplane.control.api.v1.BulkResult;
import io.swaplane.control.api.v1.Drop;
import io.swaplane.control.api.v1.LabelAction;
import io.swaplane.control.api.v1.LabelMode;
import io.swaplane.control.api.v1.LookupVrf;
import io.swaplane.control.api.v1.Operation;
import io.swaplane.control.api.v1.OperationResult;
import io.swaplane.control.api.v1.Payload;
import io.swaplane.control.api.v1.PutLabel;
import io.swaplane.control.api.v1.PutRoute;
import io.swaplane.control.api.v1.PutVrf;
import io.swaplane.control.api.v1.Receive;
import io.swaplane.control.api.v1.RefusalReason;
import io.swaplane.control.api.v1.RemoveVrf;
import io.swaplane.control.api.v1.RouteAction;
import io.swaplane.control.api.v1.RouteEcmp;
import io.swaplane.control.api.v1.RouteForward;
import io.swaplane.control.api.v1.RouteLeg;
import io.swaplane.control.api.v1.RoutePath;
import io.swaplane.control.api.v1.RouteProtect;
import io.swaplane.control.api.v1.TunnelModel;
import io.swaplane.control.command.CommandRing;
import io.swaplane.control.command.ProducerSettings;
import io.swaplane.control.command.Producers;
import io.swaplane.control.command.SessionMode;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.view.RouteFilter;
import io.swaplane.control.view.RouteLegView;
import io.swaplane.control.view.RouteView;
import io.swaplane.control.view.VrfView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** VRFs and routes over the socket, with a conductor on a control thread of its own. */
@Timeout(120)
class ProgramRoutesTest {
    private static final int NEXT_HOP = LoopRouter.NEXT_HOP;
    private static final int ROUTES = 100_000;

    @TempDir
    private Path directory;

    private Path socket() {
        return directory.resolve("s");
    }

    private LoopRouter router() throws IOException {
        return new LoopRouter(socket(), TestIntent.router().with(TestIntent.vrf("red", "1:1", "1:1"))
            .with(TestIntent.vrfInterface("ce1", "p1", MplsMode.OFF, 100, "red", "10.1.0.1/24"))
            .with(TestIntent.neighbour("ce1", "10.1.0.2", TestIntent.MAC_2)), CommandRing.DEFAULT_CAPACITY, Producers.DEFAULT_WINDOW);
    }

    private static ProgramClient session(final ControlClient client) throws ControlException {
        return client.program(new ProducerSettings("script", "api", 50, SessionMode.RESYNC, null));
    }

    private static List<OperationResult> results(final ProgramClient session) {
        final List<OperationResult> results = new ArrayList<>();
        for (OperationResult each = session.pollResult(); each != null; each = session.pollResult()) {
            results.add(each);
        }
        return results;
    }

    private static List<RouteView> routes(final ControlClient client, final RouteFilter filter) throws IOException {
        final List<RouteView> all = new ArrayList<>();
        try (PageReader<List<RouteView>> reader = client.routes(filter)) {
            for (List<RouteView> page = reader.next(); page != null; page = reader.next()) {
                all.addAll(page);
            }
        }
        return all;
    }

    private static Operation route(final String vrf, final String prefix, final RouteAction.Builder action) {
        return Operation.newBuilder().setPutRoute(PutRoute.newBuilder().setVrf(vrf).setPrefix(prefix).setAction(action)).build();
    }

    private static RoutePath.Builder labelled(final int label) {
        return RoutePath.newBuilder().setForward(RouteForward.newBuilder().setLabel(label).setNextHop(NEXT_HOP));
    }

    private static RoutePath.Builder via(final String gateway) {
        return RoutePath.newBuilder().setVia(gateway);
    }

    private static String prefix(final int number) {
        return "20." + (number >> 16) + "." + (number >> 8 & 0xFF) + "." + (number & 0xFF) + "/32";
    }

    @Test
    void shouldProgramReadBackAndRemoveAHundredThousandRoutes() throws IOException {
        try (LoopRouter _ = router(); ControlClient client = new ControlClient(socket()); ProgramClient session = session(client)) {
            final int before = routes(client, RouteFilter.of("red")).size();
            for (int i = 0; i < ROUTES; i++) {
                session.putRoute("red", prefix(i), 16 + i, NEXT_HOP);
            }
            session.awaitAcknowledged(session.flush());
            assertThat(results(session)).isEmpty();

            final List<RouteView> read = routes(client, new RouteFilter("red", null, Prefix.parse("20.0.0.0/8"), "put"));
            assertThat(read).hasSize(ROUTES);
            for (int i = 0; i < ROUTES; i++) {
                assertThat(read.get(i).prefix()).isEqualTo(prefix(i));
                assertThat(read.get(i).legs()).singleElement().extracting(RouteLegView::label).isEqualTo(16 + i);
            }
            assertThat(client.vrf("red").ipv4Routes()).isEqualTo(before + ROUTES);
            assertThat(client.routeUsage().byOwner()).containsEntry("api", ROUTES);
            assertThat(client.forwarding("red", "20.1.0.7").route().legs().getFirst().labels()).containsExactly(16 + 0x10007);

            for (int i = 0; i < ROUTES; i++) {
                session.removeRoute("red", prefix(i));
            }
            session.complete();
            assertThat(results(session)).isEmpty();
            assertThat(routes(client, RouteFilter.of("red"))).hasSize(before);
        }
    }

    @Test
    void shouldCarryABulkOfRoutesOutAsAWhole() throws IOException {
        try (LoopRouter _ = router(); ControlClient client = new ControlClient(socket()); ProgramClient session = session(client)) {
            session.begin();
            for (int i = 0; i < 5000; i++) {
                session.putRoute("global", prefix(i), null, NEXT_HOP);
            }
            session.putRoute("blue", "30.0.0.0/8", null, NEXT_HOP);
            session.awaitAcknowledged(session.commit());

            final BulkResult bulk = session.pollBulk();
            assertThat(bulk.getProgrammed()).isEqualTo(5000);
            assertThat(bulk.getRefused()).isEqualTo(1);
            assertThat(routes(client, new RouteFilter("global", null, null, "put"))).hasSize(5000);
        }
    }

    @Test
    void shouldProgramRoutesOfEveryKind() throws IOException {
        try (LoopRouter _ = router(); ControlClient client = new ControlClient(socket()); ProgramClient session = session(client)) {
            session.add(route("red", "11.1.0.0/16", RouteAction.newBuilder().setVia("10.1.0.2")));
            session.add(route("red", "11.2.0.0/16", RouteAction.newBuilder().setReceive(Receive.getDefaultInstance())));
            session.add(route("red", "11.3.0.0/16", RouteAction.newBuilder().setDrop(Drop.getDefaultInstance())));
            session.add(route("red", "11.4.0.0/16", RouteAction.newBuilder().setEcmp(RouteEcmp.newBuilder()
                .addLegs(RouteLeg.newBuilder().setWeight(3).setPath(labelled(50)))
                .addLegs(RouteLeg.newBuilder().setPath(via("10.1.0.2")).setBackup(labelled(51))))));
            session.add(route("red", "11.5.0.0/16", RouteAction.newBuilder().setProtect(RouteProtect.newBuilder()
                .setPrimary(labelled(52)).setBackup(via("10.1.0.2")))));
            session.add(Operation.newBuilder().setPutRoute(PutRoute.newBuilder().setPrefix("2001:db8::/32")
                .setTtl(TunnelModel.TUNNEL_MODEL_PIPE).setAction(RouteAction.newBuilder()
                    .setForward(RouteForward.newBuilder().setLabel(2).setNextHop(NEXT_HOP)))).build());
            session.complete();

            assertThat(results(session)).isEmpty();
            assertThat(routes(client, new RouteFilter("red", null, Prefix.parse("11.0.0.0/8"), null))).extracting(RouteView::action)
                .containsExactly("forward", "receive", "discard", "ecmp", "protect");
            assertThat(client.forwarding("red", "11.4.0.1").route().legs()).extracting(RouteLegView::labels)
                .containsExactly(List.of(50), List.of(), List.of(51));
            assertThat(client.forwarding("red", "11.5.0.1").route().legs()).extracting(RouteLegView::neighbour)
                .containsExactly("10.0.0.2", "10.1.0.2");
            assertThat(client.forwarding("global", "2001:db8::7").route()).satisfies(six -> {
                assertThat(six.vrf()).isEqualTo("global");
                assertThat(six.ttlModel()).isEqualTo("pipe");
                assertThat(six.legs().getFirst().labels()).containsExactly(2);
            });
        }
    }

    @Test
    void shouldCreateAVrfWithALabelAndTakeItOut() throws IOException {
        try (LoopRouter router = router(); ControlClient client = new ControlClient(socket()); ProgramClient session = session(client)) {
            session.add(Operation.newBuilder().setPutVrf(PutVrf.newBuilder().setName("blue").setRouteDistinguisher("70000:9")
                .addImports("1:1").addImports("192.0.2.1:2").addExports("2:2").setLabelMode(LabelMode.LABEL_MODE_PER_VRF)
                .setLabel(300)).build());
            session.add(Operation.newBuilder().setPutLabel(PutLabel.newBuilder().setLabel(301).setAction(LabelAction.newBuilder()
                .setLookupVrf(LookupVrf.newBuilder().setVrf("blue").setPayload(Payload.PAYLOAD_IPV4)))).build());
            session.add(Operation.newBuilder().setRemoveVrf(RemoveVrf.newBuilder().setName("blue")).build());
            session.awaitAcknowledged(session.flush());
            assertThat(results(session)).singleElement().satisfies(refused -> {
                assertThat(refused.getOperation()).isEqualTo(2);
                assertThat(refused.getReason()).isEqualTo(RefusalReason.REFUSAL_REASON_IN_USE);
            });
            final VrfView blue = client.vrf("blue");
            assertThat(blue).isEqualTo(new VrfView("blue", blue.number(), "api", "70000:9", List.of("1:1", "192.0.2.1:2"), List.of("2:2"),
                "per-vrf", 300, List.of(), blue.ipv4Routes(), blue.ipv6Routes()));
            assertThat(router.summary(300)).isEqualTo("lookup in VRF blue by api");
            assertThat(router.summary(301)).isEqualTo("lookup in VRF blue by api");

            session.deleteLabel(301);
            session.add(Operation.newBuilder().setRemoveVrf(RemoveVrf.newBuilder().setName("blue")).build());
            session.complete();
            assertThat(results(session)).isEmpty();
            assertThat(router.summary(300)).isEqualTo("nothing");
        }
    }

    @Test
    void shouldNameEachRefusedOperationByBatchAndPlace() throws IOException {
        try (LoopRouter _ = router(); ControlClient client = new ControlClient(socket()); ProgramClient session = session(client)) {
            session.putRoute("red", "11.0.0.1/8", null, NEXT_HOP);
            session.putRoute("red", "11.0.0.0/8", 1 << 20, NEXT_HOP);
            session.putRoute("red", "11.0.0.0/8", null, 99);
            session.putRoute("green", "11.0.0.0/8", null, NEXT_HOP);
            session.putRoute("red", "10.1.0.0/24", null, NEXT_HOP);
            session.removeRoute("red", "11.0.0.0/8");
            session.add(route("red", "11.0.0.0/8", RouteAction.newBuilder()));
            session.add(route("red", "11.0.0.0/8", RouteAction.newBuilder().setVia("nowhere")));
            session.add(route("red", "11.0.0.0/8", RouteAction.newBuilder().setEcmp(RouteEcmp.newBuilder()
                .addLegs(RouteLeg.newBuilder().setPath(RoutePath.getDefaultInstance())))));
            session.add(Operation.newBuilder().setPutVrf(PutVrf.newBuilder().setName("global")).build());
            session.add(Operation.newBuilder().setPutVrf(PutVrf.newBuilder().setName("v").addImports("x")).build());
            session.add(Operation.newBuilder().setPutVrf(PutVrf.newBuilder().setName("v").setLabelModeValue(9)).build());
            session.complete();

            final List<OperationResult> results = results(session);
            assertThat(results).extracting(OperationResult::getOperation).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
            assertThat(results).filteredOn(each -> each.getOperation() == 2 || each.getOperation() == 3)
                .extracting(OperationResult::getReason).containsOnly(RefusalReason.REFUSAL_REASON_UNKNOWN_REFERENCE);
            assertThat(results).filteredOn(each -> each.getOperation() == 5).extracting(OperationResult::getReason)
                .containsOnly(RefusalReason.REFUSAL_REASON_NOT_FOUND);
            assertThat(results).extracting(OperationResult::getText).contains("11.0.0.1/8 has bits behind its length",
                "it has no action", "gateway: 'nowhere' is no IP address", "a path must go by a next hop or via a gateway",
                "x is no route target: write it as 65000:1 or 192.0.2.1:1", "there is no such label mode");
        }
    }
}
