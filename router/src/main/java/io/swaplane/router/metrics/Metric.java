package io.swaplane.router.metrics;

import io.swaplane.control.intent.RefusalReason;
import io.swaplane.table.DropReason;
import io.swaplane.table.PuntReason;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every metric of {@code GET /metrics}, with its help text and the names of its labels. The scrape's help and docs/METRICS.md are made
 * from this table; metrics of single MPLS labels are {@link LabelMetric}.
 */
public enum Metric {
    ROUTER(Kind.INFO, "swaplane_router_info", "The router's name and Swaplane's version.", "router", "version"),

    PORT(Kind.INFO, "swaplane_port_info", "The Linux interface that a port is attached to and the mode that it got.", "port", "device",
        "mode"),
    PORT_REFUSED_MODE(Kind.INFO, "swaplane_port_refused_mode_info", "A better mode that a port could not have, and why.", "port", "mode",
        "cause"),
    PORT_UP(Kind.GAUGE, "swaplane_port_up", "1 while a port is up, 0 while it is down.", "port"),
    PORT_RECEIVE_PACKETS(Kind.COUNTER, "swaplane_port_receive_packets_total", "Frames received.", "port"),
    PORT_RECEIVE_BYTES(Kind.COUNTER, "swaplane_port_receive_bytes_total", "Octets of the frames received, without FCS.", "port"),
    PORT_TRANSMIT_PACKETS(Kind.COUNTER, "swaplane_port_transmit_packets_total", "Frames sent.", "port"),
    PORT_TRANSMIT_BYTES(Kind.COUNTER, "swaplane_port_transmit_bytes_total", "Octets of the frames sent, without FCS.", "port"),
    PORT_TRANSMIT_DISCARDS(Kind.COUNTER, "swaplane_port_transmit_discards_total",
        "Frames that could not be sent; the same ones are drops of reason tx-full or port-down at their ingress port.", "port"),
    PORT_UNSERVED(Kind.COUNTER, "swaplane_port_unserved_packets_total",
        "MPLS frames lost because they arrived on a queue that no worker serves.", "port"),
    QUEUE_LOST(Kind.COUNTER, "swaplane_queue_lost_packets_total",
        "Frames lost at a queue's rings, each under one cause: the columns of 'show interfaces' under 'Rings, lost'.", "port", "queue",
        "cause"),
    QUEUE_EVENTS(Kind.COUNTER, "swaplane_queue_ring_events_total",
        "How often a ring was empty or full; occasions, not frames: the columns of 'show interfaces' under 'Rings, not lost'.", "port",
        "queue", "event"),

    DROPPED(Kind.COUNTER, "swaplane_dropped_packets_total", "Packets that the forwarder dropped, by ingress port and reason. "
        + sentences(Stream.of(DropReason.values()).map(each -> each.label() + ": " + each.sentence())), "port", "reason", "severity"),
    PUNTED(Kind.COUNTER, "swaplane_punted_packets_total", "Packets that left the packet path for the host, by ingress port and reason. "
        + sentences(Stream.of(PuntReason.values()).map(each -> each.label() + ": " + each.sentence())), "port", "reason"),

    WORKER(Kind.INFO, "swaplane_worker_info", "A packet worker, the CPU that it is pinned to, or 'any', and what it does without work.",
        "worker", "cpu", "idle"),
    WORKER_STATE(Kind.GAUGE, "swaplane_worker_state",
        "1 for the state that a worker is in, 0 for the others; offline is asleep, stopped has ended.", "worker", "state"),
    WORKER_CYCLES(Kind.COUNTER, "swaplane_worker_cycles_total", "Duty cycles.", "worker"),
    WORKER_BUSY_CYCLES(Kind.COUNTER, "swaplane_worker_busy_cycles_total", "Duty cycles in which frames arrived.", "worker"),
    WORKER_PACKETS(Kind.COUNTER, "swaplane_worker_packets_total", "Frames that arrived in a worker's duty cycles.", "worker"),
    WORKER_STALLS(Kind.COUNTER, "swaplane_worker_stalls_total",
        "Busy duty cycles that took longer than a millisecond and two microseconds a frame.", "worker"),
    WORKER_LONGEST_STALL(Kind.GAUGE, "swaplane_worker_longest_stall_seconds", "The longest of these duty cycles so far.",
        "worker"),

    LABELS(Kind.GAUGE, "swaplane_labels", "Label entries, by label space and owner.", "space", "owner"),
    RANGE_LABELS(Kind.GAUGE, "swaplane_label_range_labels",
        "Labels of the ranges from which bindings get theirs, by the owner that a range is kept for, or 'any', and by what they are: "
        + "in-use, resting (in their hold time), pinned (waiting for their binding) or free.", "owner", "state"),
    NEXT_HOPS(Kind.GAUGE, "swaplane_next_hops",
        "Next hops without those that belong to a label entry, by state; packets for an unresolved one drop.", "state"),
    NEXT_HOPS_WITHOUT_MEMORY(Kind.GAUGE, "swaplane_next_hops_without_memory",
        "Unresolved next hops for whose records there is no memory; each is tried again when some becomes free."),
    NEXT_HOP_SHORTAGES(Kind.COUNTER, "swaplane_next_hop_memory_shortages_total",
        "How often a next hop became unresolved for lack of memory."),
    VRFS(Kind.GAUGE, "swaplane_vrfs", "VRFs, without the global table."),
    ROUTES(Kind.GAUGE, "swaplane_routes", "Routes of all VRFs and of the global table, of every kind, by family: ipv4 or ipv6.", "family"),
    ROUTE_MEMORY(Kind.GAUGE, "swaplane_route_memory_bytes", "Memory that the tables of routes take."),
    COMMANDS(Kind.COUNTER, "swaplane_commands_total",
        "Producers' commands that were carried out: programmed, accepted while the next hop is "
            + "unresolved, or on standby behind a stronger producer's route.", "result"),
    COMMANDS_REFUSED(Kind.COUNTER, "swaplane_commands_refused_total", "Producers' commands that were refused. "
        + sentences(Stream.of(RefusalReason.values()).map(each -> CommandMetrics.name(each) + ": " + each.sentence())), "reason"),
    BULKS(Kind.COUNTER, "swaplane_command_bulks_total", "Bulks of commands that were carried out."),
    COMMAND_LATENCY(Kind.HISTOGRAM, "swaplane_command_latency_seconds",
        "Time from a command's offer to its end, of about one in a thousand; bulks are not timed."),
    COMMAND_RING(Kind.GAUGE, "swaplane_command_ring_bytes", "Octets of commands in the ring that wait for the control thread."),
    COMMAND_RING_CAPACITY(Kind.GAUGE, "swaplane_command_ring_capacity_bytes", "Octets that the command ring holds."),
    COMMANDS_STAGED(Kind.GAUGE, "swaplane_commands_staged_bytes", "Octets of the commands of bulks that are not carried out yet."),
    PRODUCER_SESSION(Kind.GAUGE, "swaplane_producer_session_open", "1 while a producer has a session, 0 otherwise.", "producer"),
    PRODUCER_COMMANDS(Kind.COUNTER, "swaplane_producer_commands_total", "Commands that a producer's sessions sent.", "producer"),
    PRODUCER_NOT_TAKEN(Kind.COUNTER, "swaplane_producer_commands_not_taken_total",
        "Times that a command was not taken: the ring was full, the window was full, or it was too large.", "producer", "cause"),
    PRODUCER_REFUSED(Kind.COUNTER, "swaplane_producer_commands_refused_total", "Commands of a producer that were refused.", "producer",
        "reason"),

    BGP_ANSWERS(Kind.GAUGE, "swaplane_bgp_answers",
        "1 when the BGP speaker answered the scrape, 0 when it did not in time: its other metrics are missing then."),
    BGP_PEERS(Kind.GAUGE, "swaplane_bgp_peers", "BGP peers, by the state of their session.", "state"),
    BGP_PEERS_UNTOLD(Kind.GAUGE, "swaplane_bgp_peers_untold",
        "Peers behind the first " + BgpMetrics.PEERS + ", of which there are no metrics with their names."),
    BGP_PEER_UP(Kind.GAUGE, "swaplane_bgp_peer_up", "1 while a peer's session is established, 0 otherwise.", "peer", "vrf"),
    BGP_PEER_UPS(Kind.COUNTER, "swaplane_bgp_peer_established_total", "How often a peer's session has come up.", "peer", "vrf"),
    BGP_PEER_MESSAGES(Kind.COUNTER, "swaplane_bgp_peer_messages_total", "Messages of a peer's sessions, in or out.", "peer", "vrf",
        "direction"),
    BGP_PEER_UPDATES(Kind.COUNTER, "swaplane_bgp_peer_updates_total", "Those of them that are UPDATE messages.", "peer", "vrf",
        "direction"),
    BGP_PEER_ROUTES(Kind.GAUGE, "swaplane_bgp_peer_routes", "Routes received from a peer, by family.", "peer", "vrf", "family"),
    BGP_PEER_FAULTS(Kind.COUNTER, "swaplane_bgp_peer_faults_total",
        "Routes and UPDATE messages of a peer that were not taken as they came, by what is wrong or was done.", "peer", "vrf", "kind"),
    BGP_PREFIXES(Kind.GAUGE, "swaplane_bgp_prefixes",
        "Prefixes, with their route distinguishers, in BGP tables, by family: those outside of VRFs (global), and all VRFs' (vrfs).",
        "tables", "family"),
    BGP_PATHS(Kind.GAUGE, "swaplane_bgp_paths", "Paths to these prefixes.", "tables", "family"),
    BGP_ATTRIBUTES(Kind.GAUGE, "swaplane_bgp_attribute_sets", "Sets of path attributes that BGP routes share."),
    BGP_MEMORY(Kind.GAUGE, "swaplane_bgp_route_memory_bytes", "Memory of BGP routes, without the shared attributes."),
    BGP_LABELS(Kind.GAUGE, "swaplane_bgp_labels", "In-labels that BGP has in the router."),

    NEIGHBOURS(Kind.GAUGE, "swaplane_neighbours", "Neighbours by state: static, or the kernel's word.", "state"),
    NEIGHBOURS_UNRESOLVED(Kind.GAUGE, "swaplane_neighbours_unresolved", "Neighbours whose MAC address is not known.", "interface"),

    TAP(Kind.COUNTER, "swaplane_tap_packets_total", "Punted packets at the TAP device: delivered to the host's kernel; not-for-host, "
        + "such as what is still labelled; refused by the kernel, which are also drops of reason punt-full.", "device", "result"),
    NEIGHBOUR_REQUESTS(Kind.COUNTER, "swaplane_neighbour_requests_total", "Requests to the kernel to resolve a neighbour."),
    NEIGHBOUR_REFUSALS(Kind.COUNTER, "swaplane_neighbour_refusals_total", "Requests to resolve a neighbour that the kernel refused."),
    NETLINK_OVERRUNS(Kind.COUNTER, "swaplane_netlink_overruns_total",
        "How often events of the kernel's network were lost; its tables were read again each time."),
    NETLINK_REPEATED_DUMPS(Kind.COUNTER, "swaplane_netlink_repeated_dumps_total",
        "How often a table of the kernel was read again because it changed meanwhile."),
    NETLINK_MALFORMED(Kind.COUNTER, "swaplane_netlink_malformed_messages_total", "Messages of the kernel that could not be read."),

    PROCESS_CPU(Kind.COUNTER, "process_cpu_seconds_total", "User and system CPU time of the process."),
    PROCESS_START(Kind.GAUGE, "process_start_time_seconds", "When the process started, in seconds since 1970."),
    PROCESS_RESIDENT(Kind.GAUGE, "process_resident_memory_bytes", "Resident memory of the process."),
    PROCESS_OPEN_FDS(Kind.GAUGE, "process_open_fds", "Open file descriptors."),
    PROCESS_MAX_FDS(Kind.GAUGE, "process_max_fds", "The most file descriptors that may be open."),
    JVM_MEMORY_USED(Kind.GAUGE, "jvm_memory_used_bytes", "Memory in use by the JVM, without tables and frames.", "area"),
    JVM_MEMORY_COMMITTED(Kind.GAUGE, "jvm_memory_committed_bytes", "Memory that the JVM has from the system, without tables and frames.",
        "area"),
    JVM_GC(Kind.SUMMARY, "jvm_gc_collection_seconds", "Garbage collections and the time that they took.", "gc"),
    JVM_THREADS(Kind.GAUGE, "jvm_threads_current", "Live Java threads.");

    /** What a metric's samples are. */
    public enum Kind {
        /** Rises, from 0 at the start. */
        COUNTER,
        /** Rises and falls. */
        GAUGE,
        /** Always 1; its labels tell something. */
        INFO,
        /** A number of events and their sum. */
        SUMMARY,
        /** The same, and how many events were below each of some bounds. */
        HISTOGRAM
    }

    private final Kind kind;
    private final String fullName;
    private final String help;
    private final List<String> labels;

    Metric(final Kind kind, final String fullName, final String help, final String... labels) {
        this.kind = kind;
        this.fullName = fullName;
        this.help = help;
        this.labels = List.of(labels);
    }

    private static String sentences(final Stream<String> each) {
        return each.collect(Collectors.joining("; ", "", "."));
    }

    /** What its samples are. */
    public Kind kind() {
        return kind;
    }

    /** Its name in a scrape. */
    public String fullName() {
        return fullName;
    }

    /** What it counts, in a sentence or two. */
    public String help() {
        return help;
    }

    /** The names of its labels. */
    public List<String> labels() {
        return labels;
    }
}
