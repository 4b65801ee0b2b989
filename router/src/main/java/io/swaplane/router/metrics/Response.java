package io.swaplane.router.metrics;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Begins answers. */
final class Response {
    private static final int OK = 200;
    private static final int CHUNKED = 0;
    private static final int BUFFER = 1 << 16;

    private Response() {
    }

    /** A short text. */
    static void text(final HttpExchange exchange, final int status, final String text) throws IOException {
        final byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** A document of any length, compressed for a client that takes it; close the stream when the document is whole. */
    static OutputStream begin(final HttpExchange exchange, final String contentType) throws IOException {
        final String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
        final boolean compressed = accepted != null && accepted.contains("gzip");
        exchange.getResponseHeaders().set("Content-Type", contentType);
        if (compressed) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        exchange.sendResponseHeaders(OK, CHUNKED);
        return compressed ? new GZIPOutputStream(exchange.getResponseBody(), BUFFER) : exchange.getResponseBody();
    }
}
