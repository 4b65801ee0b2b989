package io.swaplane.router.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request to a metrics server and its answer.
 *
 * @param status HTTP's.
 * @param contentType of the text.
 * @param text the answer.
 */
record Scrape(int status, String contentType, String text) {
    /** Asks; {@code headers} are names and values in turn. */
    static Scrape of(final InetSocketAddress server, final String path, final String... headers) throws IOException {
        final HttpURLConnection connection = connect(server, path);
        for (int i = 0; i < headers.length; i += 2) {
            connection.setRequestProperty(headers[i], headers[i + 1]);
        }
        final int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Scrape(status, connection.getContentType(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    static HttpURLConnection connect(final InetSocketAddress server, final String path) throws IOException {
        final String host = server.getAddress().getHostAddress();
        return (HttpURLConnection) URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.getPort() + path)
            .toURL().openConnection(Proxy.NO_PROXY);
    }

    /** The samples' values by what stands before them. */
    Map<String, Double> samples() {
        final Map<String, Double> samples = new LinkedHashMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            final int end = line.lastIndexOf(' ');
            if (samples.put(line.substring(0, end), Double.valueOf(line.substring(end + 1))) != null) {
                throw new AssertionError("twice: " + line);
            }
        });
        return samples;
    }
}
