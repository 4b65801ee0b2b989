/*
 * The yardstick: a plain swap, written in C as fast as we know how, on the same tables and frames as the Java forwarder.
 *
 * Per packet, as docs/FORWARDING.md orders it for a frame whose top label is plainly swapped: length and ethertype, destination MAC,
 * the ILM word (acquire), its accept class against the ingress's bitmap, TTL, the next hop's slot (acquire) and record, MTU, the
 * new label stack entry with TC and S kept, the new L2 header, the counters of label and next hop, and a place in the egress port's
 * burst, which is handed over when it is full and at the end. Port counters are kept per burst. Anything that isn't a plain swap goes
 * to not_plain(), which only counts: it is there so that every check is really made.
 *
 * Four shapes of the same work; the per-packet pieces are shared, so that the shape is all that differs.
 */
#include "tables.h"

#include <string.h>

#define INLINE static inline __attribute__((always_inline))
#define UNLIKELY(x) __builtin_expect(!!(x), 0)

enum {
    BURST = 256,       /* frames that a port's burst holds */
    SUB_BATCH = 64,    /* frames that the three passes take at a time */
    PREFETCH = 16,     /* frames that the prefetching pass takes at a time */
    ETHERTYPE_MPLS = 0x4788, /* 0x8847 as a little-endian load sees it */
    LEAST_FRAME = 18
};

/* Frames on their way out by one port. */
struct burst {
    uint64_t count;
    uint64_t frames[BURST];
};

/* The wire: takes bursts, keeps the references for the next pass. */
struct wire {
    uint64_t *received; /* what the next pass receives */
    uint64_t *sent;     /* what this pass has sent so far */
    uint64_t count;     /* of frames in the pass */
    uint64_t sent_count;
};

/* Addresses of the tables, filled in by the caller. */
struct context {
    struct port *ports;
    struct interface *interfaces;
    _Atomic uint64_t *next_hop_slots;
    char *records;
    char *next_hop_counters;
    struct port_counters *port_counters;
    struct burst *bursts; /* one a port */
    struct wire *wire;
    uint64_t port_count;
    uint64_t not_plain; /* frames that were not plainly swapped: must stay 0 */
};

/* What the passes want of the ingress, read once a burst. */
struct ingress {
    uint64_t mac;
    struct ilm_entry *ilm;
    const uint64_t *accept;
};

INLINE uint64_t load64(const char *at) {
    uint64_t value;
    memcpy(&value, at, 8);
    return value;
}

INLINE void store64(char *at, uint64_t value) {
    memcpy(at, &value, 8);
}

INLINE void store32(char *at, uint32_t value) {
    memcpy(at, &value, 4);
}

INLINE char *frame_at(uint64_t frame) {
    return (char *) FRAME_ADDRESS(frame);
}

static __attribute__((noinline, cold)) void not_plain(struct context *c) {
    c->not_plain++;
}

/* The egress: like a driver's transmit, behind a function of its own. Returns how many frames it took. */
static __attribute__((noinline)) uint64_t transmit(struct wire *w, const uint64_t *frames, uint64_t count) {
    memcpy(w->sent + w->sent_count, frames, count * sizeof *frames);
    w->sent_count += count;
    return count;
}

static __attribute__((noinline)) void flush(struct context *c, uint64_t port) {
    struct burst *b = &c->bursts[port];
    uint64_t octets = 0;
    if (UNLIKELY(atomic_load_explicit(&c->ports[port].state, memory_order_acquire) != J_PORT_UP)) {
        c->not_plain += b->count;
        b->count = 0;
        return;
    }
    for (uint64_t i = 0; i < b->count; i++) {
        octets += FRAME_LENGTH(b->frames[i]);
    }
    if (UNLIKELY(transmit(c->wire, b->frames, b->count) != b->count)) {
        not_plain(c);
    }
    c->port_counters[port].out_packets += b->count;
    c->port_counters[port].out_octets += octets;
    b->count = 0;
}

/* The label stack entry of a frame that is for us and labelled, in host order; 0 when it is not (label 0 is no plain swap). */
INLINE uint32_t classify(const struct ingress *in, uint64_t frame) {
    const char *p = frame_at(frame);
    const uint64_t middle = load64(p + 12); /* ethertype, label stack entry, two bytes more */
    const uint64_t wrong = ((load64(p) ^ in->mac) << 16) | ((middle & 0xFFFF) ^ ETHERTYPE_MPLS);
    if (UNLIKELY(wrong != 0 || FRAME_LENGTH(frame) < LEAST_FRAME)) {
        return 0;
    }
    return __builtin_bswap32((uint32_t) (middle >> 16));
}

INLINE struct ilm_entry *entry_of(const struct ingress *in, uint32_t lse) {
    return &in->ilm[lse >> 12];
}

/* The next hop's record. The load pairs with the conductor's release store of the slot. */
INLINE const struct next_hop *next_hop_of(const struct context *c, uint64_t word) {
    return (const struct next_hop *)
        (c->records + atomic_load_explicit(&c->next_hop_slots[WORD_NEXT_HOP(word)], memory_order_acquire));
}

/* Last part: all checks that need the tables, then the frame is rewritten, counted and put into its port's burst. */
INLINE void swap(struct context *c, const struct ingress *in, uint64_t frame, uint32_t lse, struct ilm_entry *entry,
                 uint64_t word, const struct next_hop *next_hop) {
    const uint64_t header = next_hop->header;
    const uint64_t octets = FRAME_LENGTH(frame) - 14;
    const uint64_t accept_class = WORD_CLASS(word);
    if (UNLIKELY(lse == 0 || WORD_OP(word) != J_OP_SWAP || (in->accept[accept_class >> 6] >> (accept_class & 63) & 1) == 0
            || (lse & 0xFF) <= 1 || (header & J_NEXT_HOP_NOT_PLAIN) != 0 || octets > HEADER_MTU(header))) {
        not_plain(c);
        return;
    }
    const uint64_t l2_bytes = HEADER_L2_BYTES(header);
    char *const stack = frame_at(frame) + 14;
    char *const start = stack - l2_bytes;
    store64(start, next_hop->l2_first);
    if (UNLIKELY(l2_bytes > 16)) {
        store64(start + 8, next_hop->l2_middle);
    }
    store64(stack - 8, next_hop->l2_last);
    store32(stack, __builtin_bswap32((uint32_t) (WORD_OUT_LABEL(word) << 12) | ((lse & 0xFFF) - 1)));

    entry->packets++;
    entry->octets += octets;
    struct next_hop_counters *const counters = (struct next_hop_counters *) (c->next_hop_counters + next_hop->counters);
    counters->packets++;
    counters->octets += octets;

    struct burst *const b = &c->bursts[HEADER_PORT(header)];
    b->frames[b->count++] = FRAME(start, octets + l2_bytes);
    if (UNLIKELY(b->count == BURST)) {
        flush(c, HEADER_PORT(header));
    }
}

/* Plain one pass: each packet from beginning to end. */
static void one_pass(struct context *c, const struct ingress *in, const uint64_t *frames, uint64_t count) {
    for (uint64_t i = 0; i < count; i++) {
        const uint32_t lse = classify(in, frames[i]);
        struct ilm_entry *const entry = entry_of(in, lse);
        const uint64_t word = atomic_load_explicit(&entry->word, memory_order_acquire);
        swap(c, in, frames[i], lse, entry, word, next_hop_of(c, word));
    }
}

/*
 * One pass that fetches ahead, in sub-batches of 16: while one is worked on, the ILM entries of the next and the frames of the one
 * after it are on their way.
 */
INLINE void prefetch_frames(const uint64_t *frames, uint64_t from, uint64_t to) {
    for (uint64_t i = from; i < to; i++) {
        __builtin_prefetch(frame_at(frames[i]), 1, 3);
    }
}

INLINE void prefetch_entries(const struct ingress *in, const uint64_t *frames, uint64_t from, uint64_t to) {
    for (uint64_t i = from; i < to; i++) {
        __builtin_prefetch(entry_of(in, __builtin_bswap32((uint32_t) (load64(frame_at(frames[i]) + 12) >> 16))), 1, 3);
    }
}

INLINE uint64_t least(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

static void one_pass_prefetch(struct context *c, const struct ingress *in, const uint64_t *frames, uint64_t count) {
    prefetch_frames(frames, 0, least(2 * PREFETCH, count));
    prefetch_entries(in, frames, 0, least(PREFETCH, count));
    for (uint64_t base = 0; base < count; base += PREFETCH) {
        const uint64_t next = least(base + PREFETCH, count);
        const uint64_t second = least(base + 2 * PREFETCH, count);
        prefetch_frames(frames, second, least(base + 3 * PREFETCH, count));
        prefetch_entries(in, frames, next, second);
        one_pass(c, in, frames + base, next - base);
    }
}

/* Three passes over a sub-batch of 64, without prefetching: the processor overlaps the cache misses of each pass by itself. */
INLINE void three(struct context *c, const struct ingress *in, const uint64_t *frames, uint64_t count, int prefetch) {
    uint32_t lses[SUB_BATCH];
    uint64_t words[SUB_BATCH];
    const struct next_hop *next_hops[SUB_BATCH];
    for (uint64_t base = 0; base < count; base += SUB_BATCH, frames += SUB_BATCH) {
        const uint64_t n = least(SUB_BATCH, count - base);
        for (uint64_t i = 0; i < n; i++) {
            lses[i] = classify(in, frames[i]);
            if (prefetch) {
                __builtin_prefetch(entry_of(in, lses[i]), 1, 3);
            }
        }
        for (uint64_t i = 0; i < n; i++) {
            words[i] = atomic_load_explicit(&entry_of(in, lses[i])->word, memory_order_acquire);
            next_hops[i] = next_hop_of(c, words[i]);
        }
        for (uint64_t i = 0; i < n; i++) {
            swap(c, in, frames[i], lses[i], entry_of(in, lses[i]), words[i], next_hops[i]);
        }
    }
}

static void three_pass(struct context *c, const struct ingress *in, const uint64_t *frames, uint64_t count) {
    three(c, in, frames, count, 0);
}

static void three_pass_prefetch(struct context *c, const struct ingress *in, const uint64_t *frames, uint64_t count) {
    three(c, in, frames, count, 1);
}

typedef void (*shape)(struct context *, const struct ingress *, const uint64_t *, uint64_t);

static const shape SHAPES[] = {one_pass, one_pass_prefetch, three_pass, three_pass_prefetch};

/* One burst from one port: what Forwarder.forward does. */
static void forward(struct context *c, shape run, uint64_t ingress_port, const uint64_t *frames, uint64_t count) {
    const struct interface *const interface =
        &c->interfaces[atomic_load_explicit(&c->ports[ingress_port].untagged, memory_order_acquire)];
    if (UNLIKELY((interface->flags & (J_INTERFACE_MPLS_ON | J_INTERFACE_HAS_NEIGHBOUR_CLASSES)) != J_INTERFACE_MPLS_ON)) {
        c->not_plain += count;
        return;
    }
    const struct ingress in = {interface->mac, (struct ilm_entry *) interface->ilm, interface->accept};
    uint64_t octets = 0;
    for (uint64_t i = 0; i < count; i++) {
        octets += FRAME_LENGTH(frames[i]);
    }
    c->port_counters[ingress_port].in_packets += count;
    c->port_counters[ingress_port].in_octets += octets;
    run(c, &in, frames, count);
    for (uint64_t port = 0; port < c->port_count; port++) {
        if (c->bursts[port].count != 0) {
            flush(c, port);
        }
    }
}

/*
 * Takes the frames round the wire `passes` times: bursts are received from it at port 0, forwarded, and what the egress takes is what
 * the next pass receives. Returns how many frames were forwarded.
 */
uint64_t swaplane_run(struct context *c, uint64_t variant, uint64_t passes) {
    uint64_t received[BURST];
    uint64_t forwarded = 0;
    struct wire *const w = c->wire;
    for (uint64_t pass = 0; pass < passes; pass++) {
        w->sent_count = 0;
        for (uint64_t at = 0; at < w->count; at += BURST) {
            const uint64_t n = least(BURST, w->count - at);
            memcpy(received, w->received + at, n * sizeof *received);
            forward(c, SHAPES[variant], 0, received, n);
        }
        uint64_t *const swapped = w->received;
        w->received = w->sent;
        w->sent = swapped;
        w->count = w->sent_count;
        forwarded += w->sent_count;
    }
    return forwarded;
}

uint64_t swaplane_context_bytes(void) {
    return sizeof(struct context);
}
