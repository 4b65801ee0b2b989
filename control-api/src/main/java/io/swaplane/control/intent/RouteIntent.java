package io.swaplane.control.intent;

/**
 * A route of a VRF or of the global table.
 *
 * @param vrf the VRF's name, {@link VrfIntent#GLOBAL} for the global table.
 * @param prefix to what.
 * @param action what is done with its packets.
 * @param ttl TTL model of the labels that it pushes, or null for the router's.
 * @param tc TC model of the labels that it pushes, or null for the router's: uniform takes it from the DSCP.
 */
public record RouteIntent(String vrf, Prefix prefix, RouteAction action, Model ttl, Model tc) { }
