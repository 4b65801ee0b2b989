package io.swaplane.control.view;

/**
 * The TAP devices by which packets for the host enter its kernel, and the punted packets since the start.
 *
 * @param device the device's name; of several, all of them.
 * @param delivered packets that the kernel took.
 * @param notForHost frames freed because they are not the host's: still labelled, or punted for another reason.
 * @param refused packets that the kernel did not take; they count as {@code punt-full} drops.
 */
public record TapView(String device, long delivered, long notForHost, long refused) { }
