package io.swaplane.control.view;

/**
 * A mode that a port could not have.
 *
 * @param mode as in {@link AttachmentView#mode()}.
 * @param reason why, in one sentence.
 */
public record RefusedModeView(String mode, String reason) { }
