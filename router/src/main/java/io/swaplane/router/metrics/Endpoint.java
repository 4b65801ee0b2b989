package io.swaplane.router.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.swaplane.control.api.FaultListener;
import io.swaplane.control.api.StateUnavailableException;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** One path: takes only what it can answer, not too many requests at a time, and turns what goes wrong into a status. */
final class Endpoint implements HttpHandler {
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int BAD_METHOD = 405;
    private static final int FAULT = 500;
    private static final int UNAVAILABLE = 503;
    private static final int PATIENCE_MILLIS = 200;
    private static final int NOT_BEGUN = -1;

    private final String path;
    private final Semaphore room;
    private final Page page;
    private final FaultListener faults;

    /** {@code most}: requests answered at a time. */
    Endpoint(final String path, final int most, final Page page, final FaultListener faults) {
        this.path = path;
        this.room = new Semaphore(most);
        this.page = page;
        this.faults = faults;
    }

    /** All other paths. */
    static HttpHandler unknown() {
        return exchange -> {
            try (exchange) {
                Response.text(exchange, NOT_FOUND, "there are " + MetricsPage.PATH + ", for each MPLS label " + LabelsPage.PATH
                    + ", and for each VRF " + VrfsPage.PATH);
            }
        };
    }

    @Override
    public void handle(final HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getPath().equals(path)) {
            unknown().handle(exchange);
        } else if (!exchange.getRequestMethod().equals("GET")) {
            exchange.getResponseHeaders().set("Allow", "GET");
            refuse(exchange, BAD_METHOD, "only GET");
        } else if (enters()) {
            try {
                answer(exchange);
            } finally {
                room.release();
            }
        } else {
            refuseForNow(exchange, "too many scrapes at a time");
        }
    }

    /** A scrape whose end its client has seen may not have left yet: the next one waits a moment for it. */
    private boolean enters() {
        try {
            return room.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** An answer that breaks off ends without its last chunk, by which the client knows: an exception leaves the exchange open. */
    private void answer(final HttpExchange exchange) throws IOException {
        try {
            page.answer(exchange);
        } catch (final Page.BadRequestException e) {
            refuse(exchange, BAD_REQUEST, e.getMessage());
            return;
        } catch (final StateUnavailableException e) {
            checkNotBegun(exchange, e);
            refuseForNow(exchange, e.getMessage());
            return;
        } catch (final RuntimeException e) {
            faults.onFault(e);
            checkNotBegun(exchange, e);
            refuse(exchange, FAULT, "fault: " + e);
            return;
        }
        exchange.close();
    }

    private static void checkNotBegun(final HttpExchange exchange, final Exception cause) throws IOException {
        if (exchange.getResponseCode() != NOT_BEGUN) {
            throw new IOException("broken off: " + cause.getMessage(), cause);
        }
    }

    private static void refuseForNow(final HttpExchange exchange, final String why) throws IOException {
        exchange.getResponseHeaders().set("Retry-After", "1");
        refuse(exchange, UNAVAILABLE, why);
    }

    private static void refuse(final HttpExchange exchange, final int status, final String why) throws IOException {
        try (exchange) {
            Response.text(exchange, status, why);
        }
    }
}
