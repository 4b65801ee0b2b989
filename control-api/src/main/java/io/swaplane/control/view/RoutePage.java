package io.swaplane.control.view;

import java.util.List;

/**
 * Some routes in their order.
 *
 * @param routes the routes; a page may be empty and not be the last.
 * @param next where to read on, or null after the last.
 */
public record RoutePage(List<RouteView> routes, RoutePosition next) { }
