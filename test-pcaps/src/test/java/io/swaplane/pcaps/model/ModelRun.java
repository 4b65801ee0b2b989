package io.swaplane.pcaps.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.command.CommandReader;
import io.swaplane.control.command.CommandRing;
import io.swaplane.control.command.ProducerSettings;
import io.swaplane.control.command.Producers;
import io.swaplane.control.command.SessionMode;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.LabelUsageView;
import io.swaplane.control.view.RouteFilter;
import io.swaplane.control.view.RoutePage;
import io.swaplane.control.view.RoutePosition;
import io.swaplane.control.view.RouteView;
import io.swaplane.control.view.VrfView;
import io.swaplane.pcaps.random.RouterUnderTest;
import io.swaplane.pcaps.reference.Egress;
import io.swaplane.pcaps.reference.ProgrammedBuckets;
import io.swaplane.pcaps.reference.ReferenceForwarder;
import io.swaplane.pcaps.reference.Verdict;
import io.swaplane.table.AddressText;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One router under random commands: producers, command ring, reader, conductor and tables as they are, and a {@link RouterModel} beside.
 * After each step the answers are the model's, and so is what becomes of probe packets.
 */
final class ModelRun implements AutoCloseable {
    private static final int PROBES = 40;
    private static final int STATE_EVERY = 10;
    private static final int HISTORY = 40;
    private static final int MOST_CYCLES = 10_000;
    private static final long STEP_NANOS = 1_000_000_000L;
    private static final List<ProducerSettings> PRODUCERS = List.of(
        settings("configuration", "static", 0, null), settings("script", "api", 50, Duration.ofSeconds(20)),
        settings("person", "api", 50, null), settings("bgp", "bgp", 100, Duration.ofSeconds(3)), settings("ldp", "ldp", 20, Duration.ZERO));

    /** What the producer put before the session goes when the time has come. */
    private record Timer(String producer, int session, long deadline) { }

    private final SplittableRandom random;
    private final RouterUnderTest router;
    private final RouterModel model;
    private final RandomChanges changes;
    private final Probes probes;
    private final List<Throwable> errors = new ArrayList<>();
    private final Producers producers;
    private final CommandReader reader;
    private final Map<String, Client> clients = new LinkedHashMap<>();
    private final Map<String, SessionMode> modes = new LinkedHashMap<>();
    private final List<Timer> timers = new ArrayList<>();
    private final List<Timer> lateSweeps = new ArrayList<>();
    private final List<String> history = new ArrayList<>();
    private final Map<String, Integer> answers = new TreeMap<>();
    private final Map<String, Integer> verdicts = new TreeMap<>();
    private final Map<String, Integer> kinds = new TreeMap<>();
    private int sessions;
    private long now;

    ModelRun(final long seed) {
        random = new SplittableRandom(seed);
        final RouterIntent configuration = Universe.configuration();
        router = new RouterUnderTest(configuration, () -> now);
        router.trace(true);
        model = new RouterModel(configuration);
        changes = new RandomChanges(random.split(), model);
        probes = new Probes(random.split(), model);
        producers = new Producers(new CommandRing(1 << 18), 1 << 10, () -> now, () -> { });
        reader = new CommandReader(producers, router.conductor(), errors::add);
        PRODUCERS.stream().skip(1).forEach(each -> open(each, SessionMode.RESYNC));
    }

    private static ProducerSettings settings(final String name, final String owner, final int preference, final Duration staleAfter) {
        return new ProducerSettings(name, owner, preference, SessionMode.RESYNC, staleAfter);
    }

    /** How often a command was accepted only, or refused for a reason, and how many bulks were carried out. */
    Map<String, Integer> answers() {
        return answers;
    }

    /** What became of probes, and how often. */
    Map<String, Integer> verdicts() {
        return verdicts;
    }

    /** Kinds of routes that there were, and how often one was seen. */
    Map<String, Integer> kinds() {
        return kinds;
    }

    /** Takes so many steps. */
    void run(final int steps) {
        for (int step = 1; step <= steps; step++) {
            try {
                step();
                drain();
                clients.values().forEach(client -> client.check(answers));
                assertThat(errors).isEmpty();
                router.tables().epochs().quiescent(0);
                work();
                model.gracePeriodPassed();
                probe();
                if (step % STATE_EVERY == 0) {
                    compareState();
                }
            } catch (final RuntimeException | AssertionError e) {
                throw new AssertionError("step " + step + " of " + steps + ": " + e.getMessage() + "\nthe last commands:\n"
                    + String.join("\n", history), e);
            }
        }
    }

    private void note(final String what) {
        history.add(what);
        if (history.size() > HISTORY) {
            history.removeFirst();
        }
    }

    // ---- steps ----

    private void step() {
        final int dice = random.nextInt(100);
        if (dice < 2) {
            glean();
        } else if (dice < 72) {
            change(random.nextInt(1, 6));
        } else if (dice < 82) {
            bulk(anyClient());
        } else if (dice < 86) {
            restart(PRODUCERS.get(random.nextInt(PRODUCERS.size())));
        } else if (dice < 89) {
            resync(anyClient());
        } else if (dice < 91) {
            endOfSync(anyClient());
        } else if (dice < 93) {
            close(anyClient());
        } else {
            now += random.nextInt(1, 8) * STEP_NANOS;
            note("time " + now / STEP_NANOS + " s");
            expire();
        }
    }

    /** A packet met a link's route. */
    private void glean() {
        final InterfaceIntent on = Universe.INTERFACES.get(random.nextInt(Universe.INTERFACES.size()));
        final InetAddress address = Universe.GATEWAYS.get(random.nextInt(Universe.GATEWAYS.size()));
        note("glean " + address + " on " + on.name());
        assertThat(router.conductor().glean(router.conductor().interfaceNumber(on.name()), address)).as("glean %s on %s", address, on)
            .isEqualTo(model.routing().canBeGleaned(on, address));
    }

    private Client anyClient() {
        if (clients.isEmpty()) {
            open(PRODUCERS.get(1), SessionMode.RESYNC);
        }
        final List<Client> all = List.copyOf(clients.values());
        final Client any = all.get(random.nextInt(all.size()));
        // The strongest takes everything over in the end, and is to be rare.
        return any.who().preference() == 0 ? all.get(random.nextInt(all.size())) : any;
    }

    private void change(final int count) {
        for (int i = 0; i < count; i++) {
            final Change change = changes.next();
            send(sender(anyClient(), change), change);
        }
    }

    /** What the configuration has put, only it can change: it does so more often than it is asked. */
    private Client sender(final Client otherwise, final Change change) {
        final Client configuration = clients.get(PRODUCERS.getFirst().name());
        return change instanceof Change.PutVrf && configuration != null && random.nextInt(3) == 0 ? configuration : otherwise;
    }

    private void send(final Client client, final Change change) {
        note(client.who().producer() + (client.isInBulk() ? " (bulk) " : " ") + change);
        client.send(change);
    }

    private void bulk(final Client client) {
        if (!client.isInBulk()) {
            note(client.who().producer() + " begin");
            client.begin();
        }
        for (int i = random.nextInt(20); i > 0; i--) {
            send(client, changes.next());
        }
        final int dice = random.nextInt(5);
        note(client.who().producer() + (dice == 0 ? " abort" : dice < 4 ? " commit" : " leaves the bulk open"));
        if (dice == 0) {
            client.abort();
        } else if (dice < 4) {
            client.commit();
        }
    }

    private void close(final Client client) {
        note(client.who().producer() + " close");
        client.close();
        clients.remove(client.who().producer());
        final ProducerSettings settings =
            PRODUCERS.stream().filter(each -> each.name().equals(client.who().producer())).findFirst().orElseThrow();
        if (settings.staleAfter() != null) {
            timers.add(new Timer(settings.name(), client.who().session() + 1, now + settings.staleAfter().toNanos()));
        }
        if (random.nextBoolean()) {
            open(settings, random.nextBoolean() ? SessionMode.RESYNC : SessionMode.KEEP);
        }
        drain();
        expire();
    }

    private void restart(final ProducerSettings settings) {
        if (clients.containsKey(settings.name())) {
            close(clients.get(settings.name()));
        }
        if (!clients.containsKey(settings.name())) {
            open(settings, random.nextBoolean() ? SessionMode.RESYNC : SessionMode.KEEP);
        }
    }

    private void open(final ProducerSettings settings, final SessionMode mode) {
        note(settings.name() + " open " + mode);
        sessions++;
        final ProducerSettings opened =
            new ProducerSettings(settings.name(), settings.owner(), settings.preference(), mode, settings.staleAfter());
        final Who who = new Who(opened.name(), sessions, opened.owner(), opened.preference());
        clients.put(opened.name(), new Client(producers.open(opened), who, model));
        modes.put(settings.name(), mode);
        if (mode == SessionMode.KEEP) {
            timers.removeIf(timer -> timer.producer().equals(settings.name()));
            lateSweeps.removeIf(timer -> timer.producer().equals(settings.name()));
        }
    }

    /** The producer comes back with most of what it had. */
    private void resync(final Client client) {
        final String name = client.who().producer();
        final List<Change> own = new ArrayList<>(model.ownedBy(name));
        own.removeIf(change -> random.nextInt(8) == 0);
        restart(PRODUCERS.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow());
        own.forEach(change -> send(clients.get(name), change));
        endOfSync(clients.get(name));
    }

    private void endOfSync(final Client client) {
        if (!client.isInBulk() && modes.get(client.who().producer()) == SessionMode.RESYNC) {
            note(client.who().producer() + " end of sync");
            client.endOfSync();
            sweep(client.who().producer(), client.who().session());
        }
    }

    /** Time has passed, or a producer has gone whose time is none. */
    private void expire() {
        final List<Timer> due = due(timers);
        due.forEach(timer -> sweep(timer.producer(), timer.session()));
        due(lateSweeps).forEach(timer -> model.sweep(timer.producer(), timer.session()));
    }

    private List<Timer> due(final List<Timer> all) {
        final List<Timer> due = all.stream().filter(timer -> timer.deadline() <= now).toList();
        all.removeAll(due);
        return due;
    }

    /** What is in use and so stays is looked at once more after the hold time. */
    private void sweep(final String producer, final int session) {
        model.sweep(producer, session);
        if (model.hasStale(producer, session)) {
            lateSweeps.removeIf(timer -> timer.producer().equals(producer));
            lateSweeps.add(new Timer(producer, session, now + Universe.HOLD.toNanos()));
        }
    }

    private void drain() {
        for (int i = 0; i < MOST_CYCLES; i++) {
            if (reader.doWork(now) == 0 && producers.ring().occupied() == 0) {
                work();
                return;
            }
        }
        throw new AssertionError("the reader finds work without end");
    }

    private void work() {
        for (int i = 0; i < MOST_CYCLES; i++) {
            if (router.conductor().doWork() == 0) {
                return;
            }
        }
        throw new AssertionError("the conductor finds work without end");
    }

    // ---- comparing ----

    private void probe() {
        final ReferenceForwarder reference =
            new ReferenceForwarder(model.intent(), new ProgrammedBuckets(router.conductor(), model.intent()));
        final Egress egress = new ModelEgress();
        final int[] room = new int[Universe.PORTS.size()];
        Arrays.fill(room, PROBES);
        final int port = probes.port();
        final List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < PROBES; i++) {
            frames.add(probes.next(port));
        }
        router.room(room, PROBES);
        final Verdict[] actual = router.forward(port, frames);
        for (int i = 0; i < PROBES; i++) {
            final Verdict expected = reference.forward(port, frames.get(i), egress);
            verdicts.merge(switch (expected) {
                case Verdict.Sent sent -> "Sent";
                case Verdict.Punted punted -> punted.reason().name();
                case Verdict.Dropped dropped -> dropped.reason().name();
            }, 1, Integer::sum);
            assertThat(text(actual[i])).as("frame %s on port %d", HexFormat.of().formatHex(frames.get(i)), port).isEqualTo(text(expected));
        }
    }

    private static String text(final Verdict verdict) {
        return switch (verdict) {
            case Verdict.Sent sent -> "sent by port " + sent.port() + " " + HexFormat.of().formatHex(sent.frame());
            case Verdict.Punted punted -> "punted, " + punted.reason() + " about " + punted.about() + " "
                + HexFormat.of().formatHex(punted.frame());
            case Verdict.Dropped dropped -> "dropped, " + dropped.reason();
        };
    }

    /** What {@code show} tells is what the model has. */
    private void compareState() {
        final List<String> shown = new ArrayList<>();
        LabelPosition position = LabelPosition.START;
        while (position != null) {
            final LabelPage page = router.conductor().labels(LabelFilter.all(false), position, 7);
            page.labels().forEach(each -> shown.add(each.labelSpace() + " " + each.label() + " " + each.owner()));
            position = page.next();
        }
        assertThat(shown).containsExactlyInAnyOrderElementsOf(model.labels().entrySet().stream()
            .map(each -> shownAs(each.getKey().space()) + " " + each.getKey().label() + " " + each.getValue().who().owner()).toList());
        for (final LabelUsageView usage : router.conductor().labelUsage()) {
            assertThat(usage.byOwner()).as(usage.labelSpace()).isEqualTo(model.countByOwner(usage.labelSpace()));
        }
        final Set<Integer> hops = IntStream.rangeClosed(1, 2 * Universe.LAST_HOP).boxed()
            .filter(index -> router.conductor().nextHop(index).isPresent()).collect(Collectors.toSet());
        assertThat(hops).containsAll(model.nextHops()).allMatch(model::hasIndex);
        assertThat(router.conductor().tunnels().stream().map(each -> each.endpoint() + " " + each.owner()).collect(Collectors.toSet()))
            .isEqualTo(model.tunnels().stream().map(each -> AddressText.of(each.endpoint()) + " " + each.owner())
                .collect(Collectors.toSet()));
        assertThat(router.conductor().vrfs(1, Universe.VRFS.size()).vrfs()).extracting(ModelRun::text)
            .containsExactlyInAnyOrderElementsOf(model.routing().vrfs().values().stream().map(ModelRun::text).toList());
        final List<String> routes = new ArrayList<>();
        RoutePosition at = RoutePosition.START;
        while (at != null) {
            final RoutePage page = router.conductor().routes(RouteFilter.of(null), at, 7);
            for (final RouteView each : page.routes()) {
                kinds.merge(each.kind(), 1, Integer::sum);
                if (each.kind().equals("put")) {
                    routes.add(each.vrf() + " " + Prefix.parse(each.prefix()) + " " + each.owner());
                }
            }
            at = page.next();
        }
        assertThat(routes).containsExactlyInAnyOrderElementsOf(model.routing().shownRoutes());
    }

    private static String text(final VrfView vrf) {
        return vrf.name() + " " + vrf.owner() + " " + vrf.imports() + " " + vrf.exports() + " " + vrf.labelMode() + " " + vrf.label();
    }

    private static String text(final RouterModel.Held<VrfIntent> held) {
        final VrfIntent vrf = held.value();
        return vrf.name() + " " + held.who().owner() + " " + vrf.imports() + " " + vrf.exports() + " " + vrf.labelMode().label() + " "
            + vrf.label();
    }

    private static String shownAs(final String space) {
        return space.equals(LspIntent.PLATFORM) ? "platform label space" : "label space of " + space;
    }

    @Override
    public void close() {
        router.close();
    }

    /** Ports as the model has them, with room for all. */
    private final class ModelEgress implements Egress {
        @Override
        public boolean isUp(final int port) {
            return model.isUp(port);
        }

        @Override
        public boolean take(final int port) {
            return true;
        }

        @Override
        public boolean takePunt() {
            return true;
        }
    }
}
