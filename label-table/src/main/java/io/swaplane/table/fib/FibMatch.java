package io.swaplane.table.fib;

/**
 * The longest prefix that holds an address.
 *
 * @param high the prefix's first 64 bits; an IPv4 prefix stands in the upper 32.
 * @param low the other 64 bits.
 * @param length bits of the prefix.
 * @param word its forwarding word.
 */
public record FibMatch(long high, long low, int length, long word) { }
