package io.swaplane.control.command;

import io.swaplane.control.intent.RefusalReason;

/**
 * A command of a bulk that was refused.
 *
 * @param generation the command's.
 * @param reason which kind of refusal.
 * @param text what was wrong, a sentence.
 */
public record Refusal(long generation, RefusalReason reason, String text) { }
