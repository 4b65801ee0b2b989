package io.swaplane.router.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;

/**
 * Reads numbers, texts and truth values strictly: a value of another kind is a problem, and reading goes on, so that one run finds
 * every mistake in a file.
 */
final class Scalars {
    private Scalars() {
    }

    /** The deserialisers, for a mapper whose reader carries {@link Problems} as an attribute. */
    static SimpleModule module() {
        return new SimpleModule()
            .addDeserializer(Integer.class, new Whole(null))
            .addDeserializer(int.class, new Whole(0))
            .addDeserializer(String.class, new Text())
            .addDeserializer(Boolean.class, new Truth());
    }

    /** Files a problem at the parser's place and skips the value. */
    static void refuse(final JsonParser parser, final DeserializationContext context, final String message) throws IOException {
        ((Problems) context.getAttribute(Problems.class)).add(ConfigPath.of(parser), message);
        parser.skipChildren();
    }

    /** What stands there, for a message. */
    static String seen(final JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "a map";
            case START_ARRAY -> "a list";
            default -> "'" + parser.getText() + "'";
        };
    }

    private static final class Whole extends StdDeserializer<Integer> {
        private static final long serialVersionUID = 1L;
        private final Integer fallback;

        Whole(final Integer fallback) {
            super(Integer.class);
            this.fallback = fallback;
        }

        @Override
        public Integer deserialize(final JsonParser parser, final DeserializationContext context) throws IOException {
            final String text = parser.currentToken().isScalarValue() ? parser.getText() : "";
            final Integer number = WholeNumber.parse(text);
            if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT && number != null) {
                return number;
            }
            if (WholeNumber.isLeadingZero(text)) {
                refuse(parser, context, "'" + text + "' begins with 0, which some readers take for octal: write it without");
            } else if (WholeNumber.isTooLarge(text)) {
                refuse(parser, context, "'" + text + "' is out of range");
            } else if (number != null) {
                refuse(parser, context, "must be a whole number: take the quotes off '" + text + "'");
            } else {
                refuse(parser, context, "must be a whole number, not " + seen(parser));
            }
            return fallback;
        }
    }

    private static final class Text extends StdDeserializer<String> {
        private static final long serialVersionUID = 1L;

        Text() {
            super(String.class);
        }

        @Override
        public String deserialize(final JsonParser parser, final DeserializationContext context) throws IOException {
            if (parser.currentToken().isScalarValue()) {
                return parser.getText();
            }
            refuse(parser, context, "must be a text or number, not " + seen(parser));
            return null;
        }
    }

    private static final class Truth extends JsonDeserializer<Boolean> {
        @Override
        public Boolean deserialize(final JsonParser parser, final DeserializationContext context) throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_TRUE || parser.currentToken() == JsonToken.VALUE_FALSE) {
                return parser.currentToken() == JsonToken.VALUE_TRUE;
            }
            refuse(parser, context, "must be true or false, not " + seen(parser));
            return null;
        }
    }
}
