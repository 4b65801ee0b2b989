package io.swaplane.router.config;

/**
 * A range of labels kept for one owner.
 *
 * @param owner the owner, one word, unique here; required.
 * @param range its labels, {@code FIRST-LAST}; required.
 */
record LabelRangeConfig(String owner, String range) { }
