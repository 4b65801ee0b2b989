package io.swaplane.control.view;

import java.util.List;

/**
 * A label entry.
 *
 * @param label in-label.
 * @param labelSpace {@code platform label space} or {@code label space of INTERFACE}.
 * @param owner who made it.
 * @param spoofCheck from where it is valid: {@code router NAME}, {@code core}, {@code interface NAME},
 *     {@code neighbor ADDRESS on NAME} or {@code set NAME}.
 * @param actions one, or one per leg of a group.
 * @param statistics its counters.
 */
public record LabelView(int label, String labelSpace, String owner, String spoofCheck, List<ActionView> actions,
                        StatisticsView statistics) { }
