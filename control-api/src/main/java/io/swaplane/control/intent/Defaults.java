package io.swaplane.control.intent;

/**
 * Router-wide models, used where an LSP or next hop does not say otherwise.
 *
 * @param ttl TTL model.
 * @param tc TC model.
 * @param pipeTtl TTL of pushed labels in pipe model, 1 to 255.
 * @param pipeTc TC of pushed labels in pipe model, 0 to 7.
 * @param hashIpPayload whether ECMP hashes the IP 5-tuple behind the stack.
 * @param hashSeed makes the ECMP hash this router's own, unless it is 0.
 */
public record Defaults(Model ttl, Model tc, int pipeTtl, int pipeTc, boolean hashIpPayload, int hashSeed) {
    /** Uniform models, pipe TTL 255, pipe TC 0, IP payload hashed. */
    public static final Defaults STANDARD = new Defaults(Model.UNIFORM, Model.UNIFORM, 255, 0, true);

    /** An ECMP hash without a seed. */
    public Defaults(final Model ttl, final Model tc, final int pipeTtl, final int pipeTc, final boolean hashIpPayload) {
        this(ttl, tc, pipeTtl, pipeTc, hashIpPayload, 0);
    }
}
