package io.swaplane.router.config;

import io.swaplane.control.intent.MacAddress;
import io.swaplane.io.xdp.TransmitWay;
import io.swaplane.io.xdp.XdpOptions;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code ports:}, {@code workers:} and {@code host:}, which only {@code run} looks at. */
final class LiveSection {
    private static final int MAX_WORKERS = 64;
    private static final int MAX_CPU = 1023;
    private static final int MIN_FRAMES = 1024;
    private static final int MAX_FRAMES = 1 << 20;
    /** Longest path that fits in a socket address. */
    private static final int MAX_SOCKET_PATH = 107;
    private static final String OFF = "off";
    private static final Pattern DEVICE = Pattern.compile("[^\\s/:]{1,15}");
    private static final Map<String, PortMode> MODES =
        Stream.of(PortMode.values()).collect(Collectors.toMap(PortMode::label, mode -> mode));
    private static final Map<String, TransmitWay> TRANSMIT_WAYS =
        Stream.of(TransmitWay.values()).collect(Collectors.toMap(TransmitWay::text, way -> way));
    private static final Map<String, LiveSettings.Idle> IDLES =
        Map.of("block", LiveSettings.Idle.BLOCK, "backoff", LiveSettings.Idle.BACKOFF, "spin", LiveSettings.Idle.SPIN);

    private final Fields fields;
    private final Host host;
    private final Map<String, LiveSettings.Port> ports = new LinkedHashMap<>();
    private final Map<String, ConfigPath> places = new HashMap<>();
    private final Map<String, ConfigPath> devices = new HashMap<>();

    LiveSection(final Fields fields, final Host host, final List<PortConfig> configs, final ConfigPath path) {
        this.fields = fields;
        this.host = host;
        fields.each(configs, path, this::read);
    }

    /** The Linux interface of a port. */
    String device(final String port) {
        return port(port).device();
    }

    private void read(final PortConfig config, final ConfigPath path) {
        if (fields.missing(config.name(), path.key("name"), "the port's name, as in 'interfaces'")) {
            return;
        }
        final ConfigPath first = places.putIfAbsent(config.name(), path);
        if (first != null) {
            fields.refuse(path, "port '" + config.name() + "' is on line " + fields.line(first) + " already: keep one");
            return;
        }
        final PortMode mode = fields.word(config.mode(), MODES, PortMode.AUTO, path.key("mode"));
        ports.put(config.name(), new LiveSettings.Port(config.name(), device(config, path.key("device")), mode,
            busyPoll(config, mode, path.key("busy-poll")), transmit(config, mode, path.key("transmit"))));
    }

    private TransmitWay transmit(final PortConfig config, final PortMode mode, final ConfigPath path) {
        final TransmitWay way = fields.word(config.transmit(), TRANSMIT_WAYS, TransmitWay.SOCKET, path);
        if (way == TransmitWay.XDP && mode == PortMode.PACKET) {
            fields.refuse(path, "mode 'packet' sends by its socket: leave it out, or choose another mode");
        }
        return way;
    }

    private int busyPoll(final PortConfig config, final PortMode mode, final ConfigPath path) {
        final int budget = fields.number(config.busyPoll(), 0, XdpOptions.MAX_BUSY_POLL_BUDGET, 0, path);
        if (budget > 0 && mode == PortMode.PACKET) {
            fields.refuse(path, "mode 'packet' has no busy polling: leave it out, or choose another mode");
        }
        return budget;
    }

    private String device(final PortConfig config, final ConfigPath path) {
        final String device = config.device() == null ? config.name() : config.device();
        deviceName(device, path);
        final ConfigPath first = devices.putIfAbsent(device, path);
        if (first != null) {
            fields.refuse(path, "device '" + device + "' is the port's on line " + fields.line(first) + " already: a port has its own");
        }
        return device;
    }

    /** The port that an interface is on; null when nobody says it. */
    String portOf(final InterfaceConfig config) {
        return config.port() != null || config.name() == null ? config.port() : host.portOf(config.name());
    }

    /** What the host says of a port's MAC address; null when it says nothing. */
    MacAddress hostMac(final String port) {
        return host.mac(port(port).device());
    }

    /** Refuses interfaces that take IP where Linux would see their packets first. */
    void refuseIp(final String port, final ConfigPath path) {
        if (port(port).mode() == PortMode.PACKET) {
            fields.refuse(path, "port '" + port + "' is opened in mode 'packet', in which the kernel routes its IP packets, too: choose "
                + "another mode on line " + fields.line(places.get(port)));
        }
    }

    private LiveSettings.Port port(final String name) {
        return ports.getOrDefault(name, new LiveSettings.Port(name, name, PortMode.AUTO, 0, TransmitWay.SOCKET));
    }

    /** The settings for these ports; {@code ports:} must name no others. */
    LiveSettings settings(final WorkersConfig workers, final HostConfig hostConfig, final Vrfs vrfs, final Collection<String> used) {
        for (final String name : ports.keySet()) {
            if (!used.contains(name)) {
                fields.dangling(places.get(name).key("name"), "interface on port", name, used);
            }
        }
        final ConfigPath path = ConfigPath.ROOT.key("workers");
        final WorkersConfig given = workers == null ? new WorkersConfig(null, null, null, null, null) : workers;
        final int count = fields.number(given.count(), 1, MAX_WORKERS, 1, path.key("count"));
        final LiveSettings.Idle idle = fields.word(given.idle(), IDLES, LiveSettings.Idle.BLOCK, path.key("idle"));
        final List<Integer> cpus = cpus(given.cpus(), count, path.key("cpus"));
        final int frames = fields.number(given.frames(), MIN_FRAMES, MAX_FRAMES, WorkersConfig.DEFAULT_FRAMES, path.key("frames"));
        return new LiveSettings(used.stream().map(this::port).toList(), count, idle, cpus, frames,
            frameSize(given.frameSize(), path.key("frame-size")), tap(hostConfig), socket(hostConfig),
            metrics(hostConfig), vrfTaps(vrfs, hostConfig),
            ControlProtocols.read(fields, hostConfig == null ? null : hostConfig.controlProtocols(),
                ConfigPath.ROOT.key("host").key("control-protocols")));
    }

    private List<Integer> cpus(final List<Integer> given, final int count, final ConfigPath path) {
        final List<Integer> cpus = new ArrayList<>();
        fields.each(given, path, (cpu, at) -> cpus.add(fields.number(cpu, 0, MAX_CPU, 0, at)));
        if (!cpus.isEmpty() && cpus.size() != count) {
            fields.refuse(path, cpus.size() + " CPUs for " + count + " workers: give one for each");
        }
        return cpus;
    }

    private int frameSize(final Integer given, final ConfigPath path) {
        if (given != null && !WorkersConfig.FRAME_SIZES.contains(given)) {
            fields.refuse(path, given + " cannot be had: use 2048, 4096, 8192 or 16384");
        }
        return given == null ? WorkersConfig.DEFAULT_FRAME_SIZE : given;
    }

    private String tap(final HostConfig config) {
        if (config == null || config.tap() == null) {
            return null;
        }
        deviceName(config.tap(), ConfigPath.ROOT.key("host").key("tap"));
        return config.tap();
    }

    /** TAP devices of VRFs, by VRF; each device is one VRF's alone. */
    private Map<String, String> vrfTaps(final Vrfs vrfs, final HostConfig hostConfig) {
        final Map<String, ConfigPath> taken = new HashMap<>(devices);
        if (hostConfig != null && hostConfig.tap() != null) {
            taken.putIfAbsent(hostConfig.tap(), ConfigPath.ROOT.key("host").key("tap"));
        }
        vrfs.taps().forEach((vrf, tap) -> {
            final ConfigPath path = vrfs.tapPlace(vrf);
            deviceName(tap, path);
            final ConfigPath first = taken.putIfAbsent(tap, path);
            if (first != null) {
                fields.refuse(path, "device '" + tap + "' is named on line " + fields.line(first) + " already: a VRF has its own");
            }
        });
        return vrfs.taps();
    }

    private void deviceName(final String name, final ConfigPath path) {
        if (!DEVICE.matcher(name).matches()) {
            fields.refuse(path, "'" + name + "' is not a Linux interface name: 1 to 15 characters without blanks, '/' and ':'");
        }
    }

    private LiveSettings.Metrics metrics(final HostConfig config) {
        if (config == null || config.metrics() == null) {
            return LiveSettings.Metrics.DEFAULT;
        }
        if (config.metrics().equals(OFF)) {
            return null;
        }
        final InetSocketAddress address = fields.endpoint(config.metrics(), "127.0.0.1:9475 or \"[::1]:9475\", or 'off'",
            ConfigPath.ROOT.key("host").key("metrics"));
        return address == null ? null : new LiveSettings.Metrics(config.metrics(), address, true);
    }

    private Path socket(final HostConfig config) {
        final String path = config == null || config.socket() == null ? HostConfig.DEFAULT_SOCKET : config.socket();
        if (!path.startsWith("/") || path.length() > MAX_SOCKET_PATH || path.indexOf('\0') >= 0) {
            fields.refuse(ConfigPath.ROOT.key("host").key("socket"),
                "'" + path + "' is no place for a socket: write an absolute path of at most " + MAX_SOCKET_PATH + " characters");
            return Path.of(HostConfig.DEFAULT_SOCKET);
        }
        return Path.of(path);
    }
}
