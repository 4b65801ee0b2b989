package io.swaplane.pcaps.reference;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.table.DropReason;
import io.swaplane.table.PuntReason;

/**
 * What stands behind a label.
 *
 * @param key where it is counted.
 * @param accept from where it is valid.
 * @param what what is done.
 * @param ttlPipe TTL model: true for pipe.
 * @param tcPipe TC model: true for pipe.
 * @param lsp the configured entry, or null for a special-purpose label.
 */
record Rule(Tally.LabelKey key, Accept accept, What what, boolean ttlPipe, boolean tcPipe, LspIntent lsp) {
    /** What is done: what can be configured, and what only special-purpose labels do. */
    sealed interface What { }

    record Configured(Action action) implements What { }

    record Punt(PuntReason reason) implements What { }

    record Drop(DropReason reason) implements What { }

    record Entropy(boolean validOnTop) implements What { }

    record Extension(boolean drop) implements What { }
}
