package io.swaplane.control.view;

/**
 * A label binding: what a producer has an in-label of the platform label space for.
 *
 * @param label in-label.
 * @param fec which packets share it: {@code next hop ADDRESS, label N}, {@code next hop ADDRESS}, {@code route ROUTE}, each with
 *     {@code , vrf NAME} behind it when it is in a VRF, or {@code vrf NAME} for a whole one.
 * @param accept from where the label is valid, as {@link LabelView#spoofCheck}.
 * @param owner its owner.
 * @param producer its producer's number.
 * @param state {@code in use}, {@code released} (its entry goes on for the hold time), {@code withdrawn} (its entry drops) or
 *     {@code resting} (its entry is gone, the label is not free yet).
 * @param users how many users it has.
 */
public record BindingView(int label, String fec, String accept, String owner, int producer, String state, int users) { }
