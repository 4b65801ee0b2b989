package io.swaplane.router.lab;

import io.swaplane.bgp.session.InProcessFabric;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.router.config.Lab;
import io.swaplane.router.config.LiveConfiguration;
import io.swaplane.router.serve.Threads;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** A lab that runs: its routers and its links. Any thread. */
public final class RunningLab implements AutoCloseable {
    private static final long RECHECK_MILLIS = 250;
    /** A signal that ends the process ends these as well: captures get their names, sockets go. */
    private static final Set<RunningLab> AT_END = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> AT_END.forEach(RunningLab::endBySignal), "lab-end"));
    }

    private final Lab lab;
    private final Map<String, LabRouter> routers = new LinkedHashMap<>();
    private final Map<String, LabLink> links = new LinkedHashMap<>();
    private final Sightings sightings = new Sightings();
    private final Probe probe = new Probe(sightings);
    private final List<LabLink.Tap> watchers = new CopyOnWriteArrayList<>();
    private final Threads threads = new Threads();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Lock following = new ReentrantLock();
    /** Beside the routers' threads, as it asks them and ends before them. */
    private final Threads follower = new Threads();
    private Path sockets;
    private boolean ended;
    private Wires wires;
    private LabPaths paths;
    private InProcessFabric fabric;

    private RunningLab(final Lab lab) {
        this.lab = lab;
    }

    /**
     * Starts all routers.
     *
     * @param out where captures are written, one for each link; it is there.
     * @throws RefusedException when a router's configuration contradicts itself; the message names the router.
     * @throws IOException when a file or socket cannot be had.
     */
    public static RunningLab start(final Lab lab, final Path out) throws IOException {
        final RunningLab running = new RunningLab(lab);
        AT_END.add(running);
        try {
            running.start(out);
            return running;
        } catch (final IOException | RuntimeException e) {
            try {
                running.close();
            } catch (final IOException | RuntimeException also) {
                e.addSuppressed(also);
            }
            throw e;
        }
    }

    private static void endBySignal(final RunningLab running) {
        try {
            running.close();
        } catch (final IOException e) {
            System.err.println("swaplane: " + e.getMessage());
        }
    }

    /** A signal meanwhile waits until all of it is there, so that all of it ends. */
    private synchronized void start(final Path out) throws IOException {
        if (ended) {
            throw new IOException("the lab has been ended by a signal");
        }
        sockets = Files.createTempDirectory("swaplane-lab-");
        for (final LiveConfiguration each : lab.routers()) {
            final String name = each.intent().name();
            try {
                routers.put(name, new LabRouter(each));
            } catch (final RefusedException e) {
                throw new RefusedException(e.reason(), "router " + name + ": " + e.getMessage());
            }
        }
        for (final Lab.Link each : lab.links()) {
            links.put(each.name(), join(each, out));
        }
        wires = new Wires(lab, new ArrayList<>(links.values()));
        paths = new LabPaths(lab, wires, routers, probe);
        fabric = new InProcessFabric(paths);
        routers.values().forEach(each -> each.prepare(wires));
        routers.forEach((name, router) -> threads.start("router-" + name, router));
        for (final LabRouter each : routers.values()) {
            each.serve(socket(each.name()), fabric.router(each.name()));
        }
        follower.start("lab-paths", this::followRoutes);
    }

    /** Ends sessions that went by routes which are gone. */
    private void followRoutes() {
        try {
            while (!closed.await(RECHECK_MILLIS, TimeUnit.MILLISECONDS)) {
                following.lock();
                try {
                    if (paths.usesRoutes()) {
                        fabric.recheck();
                    }
                } finally {
                    following.unlock();
                }
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private LabLink join(final Lab.Link link, final Path out) throws IOException {
        final LabRouter left = routers.get(link.left().router());
        final LabRouter right = routers.get(link.right().router());
        final FrameStore leftStore = left.store();
        final LabLink made = new LabLink(link, out.resolve(link.name() + ".pcap"), leftStore, right.store(), this::passes);
        left.attach(link.left().port(), made.port(link.left(), right::wake));
        right.attach(link.right().port(), made.port(link.right(), left::wake));
        return made;
    }

    private void passes(final Lab.Link link, final Lab.End from, final byte[] frame) {
        sightings.passes(link, from, frame);
        watchers.forEach(each -> each.passes(link, from, frame));
    }

    /**
     * Who has it keeps the lab from looking at the ways of its sessions, for which it sends echo requests every now and then; those that
     * it has sent before have been answered or given up. Not while the lab is closed.
     */
    Lock following() {
        return following;
    }

    /** From now on shows somebody all frames on all links, too. */
    void watch(final LabLink.Tap watcher) {
        watchers.add(watcher);
    }

    /** What it was started with. */
    public Lab lab() {
        return lab;
    }

    /** Names of its routers. */
    public Collection<String> routers() {
        return routers.keySet();
    }

    /** The control socket of a router. */
    public Path socket(final String router) {
        return sockets.resolve(router + ".sock");
    }

    LabRouter router(final String name) {
        return routers.get(name);
    }

    boolean isUp(final Lab.Link link) {
        return links.get(link.name()).isUp();
    }

    /**
     * Cuts a link, or restores it.
     *
     * @throws LabException when there is none of this name.
     */
    void setLink(final String name, final boolean up) throws LabException {
        final LabLink link = links.get(name);
        if (link == null) {
            throw new LabException("there is no link " + name + ": there are " + String.join(", ", links.keySet()));
        }
        if (up) {
            link.restore();
        } else {
            link.cut();
        }
        routers.get(link.link().left().router()).linksChanged(wires);
        routers.get(link.link().right().router()).linksChanged(wires);
        fabric.recheck();
    }

    /** Ends the BGP sessions between two routers without a word to either, while packets go on, or lets them begin again. */
    void setSessions(final String one, final String other, final boolean up) {
        paths.part(one, other, !up);
        fabric.recheck();
    }

    /** Why a session cannot come up as links and routes are, to be put behind a sentence; empty when they do not hinder it. */
    String hindrance(final String router, final String peer) {
        return paths.hindrance(router, peer);
    }

    /** What its BGP sessions are on, for a speaker beside those of its routers. */
    InProcessFabric fabric() {
        return fabric;
    }

    /** As {@link Probe#ping}. */
    Probe.Pinged ping(final String router, final String table, final InetAddress to, final InetAddress source, final int count,
                      final long patienceMillis) throws LabException {
        return probe.ping(routers.get(router), table, to, source, count, patienceMillis);
    }

    /** As {@link Probe#trace}. */
    Probe.Traced trace(final String router, final String table, final InetAddress to, final InetAddress source) throws LabException {
        return probe.trace(routers.get(router), table, to, source);
    }

    /** How many packets each router has dropped so far, by {@code ROUTER: REASON}; routers that do not answer are left out. */
    Map<String, Long> drops() {
        final Map<String, Long> drops = new LinkedHashMap<>();
        routers.forEach((name, router) -> {
            try {
                router.tasks().ask(() -> router.conductor().drops()).forEach(each -> drops.put(name + ": " + each.reason(),
                    each.packets()));
            } catch (final TimeoutException e) {
                drops.put(name + ": does not answer", 0L);
            }
        });
        return drops;
    }

    /** Completed with the reason when a router's thread fails. */
    CompletableFuture<String> fault() {
        return threads.fault();
    }

    /** Ends all routers and writes the captures; all of what can be ended is. Closing it again changes nothing. */
    @Override
    public synchronized void close() throws IOException {
        if (ended) {
            return;
        }
        ended = true;
        AT_END.remove(this);
        closed.countDown();
        follower.join();
        routers.values().parallelStream().forEach(LabRouter::silence);
        routers.values().forEach(LabRouter::stop);
        threads.join();
        final List<Exception> troubles = new ArrayList<>();
        routers.values().forEach(each -> close(each, troubles));
        links.values().forEach(each -> close(each, troubles));
        if (sockets != null) {
            close(() -> Files.deleteIfExists(sockets), troubles);
        }
        if (!troubles.isEmpty()) {
            final IOException all = new IOException(troubles.getFirst().getMessage(), troubles.getFirst());
            troubles.stream().skip(1).forEach(all::addSuppressed);
            throw all;
        }
    }

    private static void close(final AutoCloseable thing, final List<Exception> troubles) {
        try {
            thing.close();
        } catch (final Exception e) {
            troubles.add(e);
        }
    }
}
