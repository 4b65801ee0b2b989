package io.swaplane.io.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds {@link KernelAbi} and {@link Errno} to what a C program compiled against the kernel's headers prints. */
class KernelAbiTest {
    /** Headers may be older than the kernel; a name that they lack is one that {@code #ifdef} can tell. */
    private static final List<String> MAY_BE_MISSING = List.of("XDP_USE_SG", "XDP_MAX_TX_SKB_BUDGET", "XDP_PKT_CONTD");

    private final Map<String, Long> expected = new LinkedHashMap<>();

    @Test
    void shouldAgreeWithTheKernelHeaders(@TempDir final Path directory) throws Exception {
        Required.gcc();
        sockets();
        xdp();
        bpf();
        packet();
        device();
        errors();
        final Map<String, Long> printed = compileAndRun(directory);
        assertThat(printed).hasSizeGreaterThan(expected.size() - MAY_BE_MISSING.size() - 1);
        final Map<String, Long> comparable = new LinkedHashMap<>(expected);
        MAY_BE_MISSING.stream().filter(name -> !printed.containsKey(name)).forEach(comparable::remove);
        assertThat(printed).containsExactlyInAnyOrderEntriesOf(comparable);
    }

    private void sockets() {
        same("AF_INET", KernelAbi.AF_INET);
        same("AF_INET6", KernelAbi.AF_INET6);
        same("AF_NETLINK", KernelAbi.AF_NETLINK);
        same("AF_PACKET", KernelAbi.AF_PACKET);
        same("AF_XDP", KernelAbi.AF_XDP);
        same("SOCK_DGRAM", KernelAbi.SOCK_DGRAM);
        same("SOCK_RAW", KernelAbi.SOCK_RAW);
        same("SOCK_NONBLOCK", KernelAbi.SOCK_NONBLOCK);
        same("SOCK_CLOEXEC", KernelAbi.SOCK_CLOEXEC);
        same("SOL_SOCKET", KernelAbi.SOL_SOCKET);
        same("SOL_PACKET", KernelAbi.SOL_PACKET);
        same("SOL_NETLINK", KernelAbi.SOL_NETLINK);
        same("SOL_XDP", KernelAbi.SOL_XDP);
        same("SO_ERROR", KernelAbi.SO_ERROR);
        same("SO_ATTACH_FILTER", KernelAbi.SO_ATTACH_FILTER);
        same("SO_SNDBUFFORCE", KernelAbi.SO_SNDBUFFORCE);
        same("SO_SNDBUF", KernelAbi.SO_SNDBUF);
        same("SO_RCVBUF", KernelAbi.SO_RCVBUF);
        same("SO_RCVBUFFORCE", KernelAbi.SO_RCVBUFFORCE);
        same("SO_BUSY_POLL", KernelAbi.SO_BUSY_POLL);
        same("SO_PREFER_BUSY_POLL", KernelAbi.SO_PREFER_BUSY_POLL);
        same("SO_BUSY_POLL_BUDGET", KernelAbi.SO_BUSY_POLL_BUDGET);
        same("MSG_DONTWAIT", KernelAbi.MSG_DONTWAIT);
        same("MSG_TRUNC", KernelAbi.MSG_TRUNC);
        same("POLLIN", KernelAbi.POLLIN);
        same("POLLOUT", KernelAbi.POLLOUT);
        same("POLLERR", KernelAbi.POLLERR);
        same("POLLHUP", KernelAbi.POLLHUP);
        same("O_RDONLY", KernelAbi.O_RDONLY);
        same("O_RDWR", KernelAbi.O_RDWR);
        same("O_NONBLOCK", KernelAbi.O_NONBLOCK);
        same("O_CLOEXEC", KernelAbi.O_CLOEXEC);
        same("PROT_READ", KernelAbi.PROT_READ);
        same("PROT_WRITE", KernelAbi.PROT_WRITE);
        same("MAP_SHARED", KernelAbi.MAP_SHARED);
        same("MAP_POPULATE", KernelAbi.MAP_POPULATE);
        same("EFD_NONBLOCK", KernelAbi.EFD_NONBLOCK);
        same("EFD_CLOEXEC", KernelAbi.EFD_CLOEXEC);
        same("CLONE_NEWNET", KernelAbi.CLONE_NEWNET);
        struct("pollfd", KernelAbi.PollFd.SIZE, "fd", KernelAbi.PollFd.FD, "events", KernelAbi.PollFd.EVENTS,
            "revents", KernelAbi.PollFd.REVENTS);
        struct("iovec", KernelAbi.IoVec.SIZE, "iov_base", KernelAbi.IoVec.BASE, "iov_len", KernelAbi.IoVec.LENGTH);
        struct("msghdr", KernelAbi.MsgHdr.SIZE, "msg_name", KernelAbi.MsgHdr.NAME, "msg_namelen", KernelAbi.MsgHdr.NAME_LENGTH,
            "msg_iov", KernelAbi.MsgHdr.IOV, "msg_iovlen", KernelAbi.MsgHdr.IOV_LENGTH, "msg_control", KernelAbi.MsgHdr.CONTROL,
            "msg_controllen", KernelAbi.MsgHdr.CONTROL_LENGTH, "msg_flags", KernelAbi.MsgHdr.FLAGS);
        struct("mmsghdr", KernelAbi.MsgHdr.SIZE_IN_ARRAY, "msg_len", KernelAbi.MsgHdr.SENT);
        struct("cmsghdr", KernelAbi.CmsgHdr.SIZE, "cmsg_len", KernelAbi.CmsgHdr.LENGTH, "cmsg_level", KernelAbi.CmsgHdr.LEVEL,
            "cmsg_type", KernelAbi.CmsgHdr.TYPE);
    }

    private void xdp() {
        same("XDP_SHARED_UMEM", KernelAbi.Xdp.SHARED_UMEM);
        same("XDP_COPY", KernelAbi.Xdp.COPY);
        same("XDP_ZEROCOPY", KernelAbi.Xdp.ZEROCOPY);
        same("XDP_USE_NEED_WAKEUP", KernelAbi.Xdp.USE_NEED_WAKEUP);
        same("XDP_USE_SG", KernelAbi.Xdp.USE_SG);
        same("XDP_MMAP_OFFSETS", KernelAbi.Xdp.MMAP_OFFSETS);
        same("XDP_RX_RING", KernelAbi.Xdp.RX_RING);
        same("XDP_TX_RING", KernelAbi.Xdp.TX_RING);
        same("XDP_UMEM_REG", KernelAbi.Xdp.UMEM_REG);
        same("XDP_UMEM_FILL_RING", KernelAbi.Xdp.UMEM_FILL_RING);
        same("XDP_UMEM_COMPLETION_RING", KernelAbi.Xdp.UMEM_COMPLETION_RING);
        same("XDP_STATISTICS", KernelAbi.Xdp.STATISTICS);
        same("XDP_OPTIONS", KernelAbi.Xdp.OPTIONS);
        same("XDP_MAX_TX_SKB_BUDGET", KernelAbi.Xdp.MAX_TX_SKB_BUDGET);
        same("XDP_PGOFF_RX_RING", KernelAbi.Xdp.PGOFF_RX_RING);
        same("XDP_PGOFF_TX_RING", KernelAbi.Xdp.PGOFF_TX_RING);
        same("XDP_UMEM_PGOFF_FILL_RING", KernelAbi.Xdp.PGOFF_FILL_RING);
        same("XDP_UMEM_PGOFF_COMPLETION_RING", KernelAbi.Xdp.PGOFF_COMPLETION_RING);
        same("XDP_RING_NEED_WAKEUP", KernelAbi.Xdp.RING_NEED_WAKEUP);
        same("XDP_PKT_CONTD", KernelAbi.Xdp.PKT_CONTD);
        same("XDP_OPTIONS_ZEROCOPY", KernelAbi.Xdp.OPTIONS_ZEROCOPY);
        same("XDP_PACKET_HEADROOM", KernelAbi.Xdp.PACKET_HEADROOM);
        struct("xdp_umem_reg", KernelAbi.Xdp.UMEM_REG_SIZE, "addr", KernelAbi.Xdp.UMEM_REG_ADDRESS, "len",
            KernelAbi.Xdp.UMEM_REG_LENGTH, "chunk_size", KernelAbi.Xdp.UMEM_REG_CHUNK_SIZE, "headroom", KernelAbi.Xdp.UMEM_REG_HEADROOM,
            "flags", KernelAbi.Xdp.UMEM_REG_FLAGS);
        struct("xdp_mmap_offsets", KernelAbi.Xdp.OFFSETS_SIZE, "rx", KernelAbi.Xdp.OFFSETS_RX, "tx", KernelAbi.Xdp.OFFSETS_TX, "fr",
            KernelAbi.Xdp.OFFSETS_FILL, "cr", KernelAbi.Xdp.OFFSETS_COMPLETION);
        struct("xdp_ring_offset", KernelAbi.Xdp.OFFSETS_TX, "producer", KernelAbi.Xdp.OFFSET_PRODUCER, "consumer",
            KernelAbi.Xdp.OFFSET_CONSUMER, "desc", KernelAbi.Xdp.OFFSET_DESCRIPTORS, "flags", KernelAbi.Xdp.OFFSET_FLAGS);
        struct("sockaddr_xdp", KernelAbi.Xdp.ADDRESS_SIZE, "sxdp_family", KernelAbi.Xdp.ADDRESS_FAMILY, "sxdp_flags",
            KernelAbi.Xdp.ADDRESS_FLAGS, "sxdp_ifindex", KernelAbi.Xdp.ADDRESS_IFINDEX, "sxdp_queue_id", KernelAbi.Xdp.ADDRESS_QUEUE,
            "sxdp_shared_umem_fd", KernelAbi.Xdp.ADDRESS_SHARED_FD);
        struct("xdp_desc", KernelAbi.Xdp.DESC_SIZE, "addr", KernelAbi.Xdp.DESC_ADDRESS, "len", KernelAbi.Xdp.DESC_LENGTH, "options",
            KernelAbi.Xdp.DESC_OPTIONS);
        struct("xdp_statistics", KernelAbi.Xdp.STATISTICS_SIZE, "rx_dropped", KernelAbi.Xdp.STATISTICS_RX_DROPPED, "rx_invalid_descs",
            KernelAbi.Xdp.STATISTICS_RX_INVALID, "tx_invalid_descs", KernelAbi.Xdp.STATISTICS_TX_INVALID, "rx_ring_full",
            KernelAbi.Xdp.STATISTICS_RX_RING_FULL, "rx_fill_ring_empty_descs", KernelAbi.Xdp.STATISTICS_FILL_RING_EMPTY,
            "tx_ring_empty_descs", KernelAbi.Xdp.STATISTICS_TX_RING_EMPTY);
    }

    private void bpf() {
        same("BPF_MAP_CREATE", KernelAbi.Bpf.MAP_CREATE);
        same("BPF_MAP_LOOKUP_ELEM", KernelAbi.Bpf.MAP_LOOKUP_ELEM);
        same("BPF_MAP_UPDATE_ELEM", KernelAbi.Bpf.MAP_UPDATE_ELEM);
        same("BPF_MAP_DELETE_ELEM", KernelAbi.Bpf.MAP_DELETE_ELEM);
        same("BPF_PROG_LOAD", KernelAbi.Bpf.PROG_LOAD);
        same("BPF_PROG_TEST_RUN", KernelAbi.Bpf.PROG_TEST_RUN);
        same("BPF_LINK_CREATE", KernelAbi.Bpf.LINK_CREATE);
        same("BPF_MAP_TYPE_HASH", KernelAbi.Bpf.MAP_TYPE_HASH);
        same("BPF_MAP_TYPE_ARRAY", KernelAbi.Bpf.MAP_TYPE_ARRAY);
        same("BPF_MAP_TYPE_PERCPU_ARRAY", KernelAbi.Bpf.MAP_TYPE_PERCPU_ARRAY);
        same("BPF_MAP_TYPE_DEVMAP", KernelAbi.Bpf.MAP_TYPE_DEVMAP);
        same("BPF_MAP_TYPE_XSKMAP", KernelAbi.Bpf.MAP_TYPE_XSKMAP);
        same("BPF_F_MMAPABLE", KernelAbi.Bpf.F_MMAPABLE);
        same("BPF_RAW_TRACEPOINT_OPEN", KernelAbi.Bpf.RAW_TRACEPOINT_OPEN);
        same("BPF_PROG_TYPE_RAW_TRACEPOINT", KernelAbi.Bpf.PROG_TYPE_RAW_TRACEPOINT);
        same("BPF_FUNC_get_smp_processor_id", KernelAbi.Bpf.FUNC_GET_SMP_PROCESSOR_ID);
        same("BPF_FUNC_xdp_adjust_tail", KernelAbi.Bpf.FUNC_XDP_ADJUST_TAIL);
        same("BPF_FUNC_xdp_store_bytes", KernelAbi.Bpf.FUNC_XDP_STORE_BYTES);
        same("BPF_PROG_TYPE_XDP", KernelAbi.Bpf.PROG_TYPE_XDP);
        same("BPF_XDP", KernelAbi.Bpf.XDP);
        same("BPF_F_XDP_HAS_FRAGS", KernelAbi.Bpf.F_XDP_HAS_FRAGS);
        same("BPF_F_TEST_XDP_LIVE_FRAMES", KernelAbi.Bpf.F_TEST_XDP_LIVE_FRAMES);
        same("XDP_FLAGS_SKB_MODE", KernelAbi.Bpf.XDP_FLAGS_SKB_MODE);
        same("XDP_FLAGS_DRV_MODE", KernelAbi.Bpf.XDP_FLAGS_DRV_MODE);
        same("BPF_FUNC_map_lookup_elem", KernelAbi.Bpf.FUNC_MAP_LOOKUP_ELEM);
        same("BPF_FUNC_get_prandom_u32", KernelAbi.Bpf.FUNC_GET_PRANDOM_U32);
        same("BPF_FUNC_redirect", KernelAbi.Bpf.FUNC_REDIRECT);
        same("BPF_FUNC_redirect_map", KernelAbi.Bpf.FUNC_REDIRECT_MAP);
        same("XDP_ABORTED", KernelAbi.Bpf.XDP_ABORTED);
        same("XDP_DROP", KernelAbi.Bpf.XDP_DROP);
        same("XDP_PASS", KernelAbi.Bpf.XDP_PASS);
        same("XDP_TX", KernelAbi.Bpf.XDP_TX);
        same("XDP_REDIRECT", KernelAbi.Bpf.XDP_REDIRECT);
        same("BPF_OBJ_NAME_LEN", KernelAbi.Bpf.NAME_BYTES);
        struct("xdp_md", KernelAbi.Bpf.MD_SIZE, "data", KernelAbi.Bpf.MD_DATA, "data_end", KernelAbi.Bpf.MD_DATA_END,
            "ingress_ifindex", KernelAbi.Bpf.MD_INGRESS_IFINDEX, "rx_queue_index", KernelAbi.Bpf.MD_RX_QUEUE_INDEX);
        union("map_type", KernelAbi.Bpf.CREATE_TYPE, "key_size", KernelAbi.Bpf.CREATE_KEY_SIZE, "value_size",
            KernelAbi.Bpf.CREATE_VALUE_SIZE, "max_entries", KernelAbi.Bpf.CREATE_MAX_ENTRIES, "map_flags",
            KernelAbi.Bpf.CREATE_FLAGS, "map_name", KernelAbi.Bpf.CREATE_NAME, "raw_tracepoint.name", KernelAbi.Bpf.TRACEPOINT_NAME,
            "raw_tracepoint.prog_fd", KernelAbi.Bpf.TRACEPOINT_PROG_FD,
            "map_fd", KernelAbi.Bpf.ELEM_MAP_FD, "key", KernelAbi.Bpf.ELEM_KEY, "value", KernelAbi.Bpf.ELEM_VALUE, "flags",
            KernelAbi.Bpf.ELEM_FLAGS, "prog_type", KernelAbi.Bpf.LOAD_TYPE, "insn_cnt", KernelAbi.Bpf.LOAD_COUNT, "insns",
            KernelAbi.Bpf.LOAD_INSTRUCTIONS, "license", KernelAbi.Bpf.LOAD_LICENSE, "log_level", KernelAbi.Bpf.LOAD_LOG_LEVEL,
            "log_size", KernelAbi.Bpf.LOAD_LOG_SIZE, "log_buf", KernelAbi.Bpf.LOAD_LOG_BUFFER, "prog_flags", KernelAbi.Bpf.LOAD_FLAGS,
            "prog_name", KernelAbi.Bpf.LOAD_NAME, "expected_attach_type", KernelAbi.Bpf.LOAD_ATTACH_TYPE,
            "test.prog_fd", KernelAbi.Bpf.TEST_FD, "test.retval", KernelAbi.Bpf.TEST_RESULT, "test.data_size_in",
            KernelAbi.Bpf.TEST_SIZE_IN, "test.data_size_out", KernelAbi.Bpf.TEST_SIZE_OUT, "test.data_in", KernelAbi.Bpf.TEST_DATA_IN,
            "test.data_out", KernelAbi.Bpf.TEST_DATA_OUT, "test.repeat", KernelAbi.Bpf.TEST_REPEAT, "test.ctx_size_in",
            KernelAbi.Bpf.TEST_CTX_SIZE_IN, "test.ctx_in", KernelAbi.Bpf.TEST_CTX_IN, "test.flags", KernelAbi.Bpf.TEST_FLAGS,
            "test.batch_size", KernelAbi.Bpf.TEST_BATCH_SIZE, "link_create.prog_fd", KernelAbi.Bpf.LINK_PROG_FD,
            "link_create.target_ifindex", KernelAbi.Bpf.LINK_TARGET_IFINDEX, "link_create.attach_type", KernelAbi.Bpf.LINK_ATTACH_TYPE,
            "link_create.flags", KernelAbi.Bpf.LINK_FLAGS);
    }

    private void packet() {
        same("ETH_P_ALL", KernelAbi.Packet.ETH_P_ALL);
        same("PACKET_ADD_MEMBERSHIP", KernelAbi.Packet.ADD_MEMBERSHIP);
        same("PACKET_RX_RING", KernelAbi.Packet.RX_RING);
        same("PACKET_STATISTICS", KernelAbi.Packet.STATISTICS);
        same("PACKET_AUXDATA", KernelAbi.Packet.AUXDATA);
        same("PACKET_VERSION", KernelAbi.Packet.VERSION);
        same("PACKET_RESERVE", KernelAbi.Packet.RESERVE);
        same("PACKET_TX_RING", KernelAbi.Packet.TX_RING);
        same("PACKET_LOSS", KernelAbi.Packet.LOSS);
        same("PACKET_FANOUT", KernelAbi.Packet.FANOUT);
        same("PACKET_QDISC_BYPASS", KernelAbi.Packet.QDISC_BYPASS);
        same("PACKET_IGNORE_OUTGOING", KernelAbi.Packet.IGNORE_OUTGOING);
        same("TPACKET_V2", KernelAbi.Packet.TPACKET_V2);
        same("TPACKET_V3", KernelAbi.Packet.TPACKET_V3);
        same("PACKET_MR_PROMISC", KernelAbi.Packet.MR_PROMISC);
        same("PACKET_OUTGOING", KernelAbi.Packet.PACKET_OUTGOING);
        same("PACKET_FANOUT_HASH", KernelAbi.Packet.FANOUT_HASH);
        same("TP_STATUS_KERNEL", KernelAbi.Packet.STATUS_KERNEL);
        same("TP_STATUS_USER", KernelAbi.Packet.STATUS_USER);
        same("TP_STATUS_COPY", KernelAbi.Packet.STATUS_COPY);
        same("TP_STATUS_LOSING", KernelAbi.Packet.STATUS_LOSING);
        same("TP_STATUS_VLAN_VALID", KernelAbi.Packet.STATUS_VLAN_VALID);
        same("TP_STATUS_CSUMNOTREADY", KernelAbi.Packet.STATUS_CHECKSUM_NOT_READY);
        same("TP_STATUS_VLAN_TPID_VALID", KernelAbi.Packet.STATUS_VLAN_TPID_VALID);
        same("TP_STATUS_AVAILABLE", KernelAbi.Packet.STATUS_AVAILABLE);
        same("TP_STATUS_SEND_REQUEST", KernelAbi.Packet.STATUS_SEND_REQUEST);
        same("TP_STATUS_SENDING", KernelAbi.Packet.STATUS_SENDING);
        same("TP_STATUS_WRONG_FORMAT", KernelAbi.Packet.STATUS_WRONG_FORMAT);
        struct("sockaddr_ll", KernelAbi.Packet.LL_SIZE, "sll_family", KernelAbi.Packet.LL_FAMILY, "sll_protocol",
            KernelAbi.Packet.LL_PROTOCOL, "sll_ifindex", KernelAbi.Packet.LL_IFINDEX, "sll_hatype", KernelAbi.Packet.LL_HATYPE,
            "sll_pkttype", KernelAbi.Packet.LL_PKTTYPE, "sll_halen", KernelAbi.Packet.LL_ADDRESS_LENGTH, "sll_addr",
            KernelAbi.Packet.LL_ADDRESS);
        struct("packet_mreq", KernelAbi.Packet.MREQ_SIZE, "mr_ifindex", KernelAbi.Packet.MREQ_IFINDEX, "mr_type",
            KernelAbi.Packet.MREQ_TYPE);
        struct("sock_filter", KernelAbi.SocketFilter.SIZE, "code", KernelAbi.SocketFilter.CODE, "jt", KernelAbi.SocketFilter.JUMP_TRUE,
            "jf", KernelAbi.SocketFilter.JUMP_FALSE, "k", KernelAbi.SocketFilter.OPERAND);
        struct("sock_fprog", KernelAbi.SocketFilter.PROGRAM_SIZE, "len", KernelAbi.SocketFilter.PROGRAM_LENGTH, "filter",
            KernelAbi.SocketFilter.PROGRAM_FILTER);
        same("BPF_LD | BPF_H | BPF_ABS", KernelAbi.SocketFilter.LOAD_HALF);
        same("BPF_JMP | BPF_JEQ | BPF_K", KernelAbi.SocketFilter.JUMP_EQUAL);
        same("BPF_RET | BPF_K", KernelAbi.SocketFilter.RETURN);
        struct("tpacket_req3", KernelAbi.Packet.REQ3_SIZE, "tp_block_size", KernelAbi.Packet.REQ_BLOCK_SIZE, "tp_block_nr",
            KernelAbi.Packet.REQ_BLOCK_COUNT, "tp_frame_size", KernelAbi.Packet.REQ_FRAME_SIZE, "tp_frame_nr",
            KernelAbi.Packet.REQ_FRAME_COUNT, "tp_retire_blk_tov", KernelAbi.Packet.REQ_RETIRE_MILLIS, "tp_sizeof_priv",
            KernelAbi.Packet.REQ_PRIVATE_SIZE, "tp_feature_req_word", KernelAbi.Packet.REQ_FEATURES);
        same("sizeof(struct tpacket_req)", KernelAbi.Packet.REQ_SIZE);
        struct("tpacket_block_desc", KernelAbi.Packet.BLOCK_SIZE, "hdr.bh1.block_status", KernelAbi.Packet.BLOCK_STATUS,
            "hdr.bh1.num_pkts", KernelAbi.Packet.BLOCK_FRAMES, "hdr.bh1.offset_to_first_pkt", KernelAbi.Packet.BLOCK_FIRST_FRAME,
            "hdr.bh1.blk_len", KernelAbi.Packet.BLOCK_LENGTH);
        struct("tpacket3_hdr", KernelAbi.Packet.V3_SIZE, "tp_next_offset", KernelAbi.Packet.V3_NEXT, "tp_sec",
            KernelAbi.Packet.V3_SECONDS, "tp_nsec", KernelAbi.Packet.V3_NANOSECONDS, "tp_snaplen", KernelAbi.Packet.V3_SNAPLEN, "tp_len",
            KernelAbi.Packet.V3_LENGTH, "tp_status", KernelAbi.Packet.V3_STATUS, "tp_mac", KernelAbi.Packet.V3_MAC, "tp_net",
            KernelAbi.Packet.V3_NET, "hv1.tp_vlan_tci", KernelAbi.Packet.V3_VLAN_TCI, "hv1.tp_vlan_tpid",
            KernelAbi.Packet.V3_VLAN_TPID);
        same("TPACKET3_HDRLEN - sizeof(struct sockaddr_ll)", KernelAbi.Packet.V3_ADDRESS);
        struct("tpacket2_hdr", KernelAbi.Packet.V2_SIZE, "tp_status", KernelAbi.Packet.V2_STATUS, "tp_len", KernelAbi.Packet.V2_LENGTH,
            "tp_snaplen", KernelAbi.Packet.V2_SNAPLEN, "tp_mac", KernelAbi.Packet.V2_MAC, "tp_net", KernelAbi.Packet.V2_NET);
        struct("tpacket_auxdata", KernelAbi.Packet.AUX_SIZE, "tp_status", KernelAbi.Packet.AUX_STATUS, "tp_len",
            KernelAbi.Packet.AUX_LENGTH, "tp_snaplen", KernelAbi.Packet.AUX_SNAPLEN, "tp_mac", KernelAbi.Packet.AUX_MAC, "tp_net",
            KernelAbi.Packet.AUX_NET, "tp_vlan_tci", KernelAbi.Packet.AUX_VLAN_TCI, "tp_vlan_tpid", KernelAbi.Packet.AUX_VLAN_TPID);
        struct("tpacket_stats_v3", KernelAbi.Packet.STATS_V3_SIZE, "tp_packets", KernelAbi.Packet.STATS_PACKETS, "tp_drops",
            KernelAbi.Packet.STATS_DROPS, "tp_freeze_q_cnt", KernelAbi.Packet.STATS_FREEZES);
        same("sizeof(struct tpacket_stats)", KernelAbi.Packet.STATS_SIZE);
    }

    private void device() {
        struct("ifreq", KernelAbi.Device.IFREQ_SIZE, "ifr_name", KernelAbi.Device.IFREQ_NAME, "ifr_data", KernelAbi.Device.IFREQ_DATA);
        same("IFNAMSIZ", KernelAbi.Device.NAME_BYTES);
        same("SIOCGIFFLAGS", KernelAbi.Device.SIOCGIFFLAGS);
        same("SIOCSIFFLAGS", KernelAbi.Device.SIOCSIFFLAGS);
        same("SIOCGIFMTU", KernelAbi.Device.SIOCGIFMTU);
        same("SIOCSIFMTU", KernelAbi.Device.SIOCSIFMTU);
        same("SIOCGIFHWADDR", KernelAbi.Device.SIOCGIFHWADDR);
        same("SIOCSIFHWADDR", KernelAbi.Device.SIOCSIFHWADDR);
        same("SIOCGIFINDEX", KernelAbi.Device.SIOCGIFINDEX);
        same("SIOCETHTOOL", KernelAbi.Device.SIOCETHTOOL);
        same("IFF_UP", KernelAbi.Device.IFF_UP);
        same("IFF_RUNNING", KernelAbi.Device.IFF_RUNNING);
        same("TUNSETIFF", KernelAbi.Device.TUNSETIFF);
        same("IFF_TUN", KernelAbi.Device.IFF_TUN);
        same("IFF_TAP", KernelAbi.Device.IFF_TAP);
        same("IFF_MULTI_QUEUE", KernelAbi.Device.IFF_MULTI_QUEUE);
        same("IFF_NO_PI", KernelAbi.Device.IFF_NO_PI);
        same("ETHTOOL_GFLAGS", KernelAbi.Device.ETHTOOL_GFLAGS);
        same("ETHTOOL_SFLAGS", KernelAbi.Device.ETHTOOL_SFLAGS);
        same("ETHTOOL_GGRO", KernelAbi.Device.ETHTOOL_GGRO);
        same("ETHTOOL_SGRO", KernelAbi.Device.ETHTOOL_SGRO);
        same("ETHTOOL_STXCSUM", KernelAbi.Device.ETHTOOL_STXCSUM);
        same("ETHTOOL_STSO", KernelAbi.Device.ETHTOOL_STSO);
        same("ETHTOOL_SGSO", KernelAbi.Device.ETHTOOL_SGSO);
        same("ETHTOOL_GCHANNELS", KernelAbi.Device.ETHTOOL_GCHANNELS);
        same("ETH_FLAG_TXVLAN", KernelAbi.Device.ETH_FLAG_TXVLAN);
        same("ETH_FLAG_RXVLAN", KernelAbi.Device.ETH_FLAG_RXVLAN);
        same("ETH_FLAG_LRO", KernelAbi.Device.ETH_FLAG_LRO);
        struct("ethtool_value", KernelAbi.Device.VALUE_SIZE, "cmd", KernelAbi.Device.VALUE_COMMAND, "data", KernelAbi.Device.VALUE_DATA);
        struct("ethtool_channels", KernelAbi.Device.CHANNELS_SIZE, "rx_count", KernelAbi.Device.CHANNELS_RX, "tx_count",
            KernelAbi.Device.CHANNELS_TX, "combined_count", KernelAbi.Device.CHANNELS_COMBINED);
    }

    private void errors() {
        for (final Errno errno : Errno.values()) {
            if (errno != Errno.UNLISTED) {
                same(errno.name(), errno.number());
            }
        }
    }

    private void same(final String expression, final long value) {
        expected.put(expression, value);
    }

    private void struct(final String name, final int size, final Object... fields) {
        same("sizeof(struct " + name + ")", size);
        members("struct " + name, fields);
    }

    private void union(final Object... fields) {
        members("union bpf_attr", fields);
    }

    private void members(final String type, final Object... fields) {
        for (int i = 0; i < fields.length; i += 2) {
            same("offsetof(" + type + ", " + fields[i] + ")", (Integer) fields[i + 1]);
        }
    }

    private Map<String, Long> compileAndRun(final Path directory) throws IOException, InterruptedException {
        final StringBuilder source = new StringBuilder("""
            #define _GNU_SOURCE
            #include <stddef.h>
            #include <stdio.h>
            #include <errno.h>
            #include <fcntl.h>
            #include <poll.h>
            #include <sched.h>
            #include <sys/eventfd.h>
            #include <sys/ioctl.h>
            #include <sys/mman.h>
            #include <sys/socket.h>
            #include <sys/uio.h>
            #include <linux/bpf.h>
            #include <linux/ethtool.h>
            #include <linux/filter.h>
            #include <linux/if.h>
            #include <linux/if_ether.h>
            #include <linux/if_link.h>
            #include <linux/if_packet.h>
            #include <linux/if_tun.h>
            #include <linux/if_xdp.h>
            #include <linux/sockios.h>
            int main(void) {
            """);
        for (final String expression : expected.keySet()) {
            final String print = "printf(\"%s\\t%llu\\n\", \"" + expression + "\", (unsigned long long) (" + expression + "));\n";
            source.append(MAY_BE_MISSING.contains(expression) ? "#ifdef " + expression + "\n" + print + "#endif\n" : print);
        }
        final Path file = Files.writeString(directory.resolve("abi.c"), source.append("return 0; }\n"));
        final Path program = directory.resolve("abi");
        run("/usr/bin/gcc", "-o", program.toString(), file.toString());
        final Map<String, Long> printed = new HashMap<>();
        for (final String line : run(program.toString()).split("\n")) {
            final String[] columns = line.split("\t");
            printed.put(columns[0], Long.parseUnsignedLong(columns[1]));
        }
        return printed;
    }

    private static String run(final String... command) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
