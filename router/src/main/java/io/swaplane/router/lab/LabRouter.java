package io.swaplane.router.lab;

import io.swaplane.bgp.router.Bgp;
import io.swaplane.bgp.router.BgpSettings;
import io.swaplane.bgp.session.Network;
import io.swaplane.control.Conductor;
import io.swaplane.control.api.BgpState;
import io.swaplane.control.api.ControlServer;
import io.swaplane.control.command.CommandReader;
import io.swaplane.control.command.CommandRing;
import io.swaplane.control.command.ProducerSettings;
import io.swaplane.control.command.Producers;
import io.swaplane.control.command.SessionMode;
import io.swaplane.control.event.Event;
import io.swaplane.control.event.Watcher;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.control.view.BgpPeerView;
import io.swaplane.fastpath.Ethernet;
import io.swaplane.fastpath.Forwarder;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.fastpath.PacketPort;
import io.swaplane.fastpath.Worker;
import io.swaplane.router.config.Lab;
import io.swaplane.router.config.LiveConfiguration;
import io.swaplane.router.serve.AskedControl;
import io.swaplane.router.serve.ControlTasks;
import io.swaplane.router.serve.DutyCycles;
import io.swaplane.router.serve.FaultLog;
import io.swaplane.router.serve.Tracing;
import io.swaplane.table.AddressText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A router of a lab: its conductor, its packet worker, its commands and its host, all stepped by one thread, and its control socket.
 *
 * <p>{@link #run} is that thread's; it sleeps while there is nothing to do. Other methods are any thread's.
 */
final class LabRouter implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LabRouter.class);
    private static final int FRAMES = 1024;
    private static final int LEAST_CHUNK = 2048;
    private static final int TASKS_A_CYCLE = 64;
    private static final long ANSWER_MILLIS = 10_000;
    private static final long SLEEP_NANOS = 50_000_000;
    private static final int HOST_MTU = 1500;
    /** Before the table's name in those of the host's ports and interfaces, where configured names have no colon. */
    private static final String HOST = "host:";
    private static final MacAddress HOST_MAC = new MacAddress(0x02FE00000001L);
    private static final ProducerSettings BGP = new ProducerSettings("bgp", "bgp", 100, SessionMode.RESYNC, null);
    /** States of a session, as {@link BgpPeerView#state} has them. */
    static final String ESTABLISHED = "established";
    static final String SHUT_DOWN = "shut-down";
    private static final int NEXT_HOP_EVENTS = 1 << 12;

    private final RouterIntent configured;
    private final BgpSettings settings;
    private final Conductor conductor;
    private final FrameStore store;
    private final Map<String, PacketPort> ports = new LinkedHashMap<>();
    private final LabHost host;
    private final Producers producers = new Producers(new CommandRing(), this::wake);
    private final CommandReader commands;
    private final ControlTasks tasks = new ControlTasks(this::wake, ANSWER_MILLIS);
    private final DutyCycles cycles = new DutyCycles();
    private final AtomicBoolean woken = new AtomicBoolean();
    private Worker worker;
    private LabNeighbours neighbours;
    private Bgp bgp;
    private ControlServer server;
    private volatile Thread thread;
    private volatile boolean running = true;

    /**
     * A router whose ports are still to be {@link #attach attached}.
     *
     * @throws io.swaplane.control.intent.RefusedException when the intent contradicts itself.
     */
    LabRouter(final LiveConfiguration configuration) {
        configured = configuration.intent();
        settings = configuration.bgp();
        conductor = new Conductor(withHost(configured), 1);
        store = new FrameStore(FRAMES, chunk(configured));
        host = new LabHost(store);
        tables(configured).forEach(table -> {
            final HostPort port = new HostPort(store, HOST_MAC.bytes());
            host.port(table(table), port);
            ports.put(HOST + table, port);
        });
        commands = new CommandReader(producers, conductor, fault -> LOG.error("a fault of router {}, please report it", configured.name(),
            fault));
    }

    /** The tables in which the host has a port. */
    private static List<String> tables(final RouterIntent intent) {
        final List<String> tables = new ArrayList<>();
        tables.add(VrfIntent.GLOBAL);
        intent.routing().vrfs().forEach(each -> tables.add(each.name()));
        return tables;
    }

    /** The intent with a port and an interface for the host in every table. */
    private static RouterIntent withHost(final RouterIntent intent) {
        final List<String> ports = new ArrayList<>(intent.ports());
        final List<InterfaceIntent> interfaces = new ArrayList<>(intent.interfaces());
        for (final String table : tables(intent)) {
            ports.add(HOST + table);
            interfaces.add(new InterfaceIntent(HOST + table, HOST + table, List.of(), Ethernet.VLAN, HOST_MAC, MplsMode.OFF, HOST_MTU,
                false, false, table, List.of()));
        }
        return new RouterIntent(intent.name(), intent.routerId(), intent.defaults(), intent.dynamicLabels(), intent.labels(),
            intent.specialLabels(), ports, interfaces, intent.neighbours(), intent.acceptSets(), intent.nextHops(), intent.tunnels(),
            intent.lsps(), intent.routing());
    }

    /** Memory that a frame of the largest MTU fits in. */
    private static int chunk(final RouterIntent intent) {
        final int mtu = intent.interfaces().stream().mapToInt(InterfaceIntent::mtu).max().orElse(HOST_MTU);
        final int needed = mtu + FrameStore.HEADROOM + Ethernet.HEADER_BYTES + 2 * Ethernet.TAG_BYTES;
        return Math.max(LEAST_CHUNK, Integer.highestOneBit(needed - 1) << 1);
    }

    String name() {
        return configured.name();
    }

    RouterIntent configured() {
        return configured;
    }

    FrameStore store() {
        return store;
    }

    Producers producers() {
        return producers;
    }

    /** The conductor; its own thread's, to be {@link #tasks asked} there. */
    Conductor conductor() {
        return conductor;
    }

    ControlTasks tasks() {
        return tasks;
    }

    /** Puts a link's end on a port, before the start. */
    void attach(final String port, final PacketPort end) {
        ports.put(port, end);
    }

    /** What is on a port; the router's thread's. */
    PacketPort port(final String port) {
        return ports.get(port);
    }

    /** Makes everything ready for {@link #run}. */
    void prepare(final Wires wires) {
        final PacketPort[] queues = new PacketPort[configured.ports().size() + tables(configured).size()];
        ports.forEach((name, port) -> queues[conductor.portNumber(name)] = port);
        worker = new Worker(0, queues, new Forwarder(conductor.tables(), 0, store, queues, host), conductor.tables().epochs());
        neighbours = new LabNeighbours(configured.name(), configured.interfaces(), conductor, wires);
        conductor.follow(neighbours);
        carriers(wires);
    }

    /**
     * Begins to speak BGP if it is configured, and to answer; once {@link #run} runs.
     *
     * @param socket where the control API listens.
     * @param network where the router speaks.
     */
    void serve(final Path socket, final Network network) throws IOException {
        if (settings != null) {
            bgp = Bgp.start(settings, network, producers.open(BGP), nextHopWatcher(),
                Thread.ofPlatform().daemon().name("bgp-" + configured.name()).factory());
        }
        final LabState state = new LabState(configured, conductor, tasks, neighbours, cycles);
        final Tracing tracing = new Tracing(List.of(worker), withHost(configured).ports(),
            done -> tasks.tell(() -> conductor.tables().epochs().retire(done)));
        server = new ControlServer(socket, state, new AskedControl(producers, commands.statistics(), conductor, tasks),
            new LabOperations(tracing, state), bgp, new FaultLog());
    }

    private Watcher nextHopWatcher() throws IOException {
        try {
            return tasks.ask(() -> conductor.watch(EnumSet.of(Event.Kind.NEXT_HOP), NEXT_HOP_EVENTS));
        } catch (final TimeoutException e) {
            throw new IOException("router " + configured.name() + " does not answer", e);
        }
    }

    /** Ends all BGP sessions; the router takes back what came of them. Before {@link #stop}. */
    void silence() {
        if (bgp != null) {
            bgp.close();
        }
    }

    /** Ports are up when their links are, and who is at the other end is known then. The router's thread. */
    private void carriers(final Wires wires) {
        for (final String port : configured.ports()) {
            final LabLink link = wires.link(new Lab.End(configured.name(), port));
            conductor.setPortState(port, link != null && link.isUp());
        }
        neighbours.linksChanged();
    }

    /** A link has been cut or restored. */
    void linksChanged(final Wires wires) {
        tasks.tell(() -> carriers(wires));
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        worker.onStart();
        try {
            while (running) {
                if (doWork() == 0) {
                    sleep();
                }
            }
        } finally {
            worker.onClose();
        }
    }

    private int doWork() {
        final long begin = System.nanoTime();
        final int frames = worker.doWork();
        if (frames > 0) {
            cycles.busy(frames, System.nanoTime() - begin);
        } else {
            cycles.empty();
        }
        host.takeWanted().forEach(each -> conductor.glean(each.interfaceNumber(), each.address()));
        return frames + conductor.doWork() + commands.doWork(begin) + neighbours.doWork() + tasks.doWork(TASKS_A_CYCLE);
    }

    /** Until there is a command, a task or a frame. */
    private void sleep() {
        if (commands.beforeSleep() && !woken.getAndSet(false)) {
            LockSupport.parkNanos(SLEEP_NANOS);
            woken.set(false);
        }
        commands.afterSleep();
    }

    /** There is something to do. */
    void wake() {
        if (!woken.getAndSet(true)) {
            LockSupport.unpark(thread);
        }
    }

    /**
     * What there is in its tables, as something that stays the same when they do.
     *
     * @throws TimeoutException when its thread does not answer.
     */
    Object pulse() throws TimeoutException {
        return tasks.ask(() -> List.of(conductor.routeUsage(), conductor.labelUsage(), conductor.nextHopUsage(), neighbours.view()));
    }

    /** Its BGP; null when it speaks none. */
    BgpState bgp() {
        return bgp;
    }

    /** Who is wanted as a neighbour and is at no other end, each in a sentence. */
    List<String> unresolved() throws TimeoutException {
        return tasks.ask(() -> neighbours.view().entrySet().stream().filter(each -> each.getValue() == null)
            .map(each -> configured.name() + ": nobody on the link of " + each.getKey().interfaceName() + " is "
                + AddressText.of(each.getKey().address())).toList());
    }

    /** Number of a table. */
    private int table(final String name) {
        return name.equals(VrfIntent.GLOBAL) ? 0 : conductor.vrf(name).orElseThrow().number();
    }

    /**
     * Has the host send an echo request.
     *
     * @param table the VRF, or the global table.
     * @param answered run on the router's thread when the reply comes.
     */
    void send(final String table, final Echo request, final Runnable answered) {
        tasks.tell(() -> host.send(table(table), request, answered));
    }

    /** Nobody waits for the reply any more. */
    void giveUp(final Echo request) {
        tasks.tell(() -> host.giveUp(request));
    }

    /** Ends the thread after the running cycle. */
    void stop() {
        running = false;
        wake();
    }

    /** Ends the control API and gives everything back, once the thread has ended. */
    @Override
    public void close() throws IOException {
        try {
            if (server != null) {
                server.close();
            }
        } finally {
            conductor.close();
            store.close();
        }
    }
}
