/*
 * The yardstick of IP forwarding: lookup and push, and pop, lookup and forward, in C on the same tables and frames as the Java forwarder; but
 * the routes are in a direct table for the first 24 bits with tables of 256 for the last eight (DIR-24-8).
 *
 * Per packet, as docs/FORWARDING.md §6 orders it for IPv4 without options and a route with a single next hop: destination MAC and
 * ethertype; behind a label its word, accept class, S and TTL; the header's version, length, checksum and addresses; the route; the next
 * hop's slot and record; MTU; TTL and checksum; the label with the DSCP's traffic class; the L2 header, the counters, and a place in
 * the egress port's burst. Anything else goes to not_plain(). The shapes are those of swap.c, with the direct table's entries to be fetched.
 */
#include "swap.c"

enum {
    ETHERTYPE_IPV4 = 0x0008, /* 0x0800 as a little-endian load sees it */
    IPV4_BYTES = 20,
    LSE_BYTES = 4,
    BOTTOM = 0x100,
    MORE_SHIFT = 31,
    LABELLED = 1, /* the frames that come in have a label */
    BARE = 0
};

/* Entries: an index into words, or with the top bit set the number of a table for the last eight bits. Index 0 is no route. */
struct direct_table {
    const uint32_t *first;
    const uint32_t *second;
    const uint64_t *words;
};

struct route_context {
    struct context context;
    struct direct_table routes;
    const uint8_t *dscps;
    uint64_t labelled;
};

struct route_job {
    struct job job;
    struct direct_table routes;
    const uint8_t *dscps;
};

/* A packet on its way. */
struct packet {
    char *ip;
    struct ilm_entry *entry;
    uint64_t octets; /* of the frame from the label on */
    uint32_t destination;
    uint32_t length;
    uint32_t ttl;
};

/* First octets of addresses that need a closer look. */
static uint8_t suspicious[256];

__attribute__((constructor)) static void make_suspicious(void) {
    for (int octet = 0; octet < 256; octet++) {
        suspicious[octet] = octet == 0 || octet == 127 || octet == 169 || octet >= 224;
    }
}

INLINE uint32_t be32(const char *at) {
    uint32_t value;
    memcpy(&value, at, 4);
    return __builtin_bswap32(value);
}

INLINE uint32_t be16(const char *at) {
    uint16_t value;
    memcpy(&value, at, 2);
    return __builtin_bswap16(value);
}

INLINE void put_be16(char *at, uint32_t value) {
    const uint16_t swapped = __builtin_bswap16((uint16_t) value);
    memcpy(at, &swapped, 2);
}

/* IPv4 without options, whole, with a good checksum and ordinary addresses. */
INLINE int is_plain_ipv4(const char *ip, uint64_t bytes, struct packet *p) {
    const uint32_t first = be32(ip);
    const uint32_t source = be32(ip + 12);
    const uint32_t destination = be32(ip + 16);
    const uint32_t length = first & 0xFFFF;
    uint64_t sum = (uint64_t) first + be32(ip + 4) + be32(ip + 8) + source + destination;
    sum = (sum & 0xFFFFFFFF) + (sum >> 32);
    sum = (sum & 0xFFFF) + (sum >> 16);
    sum = (sum & 0xFFFF) + (sum >> 16);
    p->destination = destination;
    p->length = length;
    return first >> 24 == 0x45 && length >= IPV4_BYTES && length <= bytes && sum == 0xFFFF
        && !(suspicious[source >> 24] | suspicious[destination >> 24]);
}

/* Whether the frame is for us and holds a packet to be routed, which `p` then describes. */
INLINE int take(const struct route_job *r, uint64_t frame, int labelled, struct packet *p) {
    char *const at = frame_at(frame);
    if (!labelled) {
        const uint64_t wrong = ((load64(at) ^ r->job.mac) << 16) | ((load64(at + 12) & 0xFFFF) ^ ETHERTYPE_IPV4);
        p->ip = at + L2_BYTES;
        p->ttl = (uint8_t) p->ip[8];
        return wrong == 0 && is_plain_ipv4(p->ip, FRAME_LENGTH(frame) - L2_BYTES, p);
    }
    uint32_t lse;
    if (UNLIKELY(!classify(&r->job, frame, &lse))) {
        return 0;
    }
    p->entry = entry_of(&r->job, lse);
    const uint64_t word = atomic_load_explicit(&p->entry->word, memory_order_acquire);
    p->ip = at + L2_BYTES + LSE_BYTES;
    p->ttl = lse & 0xFF;
    p->octets = FRAME_LENGTH(frame) - L2_BYTES;
    return WORD_OP(word) == J_OP_VRF && is_accepted(&r->job, word) && (lse & BOTTOM) != 0 && p->ttl != 0
        && is_plain_ipv4(p->ip, FRAME_LENGTH(frame) - L2_BYTES - LSE_BYTES, p);
}

INLINE uint32_t entry_for(const struct route_job *r, uint32_t destination) {
    return r->routes.first[destination >> 8];
}

INLINE uint64_t word_for(const struct route_job *r, uint32_t destination, uint32_t entry) {
    if (UNLIKELY(entry >> MORE_SHIFT)) {
        entry = r->routes.second[(uint64_t) (entry & ~(1U << MORE_SHIFT)) << 8 | (destination & 0xFF)];
    }
    return r->routes.words[entry];
}

INLINE void send_ip(const struct route_job *r, const struct packet *p, int labelled, uint64_t word, const struct next_hop *next_hop) {
    const uint64_t header = next_hop->header;
    const uint32_t label = WORD_OUT_LABEL(word);
    const uint64_t octets = p->length + (label == J_NO_LABEL ? 0 : LSE_BYTES);
    if (UNLIKELY(WORD_OP(word) != J_OP_PUSH) || UNLIKELY(p->ttl <= 1) || UNLIKELY((header & J_NEXT_HOP_NOT_PLAIN) != 0)
            || UNLIKELY(octets > HEADER_MTU(header)) || UNLIKELY(HEADER_L2_BYTES(header) != L2_BYTES)) {
        not_plain(r->job.context);
        return;
    }
    char *top = p->ip;
    const uint32_t before = be16(top + 8);
    const uint32_t after = (p->ttl - 1) << 8 | (before & 0xFF);
    uint32_t sum = (~be16(top + 10) & 0xFFFF) + (~before & 0xFFFF) + after;
    sum = (sum & 0xFFFF) + (sum >> 16);
    sum = (sum & 0xFFFF) + (sum >> 16);
    put_be16(top + 8, after);
    put_be16(top + 10, ~sum);
    if (label != J_NO_LABEL) {
        const uint32_t tc = r->dscps[(uint8_t) top[1] >> 2];
        top -= LSE_BYTES;
        store32(top, __builtin_bswap32(label << 12 | tc << 9 | BOTTOM | (p->ttl - 1)));
    }
    store64(top - L2_BYTES, next_hop->l2_first);
    store64(top - 8, next_hop->l2_last);
    if (label == J_NO_LABEL) {
        put_be16(top - 2, 0x0800);
    }
    struct next_hop_counters *const counters = (struct next_hop_counters *) (r->job.next_hop_counters + next_hop->counters);
    struct burst *const b = &r->job.bursts[HEADER_PORT(header)];
    if (labelled) {
        p->entry->packets++;
        p->entry->octets += p->octets;
    }
    counters->packets++;
    counters->octets += octets;
    b->frames[b->count++] = FRAME(top - L2_BYTES, octets + L2_BYTES);
}

INLINE void whole_ip(const struct route_job *r, uint64_t frame, int labelled) {
    struct packet p;
    if (UNLIKELY(!take(r, frame, labelled, &p))) {
        not_plain(r->job.context);
        return;
    }
    const uint64_t word = word_for(r, p.destination, entry_for(r, p.destination));
    send_ip(r, &p, labelled, word, next_hop_of(&r->job, word));
}

INLINE void prefetch_route(const struct route_job *r, uint64_t frame, int labelled) {
    __builtin_prefetch(&r->routes.first[be32(frame_at(frame) + L2_BYTES + (labelled ? LSE_BYTES : 0) + 16) >> 8], 0, 3);
}

INLINE void ip_one_pass(const struct route_job *shared, const uint64_t *frames, uint64_t count, int labelled) {
    const struct route_job r = *shared;
    for (uint64_t i = 0; i < count; i++) {
        whole_ip(&r, frames[i], labelled);
    }
}

INLINE void ip_one_pass_prefetch(const struct route_job *shared, const uint64_t *frames, uint64_t count, int labelled) {
    const struct route_job r = *shared;
    for (uint64_t i = 0; i < least(PREFETCH, count); i++) {
        prefetch_route(&r, frames[i], labelled);
    }
    for (uint64_t base = 0; base < count; base += PREFETCH) {
        const uint64_t next = least(base + PREFETCH, count);
        const uint64_t second = least(base + 2 * PREFETCH, count);
        for (uint64_t i = next; i < second; i++) {
            prefetch_route(&r, frames[i], labelled);
        }
        for (uint64_t i = base; i < next; i++) {
            whole_ip(&r, frames[i], labelled);
        }
    }
}

INLINE void ip_three(const struct route_job *shared, const uint64_t *frames, uint64_t count, int labelled, int prefetch) {
    const struct route_job r = *shared;
    struct packet packets[SUB_BATCH];
    uint32_t entries[SUB_BATCH];
    uint64_t words[SUB_BATCH];
    const struct next_hop *next_hops[SUB_BATCH];
    for (uint64_t base = 0; base < count; base += SUB_BATCH) {
        const uint64_t end = least(base + SUB_BATCH, count);
        uint64_t n = 0;
        for (uint64_t i = base; i < end; i++) {
            if (UNLIKELY(!take(&r, frames[i], labelled, &packets[n]))) {
                not_plain(r.job.context);
                continue;
            }
            if (prefetch) {
                __builtin_prefetch(&r.routes.first[packets[n].destination >> 8], 0, 3);
            }
            n++;
        }
        for (uint64_t i = 0; i < n; i++) {
            entries[i] = entry_for(&r, packets[i].destination);
        }
        for (uint64_t i = 0; i < n; i++) {
            words[i] = word_for(&r, packets[i].destination, entries[i]);
            next_hops[i] = next_hop_of(&r.job, words[i]);
        }
        for (uint64_t i = 0; i < n; i++) {
            send_ip(&r, &packets[i], labelled, words[i], next_hops[i]);
        }
    }
}

#define SHAPES_OF(kind) \
    static void kind##_one_pass(const struct route_job *r, const uint64_t *f, uint64_t n) { ip_one_pass(r, f, n, kind); } \
    static void kind##_one_pass_prefetch(const struct route_job *r, const uint64_t *f, uint64_t n) { ip_one_pass_prefetch(r, f, n, kind); } \
    static void kind##_three(const struct route_job *r, const uint64_t *f, uint64_t n) { ip_three(r, f, n, kind, 0); } \
    static void kind##_three_prefetch(const struct route_job *r, const uint64_t *f, uint64_t n) { ip_three(r, f, n, kind, 1); }

SHAPES_OF(BARE)
SHAPES_OF(LABELLED)

typedef void (*route_shape)(const struct route_job *, const uint64_t *, uint64_t);

static const route_shape ROUTE_SHAPES[2][4] = {
    {BARE_one_pass, BARE_one_pass_prefetch, BARE_three, BARE_three_prefetch},
    {LABELLED_one_pass, LABELLED_one_pass_prefetch, LABELLED_three, LABELLED_three_prefetch}
};

static void forward_ip(struct route_context *rc, route_shape run, const uint64_t *frames, uint64_t count) {
    struct context *const c = &rc->context;
    const struct interface *const interface = &c->interfaces[atomic_load_explicit(&c->ports[0].untagged, memory_order_acquire)];
    const uint64_t needed = J_INTERFACE_MPLS_ON | J_INTERFACE_IP_ON;
    if (UNLIKELY((interface->flags & (needed | J_INTERFACE_HAS_NEIGHBOUR_CLASSES)) != needed)) {
        not_plain(c);
        return;
    }
    const struct route_job r = {{interface->mac, (struct ilm_entry *) interface->ilm, interface->accept, c->next_hop_slots, c->records,
                                 c->next_hop_counters, c->bursts, c}, rc->routes, rc->dscps};
    uint64_t octets = 0;
    for (uint64_t i = 0; i < count; i++) {
        octets += FRAME_LENGTH(frames[i]);
    }
    c->port_counters[0].in_packets += count;
    c->port_counters[0].in_octets += octets;
    run(&r, frames, count);
    for (uint64_t port = 0; port < c->port_count; port++) {
        if (c->bursts[port].count != 0) {
            flush(c, port);
        }
    }
}

/* Forwards what the wire has received, once; returns how many frames left. */
uint64_t swaplane_route(struct route_context *c, uint64_t variant) {
    uint64_t received[BURST];
    struct wire *const w = c->context.wire;
    w->sent_count = 0;
    for (uint64_t at = 0; at < w->count; at += BURST) {
        const uint64_t n = least(BURST, w->count - at);
        memcpy(received, w->received + at, n * sizeof *received);
        forward_ip(c, ROUTE_SHAPES[c->labelled][variant], received, n);
    }
    return w->sent_count;
}
