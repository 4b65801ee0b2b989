package io.swaplane.control.view;

/**
 * The TAP device by which packets for the host enter its kernel, and the punted packets since the start.
 *
 * @param device the device's name.
 * @param delivered packets that the kernel took.
 * @param notForHost frames freed because they are still labelled, which means nothing to the kernel.
 * @param refused packets that the kernel did not take; they count as {@code punt-full} drops.
 */
public record TapView(String device, long delivered, long notForHost, long refused) { }
