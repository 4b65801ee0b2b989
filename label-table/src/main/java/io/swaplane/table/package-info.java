/** The off-heap forwarding tables, their layouts, their single writer's operations, and the counters beside them. */
package io.swaplane.table;
