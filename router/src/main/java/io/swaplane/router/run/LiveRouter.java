package io.swaplane.router.run;

import io.swaplane.control.Conductor;
import io.swaplane.control.command.CommandReader;
import io.swaplane.control.command.CommandRing;
import io.swaplane.control.command.CommandStatistics;
import io.swaplane.control.command.Job;
import io.swaplane.control.command.Producers;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.control.view.AttachmentView;
import io.swaplane.control.view.TapView;
import io.swaplane.fastpath.Forwarder;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.fastpath.PacketPort;
import io.swaplane.fastpath.Worker;
import io.swaplane.io.netlink.KernelNetwork;
import io.swaplane.io.netlink.Link;
import io.swaplane.io.netlink.NeighbourResolver;
import io.swaplane.io.netlink.RouteClient;
import io.swaplane.io.tap.TapPort;
import io.swaplane.io.tap.TapPuntSink;
import io.swaplane.router.config.LiveConfiguration;
import io.swaplane.router.config.LiveSettings;
import io.swaplane.router.serve.Threads;
import io.swaplane.router.serve.Tracing;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A router on real interfaces, from its start to its end.
 *
 * <p>Everything that can be refused is refused before the first frame is forwarded. What was opened is closed in reverse order, also when
 * the start fails half-way: workers stop first, then each port detaches its program and gives its frames back.
 */
final class LiveRouter implements Reloadable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveRouter.class);

    private final RouterIntent configured;
    private final LiveSettings settings;
    private final KernelNetwork network;
    private final EgressMtu egressMtu;
    private final IpInterfaces ip;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final List<FrameStore> stores = new ArrayList<>();
    private final List<LivePort> ports = new ArrayList<>();
    private final List<WorkerLoop> workers = new ArrayList<>();
    private final List<Worker> packetWorkers = new ArrayList<>();
    private final List<TapPuntSink> tapSinks = new ArrayList<>();
    private final List<HostPunts> punts = new ArrayList<>();
    private final List<GleanRing> gleans = new ArrayList<>();
    private final Threads threads = new Threads();
    private Conductor conductor;
    private Taps taps;
    private HostIntent host;
    private volatile RouterIntent intent;
    private KernelForwarding forwarding;
    private Neighbourhood neighbourhood;
    private NeighbourResolver resolver;
    private PortSupervisor supervisor;
    private final Producers producers = new Producers(new CommandRing(), this::wakeControl);
    private CommandReader commands;
    private ControlLoop control;

    private LiveRouter(final LiveConfiguration configuration, final KernelNetwork network) {
        this.configured = configuration.intent();
        this.settings = configuration.live();
        this.network = network;
        this.egressMtu = new EgressMtu(configured.interfaces());
        this.ip = new IpInterfaces(configured.interfaces());
    }

    /**
     * Starts a router.
     *
     * @param network this machine's network, synchronised; the router's from now on, also when it does not start.
     * @throws StartException when a port cannot be had, or not as configured.
     * @throws RefusedException when the intent contradicts itself.
     */
    static LiveRouter start(final LiveConfiguration configuration, final KernelNetwork network) throws IOException {
        final LiveRouter router = new LiveRouter(configuration, network);
        try {
            router.start();
            return router;
        } catch (final IOException | RuntimeException e) {
            try {
                router.close();
            } catch (final RuntimeException also) {
                e.addSuppressed(also);
            }
            throw e;
        }
    }

    private void start() throws IOException {
        keep(network);
        CpuPin.check(settings.cpus());
        WarmUp.run();
        taps = keep(Taps.create(settings));
        watchForwarding();
        host = new HostIntent(configured, settings, taps, network);
        intent = host.of(configured);
        conductor = keep(new Conductor(intent, settings.workers()));
        openStores();
        openPorts();
        final RouteClient requests = keep(RouteClient.open());
        neighbourhood = new Neighbourhood(conductor, intent,
            ports.stream().collect(Collectors.toMap(LivePort::name, LivePort::interfaceIndex)), network);
        resolver = keep(new NeighbourResolver(network, requests, neighbourhood, System.nanoTime()));
        supervisor = new PortSupervisor(conductor, ports, network, egressMtu);
        neighbourhood.watch(resolver);
        final LocalAddresses addresses = new LocalAddresses(ports, ip, taps.indicesInVrfs(), network);
        for (int worker = 0; worker < settings.workers(); worker++) {
            gleans.add(keep(new GleanRing()));
            workers.add(keep(worker(worker)));
        }
        commands = new CommandReader(producers, conductor, fault -> LOG.error("a fault of the router, please report it", fault));
        control = keep(new ControlLoop(conductor, commands, network, neighbourhood, resolver, new LossWatch(ports, System.nanoTime()),
            new IpWatch(addresses, new Gleaning(conductor::glean, gleans), forwarding)));
        threads.start("control", control);
        for (int worker = 0; worker < workers.size(); worker++) {
            threads.start("worker-" + worker, workers.get(worker));
        }
    }

    /** Before any port is open: nothing may ever come by the kernel's forwarding. */
    private void watchForwarding() throws StartException {
        final List<String> devices = new ArrayList<>(KernelForwarding.withShares(settings.ports().stream()
            .filter(port -> ip.areOn(port.name())).map(LiveSettings.Port::device).toList(), network.links()));
        if (!devices.isEmpty() || !settings.vrfTaps().isEmpty()) {
            taps.names().forEach(KernelForwarding::turnOff);
            devices.addAll(taps.names());
        }
        KernelForwarding.refuseMembers(devices, network.links());
        KernelForwarding.refuse(devices);
        forwarding = new KernelForwarding(devices, System.nanoTime());
    }

    private void openStores() {
        final int frames = Math.max(settings.frames(), PortOpener.framesFor(usedPorts().size()));
        for (int worker = 0; worker < settings.workers(); worker++) {
            stores.add(keep(new FrameStore(frames, settings.frameSize())));
        }
    }

    private void openPorts() throws StartException {
        final PortOpener opener = new PortOpener(stores);
        for (final LiveSettings.Port port : usedPorts()) {
            final Link link = network.link(port.device()).orElseThrow(
                () -> new StartException("port " + port.name() + ": there is no interface " + port.device() + " on this machine"));
            keep(PortClaim.of(port.name(), port.device(), link.index()));
            ports.add(keep(opener.open(port, ip.traffic(port.name(), settings.controlProtocols()))));
            checkMtu(ports.getLast(), link);
            LOG.debug("port {}: {}", port.name(), ports.getLast().programText());
        }
    }

    private void checkMtu(final LivePort port, final Link link) throws StartException {
        final List<String> problems = egressMtu.problems(port, link.name(), link.mtu());
        if (!problems.isEmpty()) {
            throw new StartException(String.join("; ", problems));
        }
    }

    /** The ports that have an interface that takes MPLS or IP; the others are left to the kernel. */
    private List<LiveSettings.Port> usedPorts() {
        return settings.ports().stream().filter(port -> configured.interfaces().stream()
            .anyMatch(each -> each.port().equals(port.name()) && isUsed(each))).toList();
    }

    /** Whether an interface takes MPLS or IP. */
    static boolean isUsed(final InterfaceIntent each) {
        return each.mpls() != MplsMode.OFF || each.vrf() != null;
    }

    private WorkerLoop worker(final int index) {
        final PacketPort[] queues = new PacketPort[intent.ports().size()];
        for (final LivePort port : ports) {
            queues[conductor.portNumber(port.name())] = port.queue(index);
        }
        final FrameStore store = stores.get(index);
        // The host's own traffic is one worker's: the kernel keeps the order of its packets in one queue.
        final Map<String, TapPort> tapPorts = index == 0 ? taps.open(store) : Map.of();
        tapPorts.forEach((name, port) -> queues[conductor.portNumber(name)] = port);
        final Forwarder forwarder = new Forwarder(conductor.tables(), index, store, queues, punts(index));
        final Worker worker = new Worker(index, queues, forwarder, conductor.tables().epochs());
        packetWorkers.add(worker);
        return new WorkerLoop(index, worker, ports, List.copyOf(tapPorts.values()), settings, conductor.tables().epochs());
    }

    private HostPunts punts(final int worker) {
        final Map<Integer, TapPuntSink> sinks = new HashMap<>();
        taps.byTable().forEach((table, device) -> sinks.put(number(table), new TapPuntSink(device, stores.get(worker))));
        tapSinks.addAll(sinks.values());
        final TapPuntSink[] byNumber = new TapPuntSink[1 + sinks.keySet().stream().mapToInt(each -> each).max().orElse(0)];
        sinks.forEach((number, sink) -> byNumber[number] = sink);
        punts.add(new HostPunts(stores.get(worker), byNumber, gleans.get(worker)));
        return punts.getLast();
    }

    /** A table's number in the tables; it stays while the VRF has its TAP device's interface. */
    private int number(final String table) {
        return table.equals(VrfIntent.GLOBAL) ? 0 : conductor.vrf(table).orElseThrow().number();
    }

    /** A producer's thread: it has a command, and the control thread sleeps. */
    private void wakeControl() {
        control.wake();
    }

    private <T extends AutoCloseable> T keep(final T resource) {
        opened.push(resource);
        return resource;
    }

    /** What was done for each port, and how many threads there are, in a few lines. */
    List<String> summary() {
        final List<String> lines = new ArrayList<>();
        ports.forEach(port -> lines.add("port " + port));
        lines.add(settings.workers() + (settings.workers() == 1 ? " worker, " : " workers, ")
            + settings.idle().name().toLowerCase(Locale.ROOT) + " when idle, " + stores.getFirst().capacity() + " frames of "
            + settings.frameSize() + " bytes each" + hugePages());
        lines.add(taps.names().isEmpty() ? "packets for the host are counted and dropped (no 'host: {tap: …}')"
            : "packets for the host enter it by " + String.join(", ", taps.names()));
        return lines;
    }

    /** Where the frame memory lies; empty when no port can tell. */
    private String hugePages() {
        final long huge = ports.stream().mapToLong(LivePort::hugePageBytes).max().orElse(-1);
        return huge < 0 ? "" : ", " + (huge >> 20) + " of " + (stores.getFirst().sizeBytes() >> 20) + " MiB on huge pages";
    }

    @Override
    public RouterIntent asRun(final RouterIntent other) {
        return host.of(other);
    }

    @Override
    public RouterIntent intent() {
        return intent;
    }

    @Override
    public void intent(final RouterIntent reloaded) {
        intent = reloaded;
    }

    /** Traces packets of this router's workers. */
    Tracing tracing() {
        return new Tracing(packetWorkers, intent.ports(), done -> control.tasks().tell(() -> conductor.tables().epochs().retire(done)));
    }

    List<LivePort> ports() {
        return ports;
    }

    List<WorkerLoop> workers() {
        return workers;
    }

    @Override
    public Conductor conductor() {
        return conductor;
    }

    @Override
    public void start(final Job job) {
        control.start(job);
    }

    Neighbourhood neighbourhood() {
        return neighbourhood;
    }

    /** The control thread's, to be asked on it. */
    NeighbourResolver resolver() {
        return resolver;
    }

    /** What went into the host's kernel by the TAP devices; null without any. Any thread. */
    TapView tapView() {
        return taps.names().isEmpty() ? null : new TapView(String.join(", ", taps.names()), sum(TapPuntSink::delivered),
            sum(TapPuntSink::notForHost) + punts.stream().mapToLong(HostPunts::notForHost).sum(), sum(TapPuntSink::refused));
    }

    /** The TAP devices as ports, and how they are attached. */
    Map<String, AttachmentView> tapAttachments() {
        return taps.byTable().values().stream().collect(Collectors.toMap(Taps::port,
            each -> new AttachmentView(each.link().name(), "tap", List.of(), List.of(), 0, null)));
    }

    private long sum(final ToLongFunction<TapPuntSink> counter) {
        return tapSinks.stream().mapToLong(counter).sum();
    }

    /** By which settings the kernel would forward itself; the control thread's, to be asked on it. */
    List<String> forwardingKernel() {
        return forwarding.seen();
    }

    PortSupervisor supervisor() {
        return supervisor;
    }

    KernelNetwork network() {
        return network;
    }

    /** Where producers' sessions are opened. Any thread. */
    Producers producers() {
        return producers;
    }

    /** What became of all commands. Any thread. */
    CommandStatistics commandStatistics() {
        return commands.statistics();
    }

    ControlLoop control() {
        return control;
    }

    /** Completed with the reason when one of the threads fails, which ends the router. */
    CompletableFuture<String> fault() {
        return threads.fault();
    }

    /** Stops the threads, detaches every port and gives everything back. */
    @Override
    public void close() {
        ports.forEach(LivePort::detach);
        workers.forEach(WorkerLoop::stop);
        if (control != null) {
            control.stop();
        }
        threads.join();
        workers.stream().map(WorkerLoop::view).filter(worker -> worker.stalls() > 0).forEach(worker -> LOG.warn(
            "worker {} stalled {} times, {} us at most", worker.worker(), worker.stalls(),
            TimeUnit.NANOSECONDS.toMicros(worker.longestStallNanos())));
        closeAll();
    }

    private void closeAll() {
        RuntimeException trouble = null;
        while (!opened.isEmpty()) {
            try {
                close(opened.pop());
            } catch (final RuntimeException e) {
                if (trouble == null) {
                    trouble = e;
                } else {
                    trouble.addSuppressed(e);
                }
            }
        }
        if (trouble != null) {
            throw trouble;
        }
    }

    private static void close(final AutoCloseable resource) {
        try {
            resource.close();
        } catch (final RuntimeException e) {
            throw e;
        } catch (final Exception e) {
            throw new IllegalStateException("cannot close " + resource, e);
        }
    }
}
