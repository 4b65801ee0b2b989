package io.swaplane.pcaps.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.api.ControlException;
import io.swaplane.control.api.ControlServer;
import io.swaplane.control.api.ProgramClient;
import io.swaplane.control.api.StateSource;
import io.swaplane.control.command.CommandRing;
import io.swaplane.control.command.ProducerSettings;
import io.swaplane.control.command.Producers;
import io.swaplane.control.command.SessionMode;
import io.swaplane.control.view.RouteFilter;
import io.swaplane.control.view.RoutePage;
import io.swaplane.control.view.RoutePosition;
import io.swaplane.control.view.RouteView;
import io.swaplane.pcaps.random.RouterUnderTest;
import io.swaplane.table.DropReason;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A million routes of a VRF are put, replaced, read back and removed over the control socket while a worker forwards IP by them. */
class MillionRoutesTest {
    private static final int PAGE = 10_000;
    /** The first round puts all routes, the next one replaces them. */
    private static final int LAST_ROUND = 1;

    @TempDir
    private Path directory;

    @Test
    void shouldForwardEachPacketByItsOldOrNewRouteWhileAMillionRoutesChange() throws Exception {
        final Producers producers = new Producers(new CommandRing());
        final List<Throwable> faults = new CopyOnWriteArrayList<>();
        final Path socket = directory.resolve("control.sock");
        try (RouterUnderTest router = new RouterUnderTest(ChangingRoutes.router());
             ControlThread control = new ControlThread(router.conductor(), producers);
             ControlServer server = new ControlServer(socket, noState(), new ProducersOnly(producers, control), faults::add);
             ControlClient client = new ControlClient(socket);
             ProgramClient session = client.program(new ProducerSettings("bgpd", "bgp", 100, SessionMode.RESYNC, null));
             ChurnTraffic traffic = new ChurnTraffic(router, new ChangingRoutes(), LAST_ROUND)) {
            assertThat(server).isNotNull();
            for (int round = 0; round <= LAST_ROUND; round++) {
                traffic.round(round);
                put(session, round);
                // All are acknowledged, so no packet may meet what was there before.
                traffic.round(round + 1);
                traffic.await(2);
                assertThat(traffic.wrong()).isNull();
            }
            readBack(control);
            remove(session);
            traffic.await(2);
            assertThat(traffic.wrong()).isNull();
            assertThat(traffic.sent()).as("packets sent").isPositive();
            assertThat(router.tables().drops(0, DropReason.NO_ROUTE)).isPositive();
            assertThat(router.tables().drops(0, DropReason.UNRESOLVED)).isZero();
            final long left = control.ask(conductor -> conductor.routeUsage().ipv4());
            assertThat(left).isZero();
            session.complete();
            assertThat(control.errors()).isEmpty();
            assertThat(faults).isEmpty();
        }
    }

    private static StateSource noState() {
        return (StateSource) Proxy.newProxyInstance(StateSource.class.getClassLoader(), new Class<?>[] {StateSource.class},
            (self, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
            });
    }

    private static void put(final ProgramClient session, final int round) throws ControlException {
        for (int i = 0; i < ChangingRoutes.COUNT; i++) {
            session.putRoute(ChangingRoutes.VRF, ChangingRoutes.prefix(i), ChangingRoutes.label(i, round), ChangingLabels.nextHop(round));
        }
        awaitAnswers(session);
    }

    private static void remove(final ProgramClient session) throws ControlException {
        for (int i = 0; i < ChangingRoutes.COUNT; i++) {
            session.removeRoute(ChangingRoutes.VRF, ChangingRoutes.prefix(i));
        }
        awaitAnswers(session);
    }

    private static void awaitAnswers(final ProgramClient session) throws ControlException {
        session.awaitAcknowledged(session.flush());
        assertThat(session.pollResult()).isNull();
    }

    private static void readBack(final ControlThread control) throws Exception {
        int number = 0;
        RoutePosition position = RoutePosition.START;
        while (position != null) {
            final RoutePosition from = position;
            final RoutePage page = control.ask(conductor -> conductor.routes(RouteFilter.of(ChangingRoutes.VRF), from, PAGE));
            for (final RouteView view : page.routes()) {
                if (!view.prefix().equals(ChangingRoutes.prefix(number)) || !view.owner().equals("bgp")
                    || !view.legs().getFirst().label().equals(ChangingRoutes.label(number, LAST_ROUND))) {
                    throw new AssertionError("instead of route " + number + ": " + view);
                }
                number++;
            }
            position = page.next();
        }
        assertThat(number).isEqualTo(ChangingRoutes.COUNT);
    }
}
