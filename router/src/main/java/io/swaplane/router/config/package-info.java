/** The YAML configuration: read into records, checked as a whole, and turned into what the router is asked to do. */
package io.swaplane.router.config;
