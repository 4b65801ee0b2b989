/*
 * The yardstick: a plain swap, written in C as fast as we know how, on the same tables and frames as the Java forwarder.
 *
 * Per packet, as docs/FORWARDING.md orders it for a frame whose top label is plainly swapped: destination MAC, ethertype and length,
 * the ILM word (acquire), its accept class against the ingress's bitmap, TTL, the next hop's slot (acquire) and record, MTU, the
 * new label stack entry with TC and S kept, the new L2 header, the counters of label and next hop, and a place in the egress port's
 * burst, which is handed over at the end. Port counters are kept per burst. Anything that isn't a plain swap goes to not_plain(),
 * which only counts: it is there so that every check is really made.
 *
 * Four shapes of the same work; the per-packet pieces are shared, so that the shape is all that differs.
 */
#include "tables.h"

#include <string.h>

#define INLINE static inline __attribute__((always_inline))
#define NOINLINE static __attribute__((noinline))
#define UNLIKELY(x) __builtin_expect(!!(x), 0)

enum {
    BURST = 256,             /* most frames of one call of forward(), and so of a port's burst */
    SUB_BATCH = 64,          /* frames that the three passes take at a time */
    PREFETCH = 16,           /* frames that the prefetching pass takes at a time */
    ETHERTYPE_MPLS = 0x4788, /* 0x8847 as a little-endian load sees it */
    L2_BYTES = 14,           /* of an untagged frame */
    LEAST_FRAME = 18
};

/* Frames on their way out by one port. */
struct burst {
    uint64_t count;
    uint64_t frames[BURST];
};

/* The wire: takes bursts, keeps the references for the next pass. */
struct wire {
    uint64_t *received; /* what this pass receives */
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

/*
 * What the packets of a burst need, read once. Each shape copies it into locals: the compiler then knows that no store to a frame or
 * counter changes it, and keeps it in registers.
 */
struct job {
    uint64_t mac;
    struct ilm_entry *ilm;
    const uint64_t *accept;
    _Atomic uint64_t *next_hop_slots;
    const char *records;
    char *next_hop_counters;
    struct burst *bursts;
    struct context *context;
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

INLINE uint64_t least(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

__attribute__((cold)) NOINLINE void not_plain(struct context *c) {
    c->not_plain++;
}

/* The egress: like a driver's transmit, behind a function of its own. Returns how many frames it took. */
NOINLINE uint64_t transmit(struct wire *w, const uint64_t *frames, uint64_t count) {
    memcpy(w->sent + w->sent_count, frames, count * sizeof *frames);
    w->sent_count += count;
    return count;
}

NOINLINE void flush(struct context *c, uint64_t port) {
    struct burst *b = &c->bursts[port];
    uint64_t octets = 0;
    for (uint64_t i = 0; i < b->count; i++) {
        octets += FRAME_LENGTH(b->frames[i]);
    }
    if (UNLIKELY(atomic_load_explicit(&c->ports[port].state, memory_order_acquire) != J_PORT_UP
            || transmit(c->wire, b->frames, b->count) != b->count)) {
        not_plain(c);
    }
    c->port_counters[port].out_packets += b->count;
    c->port_counters[port].out_octets += octets;
    b->count = 0;
}

/* Whether the frame is for us and has a label, which `lse` then is, in host order. */
INLINE int classify(const struct job *j, uint64_t frame, uint32_t *lse) {
    const char *const p = frame_at(frame);
    const uint64_t middle = load64(p + 12); /* ethertype, label stack entry, two bytes more */
    const uint64_t wrong = ((load64(p) ^ j->mac) << 16) | ((middle & 0xFFFF) ^ ETHERTYPE_MPLS);
    *lse = __builtin_bswap32((uint32_t) (middle >> 16));
    return wrong == 0 && FRAME_LENGTH(frame) >= LEAST_FRAME;
}

INLINE struct ilm_entry *entry_of(const struct job *j, uint32_t lse) {
    return &j->ilm[lse >> 12];
}

/* The next hop's record. The load pairs with the conductor's release store of the slot. */
INLINE const struct next_hop *next_hop_of(const struct job *j, uint64_t word) {
    return (const struct next_hop *)
        (j->records + atomic_load_explicit(&j->next_hop_slots[WORD_NEXT_HOP(word)], memory_order_acquire));
}

INLINE int is_accepted(const struct job *j, uint64_t word) {
    return j->accept[WORD_CLASS(word) >> 6] >> (WORD_CLASS(word) & 63) & 1;
}

/* Counters and burst. Counters have one writer, this one: plain additions, no locked ones. */
INLINE void emit(const struct job *j, struct ilm_entry *entry, const struct next_hop *next_hop, uint64_t octets, uint64_t frame) {
    struct next_hop_counters *const counters = (struct next_hop_counters *) (j->next_hop_counters + next_hop->counters);
    struct burst *const b = &j->bursts[HEADER_PORT(next_hop->header)];
    entry->packets++;
    entry->octets += octets;
    counters->packets++;
    counters->octets += octets;
    b->frames[b->count++] = frame;
}

/* A swap onto a tagged link: the frame grows to the front. */
NOINLINE void swap_to_tagged(const struct job *j, uint64_t frame, uint32_t new_lse, struct ilm_entry *entry,
                             const struct next_hop *next_hop) {
    const uint64_t octets = FRAME_LENGTH(frame) - L2_BYTES;
    const uint64_t l2_bytes = HEADER_L2_BYTES(next_hop->header);
    char *const stack = frame_at(frame) + L2_BYTES;
    store64(stack - l2_bytes, next_hop->l2_first);
    if (l2_bytes > 16) {
        store64(stack - l2_bytes + 8, next_hop->l2_middle);
    }
    store64(stack - 8, next_hop->l2_last);
    store32(stack, new_lse);
    emit(j, entry, next_hop, octets, FRAME(stack - l2_bytes, octets + l2_bytes));
}

/* All checks that need the tables; then the frame is rewritten, counted and put into its port's burst. */
INLINE void swap(const struct job *j, uint64_t frame, uint32_t lse, struct ilm_entry *entry, uint64_t word,
                 const struct next_hop *next_hop) {
    const uint64_t header = next_hop->header;
    const uint64_t octets = FRAME_LENGTH(frame) - L2_BYTES;
    if (UNLIKELY(WORD_OP(word) != J_OP_SWAP) || UNLIKELY(!is_accepted(j, word)) || UNLIKELY((lse & 0xFF) <= 1)
            || UNLIKELY((header & J_NEXT_HOP_NOT_PLAIN) != 0) || UNLIKELY(octets > HEADER_MTU(header))) {
        not_plain(j->context);
        return;
    }
    const uint32_t new_lse = __builtin_bswap32(((uint32_t) word << 12 | (lse & 0xFFF)) - 1);
    if (UNLIKELY(HEADER_L2_BYTES(header) != L2_BYTES)) {
        swap_to_tagged(j, frame, new_lse, entry, next_hop);
        return;
    }
    char *const p = frame_at(frame);
    store64(p, next_hop->l2_first);
    store64(p + L2_BYTES - 8, next_hop->l2_last);
    store32(p + L2_BYTES, new_lse);
    emit(j, entry, next_hop, octets, frame);
}

/* One packet from beginning to end. */
INLINE void whole(const struct job *j, uint64_t frame) {
    uint32_t lse;
    if (UNLIKELY(!classify(j, frame, &lse))) {
        not_plain(j->context);
        return;
    }
    struct ilm_entry *const entry = entry_of(j, lse);
    const uint64_t word = atomic_load_explicit(&entry->word, memory_order_acquire);
    swap(j, frame, lse, entry, word, next_hop_of(j, word));
}

/* Plain one pass. */
static void one_pass(const struct job *shared, const uint64_t *frames, uint64_t count) {
    const struct job j = *shared;
    for (uint64_t i = 0; i < count; i++) {
        whole(&j, frames[i]);
    }
}

INLINE void prefetch_entry(const struct job *j, uint64_t frame) {
    __builtin_prefetch(entry_of(j, __builtin_bswap32((uint32_t) (load64(frame_at(frame) + 12) >> 16))), 1, 3);
}

/* One pass that fetches the ILM entries of the next sub-batch of 16 while it works on one. */
static void one_pass_prefetch(const struct job *shared, const uint64_t *frames, uint64_t count) {
    const struct job j = *shared;
    for (uint64_t i = 0; i < least(PREFETCH, count); i++) {
        prefetch_entry(&j, frames[i]);
    }
    for (uint64_t base = 0; base < count; base += PREFETCH) {
        const uint64_t next = least(base + PREFETCH, count);
        const uint64_t second = least(base + 2 * PREFETCH, count);
        for (uint64_t i = next; i < second; i++) {
            prefetch_entry(&j, frames[i]);
        }
        for (uint64_t i = base; i < next; i++) {
            whole(&j, frames[i]);
        }
    }
}

/* Three passes over sub-batches of 64: each lets the processor overlap the cache misses of many packets. */
INLINE void three(const struct job *shared, const uint64_t *frames, uint64_t count, int prefetch) {
    const struct job j = *shared;
    uint64_t batch[SUB_BATCH];
    uint32_t lses[SUB_BATCH];
    uint64_t words[SUB_BATCH];
    const struct next_hop *next_hops[SUB_BATCH];
    for (uint64_t base = 0; base < count; base += SUB_BATCH) {
        const uint64_t end = least(base + SUB_BATCH, count);
        uint64_t n = 0;
        for (uint64_t i = base; i < end; i++) {
            if (UNLIKELY(!classify(&j, frames[i], &lses[n]))) {
                not_plain(j.context);
                continue;
            }
            if (prefetch) {
                __builtin_prefetch(entry_of(&j, lses[n]), 1, 3);
            }
            batch[n++] = frames[i];
        }
        for (uint64_t i = 0; i < n; i++) {
            words[i] = atomic_load_explicit(&entry_of(&j, lses[i])->word, memory_order_acquire);
            next_hops[i] = next_hop_of(&j, words[i]);
        }
        for (uint64_t i = 0; i < n; i++) {
            swap(&j, batch[i], lses[i], entry_of(&j, lses[i]), words[i], next_hops[i]);
        }
    }
}

static void three_pass(const struct job *shared, const uint64_t *frames, uint64_t count) {
    three(shared, frames, count, 0);
}

static void three_pass_prefetch(const struct job *shared, const uint64_t *frames, uint64_t count) {
    three(shared, frames, count, 1);
}

typedef void (*shape)(const struct job *, const uint64_t *, uint64_t);

static const shape SHAPES[] = {one_pass, one_pass_prefetch, three_pass, three_pass_prefetch};

/* One burst of at most 256 frames from one port: what Forwarder.forward does. */
static void forward(struct context *c, shape run, uint64_t ingress_port, const uint64_t *frames, uint64_t count) {
    const struct interface *const interface =
        &c->interfaces[atomic_load_explicit(&c->ports[ingress_port].untagged, memory_order_acquire)];
    if (UNLIKELY((interface->flags & (J_INTERFACE_MPLS_ON | J_INTERFACE_HAS_NEIGHBOUR_CLASSES)) != J_INTERFACE_MPLS_ON)) {
        not_plain(c);
        return;
    }
    const struct job j = {interface->mac, (struct ilm_entry *) interface->ilm, interface->accept, c->next_hop_slots, c->records,
                          c->next_hop_counters, c->bursts, c};
    uint64_t octets = 0;
    for (uint64_t i = 0; i < count; i++) {
        octets += FRAME_LENGTH(frames[i]);
    }
    c->port_counters[ingress_port].in_packets += count;
    c->port_counters[ingress_port].in_octets += octets;
    run(&j, frames, count);
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
