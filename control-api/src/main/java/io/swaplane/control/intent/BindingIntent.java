package io.swaplane.control.intent;

/**
 * One user of a label binding, and what the label is to do.
 *
 * @param key what the label is for.
 * @param user the producer's own number for who uses it, a route for instance; a binding lives as long as it has users.
 * @param action what is done with its packets, the same for all users: the last one that is put counts.
 * @param ttl TTL model, or null for the router's.
 * @param tc TC model, or null for the router's.
 */
public record BindingIntent(BindingKey key, long user, Action action, Model ttl, Model tc) { }
