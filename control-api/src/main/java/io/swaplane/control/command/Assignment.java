package io.swaplane.control.command;

/**
 * What the router chose for a command of a bulk.
 *
 * @param generation the command's.
 * @param value as {@link Notice#assigned}.
 * @param outcome what became of the command: {@link Outcome#PROGRAMMED} or {@link Outcome#ACCEPTED}.
 */
public record Assignment(long generation, int value, Outcome outcome) { }
