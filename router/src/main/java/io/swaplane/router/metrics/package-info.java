/** What a running router counts, for Prometheus: every metric in one table, read from the router's state when somebody scrapes. */
package io.swaplane.router.metrics;
