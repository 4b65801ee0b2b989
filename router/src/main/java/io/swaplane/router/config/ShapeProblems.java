package io.swaplane.router.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** Turns what Jackson finds amiss with the shape of a file into problems, and lets it read on. */
final class ShapeProblems extends DeserializationProblemHandler {
    @Override
    public boolean handleUnknownProperty(final DeserializationContext context, final JsonParser parser,
                                         final JsonDeserializer<?> deserializer, final Object beanOrClass, final String name)
        throws IOException {
        final Collection<Object> names = deserializer.getKnownPropertyNames();
        final List<String> known = names.stream().map(Object::toString).sorted().toList();
        final String near = Nearest.of(name, known);
        Scalars.refuse(parser, context, near == null
            ? "unknown key: use " + String.join(", ", known)
            : "unknown key: did you mean '" + near + "'?");
        return true;
    }

    @Override
    public Object handleUnexpectedToken(final DeserializationContext context, final JavaType target, final JsonToken token,
                                        final JsonParser parser, final String failureMessage) throws IOException {
        return refuse(context, target, parser);
    }

    @Override
    public Object handleMissingInstantiator(final DeserializationContext context, final Class<?> type, final ValueInstantiator instantiator,
                                            final JsonParser parser, final String message) throws IOException {
        return refuse(context, context.constructType(type), parser);
    }

    private static Object refuse(final DeserializationContext context, final JavaType target, final JsonParser parser) throws IOException {
        final String wanted = target.isCollectionLikeType() ? "must be a list, [a, b] or lines that begin with '- '"
            : "must be a map, {key: value} or lines of 'key: value'";
        Scalars.refuse(parser, context, wanted + ", not " + Scalars.seen(parser));
        return null;
    }
}
