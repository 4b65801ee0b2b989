package io.swaplane.control.view;

import java.util.Map;

/**
 * How often one reason to drop or punt came about.
 *
 * @param reason its name.
 * @param severity {@code info}, {@code warning} or {@code error}.
 * @param sentence what it means.
 * @param packets how often, over all ports.
 * @param byPort how often by ingress port; ports with none are left out.
 */
public record ReasonView(String reason, String severity, String sentence, long packets, Map<String, Long> byPort) { }
