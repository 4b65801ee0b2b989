package io.swaplane.control.view;

import io.swaplane.table.LabelRange;

/**
 * How far a range of labels is used; {@code inUse}, {@code resting}, {@code pinned} and {@code free} add up to the labels of the range
 * that are not kept for another owner.
 *
 * @param owner whom the range is kept for; null for the range of all owners without one.
 * @param range its labels.
 * @param inUse labels with a binding that has users, or an entry that was put by its label.
 * @param resting labels in their hold time, whether their entries still forward, drop or are gone.
 * @param pinned labels that wait for the binding that the configuration gives them to.
 * @param free labels that can be given to a binding now.
 */
public record LabelUsage(String owner, LabelRange range, int inUse, int resting, int pinned, int free) { }
