package io.swaplane.router.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A word alone, or a list.
 *
 * @param word the word, or null.
 * @param list the list, or null; an entry without content is null.
 */
@JsonDeserialize(using = OneOrMore.Reader.class)
record OneOrMore(String word, List<String> list) {
    /** Calls {@code item} for the word, or for every entry. */
    void each(final Fields fields, final ConfigPath path, final BiConsumer<String, ConfigPath> item) {
        if (word != null) {
            item.accept(word, path);
        } else {
            fields.each(list, path, item);
        }
    }

    static final class Reader extends JsonDeserializer<OneOrMore> {
        @Override
        public OneOrMore deserialize(final JsonParser parser, final DeserializationContext context) throws IOException {
            if (parser.currentToken() == JsonToken.START_ARRAY) {
                final String[] words = context.readValue(parser, String[].class);
                return new OneOrMore(null, new ArrayList<>(Arrays.asList(words)));
            }
            return new OneOrMore(context.readValue(parser, String.class), null);
        }
    }
}
