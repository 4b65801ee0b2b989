/*
 * The forwarding tables and frames as the C reference sees them: the same memory that the Java forwarder works on.
 *
 * Every size, offset and bit position is checked at compile time against layout_constants.h, which the program that compiles this
 * writes from the Java layout classes (io.swaplane.table); a layout that changes there stops the build here.
 */
#ifndef SWAPLANE_TABLES_H
#define SWAPLANE_TABLES_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "layout_constants.h"

/* IlmLayout: one label's entry. */
struct ilm_entry {
    _Atomic uint64_t word; /* written by the conductor: release; read: acquire */
    uint64_t packets;      /* written by the owning worker alone */
    uint64_t octets;
    uint64_t reserved;
};

/* NextHopLayout: immutable once its offset stands in the id slot. */
struct next_hop {
    uint64_t header;
    uint32_t counters; /* offset of its counters */
    uint32_t pipe_ttl_and_tc;
    uint64_t l2_first;
    uint64_t l2_middle;
    uint64_t l2_last;
    uint64_t pushes_and_spare[11];
};

/* CounterLayout: next hops. */
struct next_hop_counters {
    uint64_t packets;
    uint64_t octets;
    uint64_t errors;
    uint64_t discards;
};

/* CounterLayout: ports. */
struct port_counters {
    uint64_t in_packets;
    uint64_t in_octets;
    uint64_t out_packets;
    uint64_t out_octets;
    uint64_t unused[4];
};

/* InterfaceLayout. */
struct interface {
    uint64_t ilm;
    uint64_t mac;
    uint64_t flags;
    uint64_t neighbours;
    uint64_t unused[4];
    uint64_t accept[64];
    uint64_t rest[56];
};

/* PortLayout. */
struct port {
    _Atomic uint64_t state;
    _Atomic uint64_t untagged;
    uint64_t vlans;
    uint64_t unused[5];
};

/* ForwardingWord. */
#define WORD_OP(w) ((w) >> 60)
#define WORD_CLASS(w) ((w) >> 40 & 0xFFF)
#define WORD_NEXT_HOP(w) ((w) >> 20 & 0xFFFFF)
#define WORD_OUT_LABEL(w) ((w) & 0xFFFFF)

/* NextHopLayout's header word. */
#define HEADER_PORT(h) ((h) & 0xFFFF)
#define HEADER_MTU(h) ((h) >> 16 & 0xFFFF)
#define HEADER_L2_BYTES(h) ((h) >> 32 & 0xFF)

/* FrameRef. */
#define FRAME(address, length) ((uint64_t) (address) << 16 | (length))
#define FRAME_ADDRESS(f) ((f) >> 16)
#define FRAME_LENGTH(f) ((f) & 0xFFFF)

_Static_assert(sizeof(struct ilm_entry) == 1 << J_ILM_ENTRY_SHIFT, "ILM entry");
_Static_assert(offsetof(struct ilm_entry, word) == J_ILM_WORD, "ILM word");
_Static_assert(offsetof(struct ilm_entry, packets) == J_ILM_PACKETS, "ILM packets");
_Static_assert(offsetof(struct ilm_entry, octets) == J_ILM_OCTETS, "ILM octets");

_Static_assert(sizeof(struct next_hop) == J_NEXT_HOP_BYTES, "next hop");
_Static_assert(offsetof(struct next_hop, header) == J_NEXT_HOP_HEADER, "next hop header");
_Static_assert(offsetof(struct next_hop, counters) == J_NEXT_HOP_COUNTERS, "next hop counters");
_Static_assert(offsetof(struct next_hop, l2_first) == J_NEXT_HOP_L2_FIRST, "first L2 bytes");
_Static_assert(offsetof(struct next_hop, l2_middle) == J_NEXT_HOP_L2_MIDDLE, "middle L2 bytes");
_Static_assert(offsetof(struct next_hop, l2_last) == J_NEXT_HOP_L2_LAST, "last L2 bytes");
_Static_assert(HEADER_PORT(J_SAMPLE_HEADER) == J_SAMPLE_HEADER_PORT, "port field");
_Static_assert(HEADER_MTU(J_SAMPLE_HEADER) == J_SAMPLE_HEADER_MTU, "MTU field");
_Static_assert(HEADER_L2_BYTES(J_SAMPLE_HEADER) == J_SAMPLE_HEADER_L2_BYTES, "L2 length field");

_Static_assert(sizeof(struct next_hop_counters) == 1 << J_NEXT_HOP_COUNTERS_SHIFT, "next hop counters");
_Static_assert(offsetof(struct next_hop_counters, packets) == J_NEXT_HOP_COUNTERS_PACKETS, "next hop packets");
_Static_assert(offsetof(struct next_hop_counters, octets) == J_NEXT_HOP_COUNTERS_OCTETS, "next hop octets");

_Static_assert(sizeof(struct port_counters) == 1 << J_PORT_COUNTERS_SHIFT, "port counters");
_Static_assert(offsetof(struct port_counters, in_packets) == J_PORT_IN_PACKETS, "packets in");
_Static_assert(offsetof(struct port_counters, in_octets) == J_PORT_IN_OCTETS, "octets in");
_Static_assert(offsetof(struct port_counters, out_packets) == J_PORT_OUT_PACKETS, "packets out");
_Static_assert(offsetof(struct port_counters, out_octets) == J_PORT_OUT_OCTETS, "octets out");

_Static_assert(sizeof(struct interface) == 1 << J_INTERFACE_SHIFT, "interface");
_Static_assert(offsetof(struct interface, ilm) == J_INTERFACE_ILM, "interface ILM");
_Static_assert(offsetof(struct interface, mac) == J_INTERFACE_MAC, "interface MAC");
_Static_assert(offsetof(struct interface, flags) == J_INTERFACE_FLAGS, "interface flags");
_Static_assert(offsetof(struct interface, accept) == J_INTERFACE_ACCEPT, "accept bitmap");

_Static_assert(sizeof(struct port) == 1 << J_PORT_SHIFT, "port");
_Static_assert(offsetof(struct port, state) == J_PORT_STATE, "port state");
_Static_assert(offsetof(struct port, untagged) == J_PORT_UNTAGGED, "untagged interface");

_Static_assert(WORD_OP(J_SAMPLE_SWAP) == J_OP_SWAP, "op field");
_Static_assert(WORD_OUT_LABEL(J_SAMPLE_SWAP) == J_SAMPLE_SWAP_OUT_LABEL, "out-label field");
_Static_assert(WORD_NEXT_HOP(J_SAMPLE_SWAP) == J_SAMPLE_SWAP_NEXT_HOP, "next-hop field");
_Static_assert(WORD_CLASS(J_SAMPLE_SWAP) == J_SAMPLE_SWAP_CLASS, "accept class field");

_Static_assert(FRAME(J_SAMPLE_FRAME_ADDRESS, J_SAMPLE_FRAME_LENGTH) == J_SAMPLE_FRAME, "frame reference");
_Static_assert(sizeof(void *) == 8 && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "64-bit little-endian machines only");

#endif
