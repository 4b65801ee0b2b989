package io.swaplane.router.config;

import io.swaplane.io.xdp.TransmitWay;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code run} needs beside the router's intent.
 *
 * @param ports how each port of the intent is opened, in the intent's order.
 * @param workers how many packet workers.
 * @param idle what a worker does without work.
 * @param cpus CPU of each worker; empty when they are not pinned.
 * @param frames frames of memory per worker.
 * @param frameSize bytes of a frame's memory.
 * @param tap name of the TAP device to the host, or null for none.
 * @param socket where {@code show} asks.
 * @param metrics where the metrics are, or null for nowhere.
 * @param vrfTaps name of the TAP device of each VRF that has one, by the VRF's name.
 * @param controlProtocols what an interface that takes IP leaves to the kernel although it is not addressed to the host.
 */
public record LiveSettings(List<Port> ports, int workers, Idle idle, List<Integer> cpus, int frames, int frameSize, String tap,
                           Path socket, Metrics metrics, Map<String, String> vrfTaps, List<ControlProtocol> controlProtocols) {
    /** Copies the lists. */
    public LiveSettings {
        ports = List.copyOf(ports);
        cpus = List.copyOf(cpus);
        vrfTaps = Collections.unmodifiableMap(new LinkedHashMap<>(vrfTaps));
        controlProtocols = List.copyOf(controlProtocols);
    }

    /**
     * A protocol between routers.
     *
     * @param protocol the IP protocol's number; in IPv6 the next header's.
     * @param port the TCP or UDP port, on either side; null for every packet of the protocol.
     */
    public record ControlProtocol(int protocol, Integer port) { }

    /**
     * A port.
     *
     * @param name its name.
     * @param device its Linux network interface.
     * @param mode the mode that is asked for.
     * @param busyPollBudget frames for which a worker that finds nothing polls the interface; 0 leaves it to interrupts.
     * @param transmit how it sends.
     */
    public record Port(String name, String device, PortMode mode, int busyPollBudget, TransmitWay transmit) { }

    /**
     * Where the metrics are.
     *
     * @param text the address and port as they are written.
     * @param address the IP address and TCP port.
     * @param required true when the configuration names it, so that the router must not start without; false for the default.
     */
    public record Metrics(String text, InetSocketAddress address, boolean required) {
        /** When the configuration says nothing. */
        public static final Metrics DEFAULT = new Metrics("127.0.0.1:9475",
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9475), false);
    }

    /** What a worker does without work. */
    public enum Idle {
        /** Sleep in {@code poll}: next to no CPU. */
        BLOCK,
        /** Spin, then yield, then sleep for growing times. */
        BACKOFF,
        /** Spin: the shortest delay, a whole CPU. */
        SPIN
    }
}
