package io.swaplane.io.kernel;

/**
 * The kernel's binary interface as far as the ports use it: numbers, and the sizes and field offsets (bytes) of its structures, all in
 * the machine's byte order unless a field says otherwise. A test compares every entry with the kernel's headers.
 */
public final class KernelAbi {
    // Address families, socket types, protocols and levels.
    public static final int AF_INET = 2;
    public static final int AF_INET6 = 10;
    public static final int AF_NETLINK = 16;
    public static final int AF_PACKET = 17;
    public static final int AF_XDP = 44;
    public static final int SOCK_DGRAM = 2;
    public static final int SOCK_RAW = 3;
    public static final int SOCK_NONBLOCK = 0x800;
    public static final int SOCK_CLOEXEC = 0x80000;
    public static final int SOL_SOCKET = 1;
    public static final int SOL_PACKET = 263;
    public static final int SOL_NETLINK = 270;
    public static final int SOL_XDP = 283;
    public static final int SO_ERROR = 4;
    public static final int SO_SNDBUF = 7;
    public static final int SO_RCVBUF = 8;
    public static final int SO_ATTACH_FILTER = 26;
    public static final int SO_SNDBUFFORCE = 32;
    public static final int SO_RCVBUFFORCE = 33;
    public static final int SO_BUSY_POLL = 46;
    public static final int SO_PREFER_BUSY_POLL = 69;
    public static final int SO_BUSY_POLL_BUDGET = 70;
    public static final int MSG_DONTWAIT = 0x40;
    public static final int MSG_TRUNC = 0x20;

    // poll, open, mmap, eventfd, setns.
    public static final int POLLIN = 1;
    public static final int POLLOUT = 4;
    public static final int POLLERR = 8;
    public static final int POLLHUP = 16;
    public static final int O_RDONLY = 0;
    public static final int O_RDWR = 2;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_CLOEXEC = 0x80000;
    public static final int PROT_READ = 1;
    public static final int PROT_WRITE = 2;
    public static final int MAP_SHARED = 1;
    public static final int MAP_POPULATE = 0x8000;
    public static final int EFD_NONBLOCK = 0x800;
    public static final int EFD_CLOEXEC = 0x80000;
    public static final int CLONE_NEWNET = 0x40000000;

    private KernelAbi() {
    }

    /** {@code struct pollfd}. */
    public static final class PollFd {
        public static final int FD = 0;
        public static final int EVENTS = 4;
        public static final int REVENTS = 6;
        public static final int SIZE = 8;

        private PollFd() {
        }
    }

    /** {@code struct iovec}. */
    public static final class IoVec {
        public static final int BASE = 0;
        public static final int LENGTH = 8;
        public static final int SIZE = 16;

        private IoVec() {
        }
    }

    /** {@code struct msghdr}, and {@code struct mmsghdr} around it. */
    public static final class MsgHdr {
        public static final int NAME = 0;
        public static final int NAME_LENGTH = 8;
        public static final int IOV = 16;
        public static final int IOV_LENGTH = 24;
        public static final int CONTROL = 32;
        public static final int CONTROL_LENGTH = 40;
        public static final int FLAGS = 48;
        public static final int SIZE = 56;
        /** Offset of the sent length in {@code mmsghdr}. */
        public static final int SENT = 56;
        /** Size of {@code mmsghdr}. */
        public static final int SIZE_IN_ARRAY = 64;

        private MsgHdr() {
        }
    }

    /** {@code struct cmsghdr}; the data follows, and the next header is 8-byte aligned. */
    public static final class CmsgHdr {
        public static final int LENGTH = 0;
        public static final int LEVEL = 8;
        public static final int TYPE = 12;
        public static final int SIZE = 16;

        private CmsgHdr() {
        }
    }

    /** {@code struct sock_filter}, an instruction of classic BPF, and {@code struct sock_fprog}, a program (linux/filter.h). */
    public static final class SocketFilter {
        public static final int CODE = 0;
        public static final int JUMP_TRUE = 2;
        public static final int JUMP_FALSE = 3;
        public static final int OPERAND = 4;
        public static final int SIZE = 8;
        public static final int PROGRAM_LENGTH = 0;
        public static final int PROGRAM_FILTER = 8;
        public static final int PROGRAM_SIZE = 16;

        /** Load the 16-bit field at a fixed offset, which it takes as network order. */
        public static final int LOAD_HALF = 0x28;
        public static final int JUMP_EQUAL = 0x15;
        public static final int RETURN = 0x06;

        private SocketFilter() {
        }
    }

    /** AF_XDP: rings and frame memory shared with the kernel (linux/if_xdp.h). */
    public static final class Xdp {
        // Flags of a socket address.
        public static final int SHARED_UMEM = 1;
        public static final int COPY = 1 << 1;
        public static final int ZEROCOPY = 1 << 2;
        public static final int USE_NEED_WAKEUP = 1 << 3;
        /** Frames of several descriptors; kernel 6.6 and newer. */
        public static final int USE_SG = 1 << 4;

        // Socket options.
        public static final int MMAP_OFFSETS = 1;
        public static final int RX_RING = 2;
        public static final int TX_RING = 3;
        public static final int UMEM_REG = 4;
        public static final int UMEM_FILL_RING = 5;
        public static final int UMEM_COMPLETION_RING = 6;
        public static final int STATISTICS = 7;
        public static final int OPTIONS = 8;
        /** Frames that one call may send in copy mode (32 unless set); newer kernels, and only once the TX ring exists. */
        public static final int MAX_TX_SKB_BUDGET = 9;

        // Where each ring is mapped from.
        public static final long PGOFF_RX_RING = 0;
        public static final long PGOFF_TX_RING = 0x80000000L;
        public static final long PGOFF_FILL_RING = 0x100000000L;
        public static final long PGOFF_COMPLETION_RING = 0x180000000L;

        /** In a ring's flags word: the kernel sleeps and must be woken by a system call. */
        public static final int RING_NEED_WAKEUP = 1;
        /** In a descriptor's options: the frame goes on in the next one. */
        public static final int PKT_CONTD = 1;
        /** In {@link #OPTIONS}: the socket got zero-copy mode. */
        public static final int OPTIONS_ZEROCOPY = 1;
        /** Bytes that the kernel keeps free in front of a received frame. */
        public static final int PACKET_HEADROOM = 256;

        // struct xdp_umem_reg; the last four bytes are the newer kernels' length of transmit metadata and stay zero.
        public static final int UMEM_REG_ADDRESS = 0;
        public static final int UMEM_REG_LENGTH = 8;
        public static final int UMEM_REG_CHUNK_SIZE = 16;
        public static final int UMEM_REG_HEADROOM = 20;
        public static final int UMEM_REG_FLAGS = 24;
        public static final int UMEM_REG_SIZE = 32;

        // struct xdp_mmap_offsets: four times struct xdp_ring_offset.
        public static final int OFFSETS_RX = 0;
        public static final int OFFSETS_TX = 32;
        public static final int OFFSETS_FILL = 64;
        public static final int OFFSETS_COMPLETION = 96;
        public static final int OFFSETS_SIZE = 128;
        public static final int OFFSET_PRODUCER = 0;
        public static final int OFFSET_CONSUMER = 8;
        public static final int OFFSET_DESCRIPTORS = 16;
        public static final int OFFSET_FLAGS = 24;

        // struct sockaddr_xdp.
        public static final int ADDRESS_FAMILY = 0;
        public static final int ADDRESS_FLAGS = 2;
        public static final int ADDRESS_IFINDEX = 4;
        public static final int ADDRESS_QUEUE = 8;
        public static final int ADDRESS_SHARED_FD = 12;
        public static final int ADDRESS_SIZE = 16;

        // struct xdp_desc.
        public static final int DESC_ADDRESS = 0;
        public static final int DESC_LENGTH = 8;
        public static final int DESC_OPTIONS = 12;
        public static final int DESC_SIZE = 16;

        // struct xdp_statistics.
        public static final int STATISTICS_RX_DROPPED = 0;
        public static final int STATISTICS_RX_INVALID = 8;
        public static final int STATISTICS_TX_INVALID = 16;
        public static final int STATISTICS_RX_RING_FULL = 24;
        public static final int STATISTICS_FILL_RING_EMPTY = 32;
        public static final int STATISTICS_TX_RING_EMPTY = 40;
        public static final int STATISTICS_SIZE = 48;

        private Xdp() {
        }
    }

    /** The {@code bpf} call: commands, types, flags and the parts of {@code union bpf_attr} (linux/bpf.h). */
    public static final class Bpf {
        public static final int MAP_CREATE = 0;
        public static final int MAP_LOOKUP_ELEM = 1;
        public static final int MAP_UPDATE_ELEM = 2;
        public static final int MAP_DELETE_ELEM = 3;
        public static final int PROG_LOAD = 5;
        public static final int PROG_TEST_RUN = 10;
        public static final int RAW_TRACEPOINT_OPEN = 17;
        public static final int LINK_CREATE = 28;

        public static final int MAP_TYPE_HASH = 1;
        public static final int MAP_TYPE_ARRAY = 2;
        public static final int MAP_TYPE_PERCPU_ARRAY = 6;
        public static final int MAP_TYPE_DEVMAP = 14;
        public static final int MAP_TYPE_XSKMAP = 17;
        /** The map's memory can be mapped into the process. */
        public static final int F_MMAPABLE = 1 << 10;
        public static final int PROG_TYPE_XDP = 6;
        public static final int PROG_TYPE_RAW_TRACEPOINT = 17;
        /** Attach type. */
        public static final int XDP = 37;
        public static final int F_XDP_HAS_FRAGS = 1 << 5;
        /** Test runs whose frames go on for real; kernel 5.18 and newer. */
        public static final int F_TEST_XDP_LIVE_FRAMES = 1 << 1;
        public static final int XDP_FLAGS_SKB_MODE = 1 << 1;
        public static final int XDP_FLAGS_DRV_MODE = 1 << 2;

        public static final int FUNC_MAP_LOOKUP_ELEM = 1;
        public static final int FUNC_GET_PRANDOM_U32 = 7;
        public static final int FUNC_GET_SMP_PROCESSOR_ID = 8;
        public static final int FUNC_REDIRECT = 23;
        public static final int FUNC_REDIRECT_MAP = 51;
        public static final int FUNC_XDP_ADJUST_TAIL = 65;
        public static final int FUNC_XDP_STORE_BYTES = 190;

        // What an XDP program answers.
        public static final int XDP_ABORTED = 0;
        public static final int XDP_DROP = 1;
        public static final int XDP_PASS = 2;
        public static final int XDP_TX = 3;
        public static final int XDP_REDIRECT = 4;

        // struct xdp_md, the context of an XDP program.
        public static final int MD_DATA = 0;
        public static final int MD_DATA_END = 4;
        public static final int MD_INGRESS_IFINDEX = 12;
        public static final int MD_RX_QUEUE_INDEX = 16;
        public static final int MD_SIZE = 24;

        /** Bytes handed to every call, zero where unused: kernels take any length whose unknown rest is zero. */
        public static final int ATTR_SIZE = 128;

        public static final int CREATE_TYPE = 0;
        public static final int CREATE_KEY_SIZE = 4;
        public static final int CREATE_VALUE_SIZE = 8;
        public static final int CREATE_MAX_ENTRIES = 12;
        public static final int CREATE_FLAGS = 16;
        public static final int CREATE_NAME = 28;

        public static final int ELEM_MAP_FD = 0;
        public static final int ELEM_KEY = 8;
        public static final int ELEM_VALUE = 16;
        public static final int ELEM_FLAGS = 24;

        public static final int LOAD_TYPE = 0;
        public static final int LOAD_COUNT = 4;
        public static final int LOAD_INSTRUCTIONS = 8;
        public static final int LOAD_LICENSE = 16;
        public static final int LOAD_LOG_LEVEL = 24;
        public static final int LOAD_LOG_SIZE = 28;
        public static final int LOAD_LOG_BUFFER = 32;
        public static final int LOAD_FLAGS = 44;
        public static final int LOAD_NAME = 48;
        public static final int LOAD_ATTACH_TYPE = 68;
        /** Bytes of a program's or map's name, its ending zero included. */
        public static final int NAME_BYTES = 16;

        public static final int TEST_FD = 0;
        public static final int TEST_RESULT = 4;
        public static final int TEST_SIZE_IN = 8;
        public static final int TEST_SIZE_OUT = 12;
        public static final int TEST_DATA_IN = 16;
        public static final int TEST_DATA_OUT = 24;
        public static final int TEST_REPEAT = 32;
        public static final int TEST_CTX_SIZE_IN = 40;
        public static final int TEST_CTX_IN = 48;
        public static final int TEST_FLAGS = 64;
        public static final int TEST_BATCH_SIZE = 72;

        public static final int TRACEPOINT_NAME = 0;
        public static final int TRACEPOINT_PROG_FD = 8;

        public static final int LINK_PROG_FD = 0;
        public static final int LINK_TARGET_IFINDEX = 4;
        public static final int LINK_ATTACH_TYPE = 8;
        public static final int LINK_FLAGS = 12;

        private Bpf() {
        }
    }

    /** AF_PACKET: raw frames through the kernel's own path (linux/if_packet.h). */
    public static final class Packet {
        /** Protocol number of "every ethertype"; sockets take it in network order. */
        public static final int ETH_P_ALL = 3;

        public static final int ADD_MEMBERSHIP = 1;
        public static final int RX_RING = 5;
        public static final int STATISTICS = 6;
        public static final int AUXDATA = 8;
        public static final int VERSION = 10;
        public static final int RESERVE = 12;
        public static final int TX_RING = 13;
        public static final int LOSS = 14;
        public static final int FANOUT = 18;
        public static final int QDISC_BYPASS = 20;
        public static final int IGNORE_OUTGOING = 23;
        public static final int TPACKET_V2 = 1;
        public static final int TPACKET_V3 = 2;
        public static final int MR_PROMISC = 1;
        public static final int PACKET_OUTGOING = 4;
        public static final int FANOUT_HASH = 0;

        public static final int STATUS_KERNEL = 0;
        public static final int STATUS_USER = 1;
        public static final int STATUS_COPY = 1 << 1;
        public static final int STATUS_LOSING = 1 << 2;
        /** The sender left the transport checksum to hardware: the frame lacks it. */
        public static final int STATUS_CHECKSUM_NOT_READY = 1 << 3;
        public static final int STATUS_VLAN_VALID = 1 << 4;
        public static final int STATUS_VLAN_TPID_VALID = 1 << 6;
        public static final int STATUS_AVAILABLE = 0;
        public static final int STATUS_SEND_REQUEST = 1;
        public static final int STATUS_SENDING = 1 << 1;
        public static final int STATUS_WRONG_FORMAT = 1 << 2;

        // struct sockaddr_ll; the protocol is in network order.
        public static final int LL_FAMILY = 0;
        public static final int LL_PROTOCOL = 2;
        public static final int LL_IFINDEX = 4;
        public static final int LL_HATYPE = 8;
        public static final int LL_PKTTYPE = 10;
        public static final int LL_ADDRESS_LENGTH = 11;
        public static final int LL_ADDRESS = 12;
        public static final int LL_SIZE = 20;

        // struct packet_mreq.
        public static final int MREQ_IFINDEX = 0;
        public static final int MREQ_TYPE = 4;
        public static final int MREQ_SIZE = 16;

        // struct tpacket_req3; struct tpacket_req is its first 16 bytes.
        public static final int REQ_BLOCK_SIZE = 0;
        public static final int REQ_BLOCK_COUNT = 4;
        public static final int REQ_FRAME_SIZE = 8;
        public static final int REQ_FRAME_COUNT = 12;
        public static final int REQ_RETIRE_MILLIS = 16;
        public static final int REQ_PRIVATE_SIZE = 20;
        public static final int REQ_FEATURES = 24;
        public static final int REQ3_SIZE = 28;
        public static final int REQ_SIZE = 16;

        // struct tpacket_block_desc with its struct tpacket_hdr_v1.
        public static final int BLOCK_STATUS = 8;
        public static final int BLOCK_FRAMES = 12;
        public static final int BLOCK_FIRST_FRAME = 16;
        public static final int BLOCK_LENGTH = 20;
        public static final int BLOCK_SIZE = 48;

        // struct tpacket3_hdr.
        public static final int V3_NEXT = 0;
        public static final int V3_SECONDS = 4;
        public static final int V3_NANOSECONDS = 8;
        public static final int V3_SNAPLEN = 12;
        public static final int V3_LENGTH = 16;
        public static final int V3_STATUS = 20;
        public static final int V3_MAC = 24;
        public static final int V3_NET = 26;
        public static final int V3_VLAN_TCI = 32;
        public static final int V3_VLAN_TPID = 36;
        public static final int V3_SIZE = 48;
        /** Where a struct sockaddr_ll follows it. */
        public static final int V3_ADDRESS = 48;

        // struct tpacket2_hdr.
        public static final int V2_STATUS = 0;
        public static final int V2_LENGTH = 4;
        public static final int V2_SNAPLEN = 8;
        public static final int V2_MAC = 12;
        public static final int V2_NET = 14;
        public static final int V2_SIZE = 32;

        // struct tpacket_auxdata.
        public static final int AUX_STATUS = 0;
        public static final int AUX_LENGTH = 4;
        public static final int AUX_SNAPLEN = 8;
        public static final int AUX_MAC = 12;
        public static final int AUX_NET = 14;
        public static final int AUX_VLAN_TCI = 16;
        public static final int AUX_VLAN_TPID = 18;
        public static final int AUX_SIZE = 20;

        // struct tpacket_stats_v3; struct tpacket_stats is its first 8 bytes.
        public static final int STATS_PACKETS = 0;
        public static final int STATS_DROPS = 4;
        public static final int STATS_FREEZES = 8;
        public static final int STATS_SIZE = 8;
        public static final int STATS_V3_SIZE = 12;

        private Packet() {
        }
    }

    /** {@code struct ifreq}, TUN/TAP devices and the offload switches (linux/if.h, if_tun.h, ethtool.h, sockios.h). */
    public static final class Device {
        public static final int IFREQ_NAME = 0;
        public static final int IFREQ_DATA = 16;
        public static final int IFREQ_SIZE = 40;
        public static final int NAME_BYTES = 16;

        public static final int SIOCGIFFLAGS = 0x8913;
        public static final int SIOCSIFFLAGS = 0x8914;
        public static final int SIOCGIFMTU = 0x8921;
        public static final int SIOCSIFMTU = 0x8922;
        public static final int SIOCGIFHWADDR = 0x8927;
        public static final int SIOCSIFHWADDR = 0x8924;
        public static final int SIOCGIFINDEX = 0x8933;
        public static final int SIOCETHTOOL = 0x8946;
        public static final int IFF_UP = 1;
        public static final int IFF_RUNNING = 0x40;

        public static final long TUNSETIFF = 0x400454caL;
        public static final int IFF_TUN = 1;
        public static final int IFF_TAP = 2;
        public static final int IFF_MULTI_QUEUE = 0x100;
        public static final int IFF_NO_PI = 0x1000;

        public static final int ETHTOOL_GFLAGS = 0x25;
        public static final int ETHTOOL_SFLAGS = 0x26;
        public static final int ETHTOOL_GGRO = 0x2b;
        public static final int ETHTOOL_SGRO = 0x2c;
        public static final int ETHTOOL_STXCSUM = 0x17;
        public static final int ETHTOOL_STSO = 0x1f;
        public static final int ETHTOOL_SGSO = 0x24;
        public static final int ETHTOOL_GCHANNELS = 0x3c;
        public static final int ETH_FLAG_TXVLAN = 1 << 7;
        public static final int ETH_FLAG_RXVLAN = 1 << 8;
        public static final int ETH_FLAG_LRO = 1 << 15;

        // struct ethtool_value.
        public static final int VALUE_COMMAND = 0;
        public static final int VALUE_DATA = 4;
        public static final int VALUE_SIZE = 8;

        // struct ethtool_channels.
        public static final int CHANNELS_RX = 20;
        public static final int CHANNELS_TX = 24;
        public static final int CHANNELS_COMBINED = 32;
        public static final int CHANNELS_SIZE = 36;

        private Device() {
        }
    }
}
