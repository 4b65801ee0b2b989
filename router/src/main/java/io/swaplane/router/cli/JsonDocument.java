package io.swaplane.router.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Collection;

/** One JSON document, written as its parts come: the router's name, then arrays of records. */
final class JsonDocument {
    private static final JsonMapper JSON = JsonMapper.builder().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).build();

    private final PrintWriter out;
    private final JsonGenerator generator;

    JsonDocument(final PrintWriter out, final String router) {
        this.out = out;
        try {
            generator = JSON.createGenerator(out);
            generator.setPrettyPrinter(new DefaultPrettyPrinter());
            generator.writeStartObject();
            generator.writeStringField("router", router);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins an array; the last one ends. */
    JsonDocument array(final String name) {
        try {
            if (generator.getOutputContext().inArray()) {
                generator.writeEndArray();
            }
            generator.writeArrayFieldStart(name);
            return this;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds records to the array; returns false when nobody reads the output any more. */
    boolean add(final Collection<?> records) {
        try {
            for (final Object each : records) {
                generator.writePOJO(each);
            }
            generator.flush();
            return !out.checkError();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the document. A document that a failure cut short stays so: it is no valid JSON. */
    void end() {
        try {
            generator.writeEndArray();
            generator.writeEndObject();
            generator.flush();
            out.println();
            out.flush();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
