/*
 * The yardstick of FIB lookups: a direct table for the first 24 bits, and tables of 256 for the last eight (DIR-24-8), in C.
 *
 * An entry is 32 bits: an index into the words, or with the top bit set the number of a table for the last eight bits. Index 0 is no
 * route. The answer is the 64-bit forwarding word, as the one who asks needs it to forward. The caller fills the tables.
 */
#include <stdint.h>

#define INLINE static inline __attribute__((always_inline))
#define UNLIKELY(x) __builtin_expect(!!(x), 0)

enum { AHEAD = 16, SUB_BATCH = 64, MORE_SHIFT = 31 };

struct direct_table {
    const uint32_t *first;  /* 2^24 entries */
    const uint32_t *second; /* tables of 256 entries */
    const uint64_t *words;
};

INLINE uint64_t answer(const struct direct_table *t, uint32_t address, uint32_t entry)
{
    if (UNLIKELY(entry >> MORE_SHIFT))
        entry = t->second[((uint64_t)(entry & ~(1U << MORE_SHIFT)) << 8) | (address & 0xFF)];
    return t->words[entry];
}

/* One address after the other; the processor overlaps what it can. */
static void plain(const struct direct_table *t, const uint32_t *addresses, uint64_t *words, uint64_t count)
{
    const struct direct_table local = *t;
    for (uint64_t i = 0; i < count; i++)
        words[i] = answer(&local, addresses[i], local.first[addresses[i] >> 8]);
}

/* The same, fetching entries ahead. */
static void prefetch(const struct direct_table *t, const uint32_t *addresses, uint64_t *words, uint64_t count)
{
    const struct direct_table local = *t;
    for (uint64_t i = 0; i < count && i < AHEAD; i++)
        __builtin_prefetch(&local.first[addresses[i] >> 8]);
    for (uint64_t i = 0; i < count; i++) {
        if (i + AHEAD < count)
            __builtin_prefetch(&local.first[addresses[i + AHEAD] >> 8]);
        words[i] = answer(&local, addresses[i], local.first[addresses[i] >> 8]);
    }
}

/* Two loops over sub-batches: entries, then words. */
static void two_pass(const struct direct_table *t, const uint32_t *addresses, uint64_t *words, uint64_t count)
{
    const struct direct_table local = *t;
    uint32_t entries[SUB_BATCH];
    for (uint64_t at = 0; at < count; at += SUB_BATCH) {
        const uint64_t n = count - at < SUB_BATCH ? count - at : SUB_BATCH;
        for (uint64_t i = 0; i < n; i++)
            entries[i] = local.first[addresses[at + i] >> 8];
        for (uint64_t i = 0; i < n; i++)
            words[at + i] = answer(&local, addresses[at + i], entries[i]);
    }
}

typedef void lookup_shape(const struct direct_table *, const uint32_t *, uint64_t *, uint64_t);

static lookup_shape *const SHAPES[] = {plain, prefetch, two_pass};

/* Looks all addresses up, in batches of at most batch; words has room for one batch. Returns the sum of all answers. */
uint64_t swaplane_fib_run(const struct direct_table *t, uint64_t shape, const uint32_t *addresses, uint64_t count, uint64_t batch,
                          uint64_t *words)
{
    uint64_t sum = 0;
    for (uint64_t at = 0; at < count; at += batch) {
        const uint64_t n = count - at < batch ? count - at : batch;
        SHAPES[shape](t, addresses + at, words, n);
        for (uint64_t i = 0; i < n; i++)
            sum += words[i];
    }
    return sum;
}
