package io.swaplane.router.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.swaplane.control.intent.RouterIntent;
import java.nio.file.Path;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;

/** Reads a configuration file: the one way from YAML to {@link RouterIntent}. */
public final class ConfigFile {
    private ConfigFile() {
    }

    /**
     * Reads and checks a file.
     *
     * @throws ConfigException with every problem in the file; when it is not readable YAML, with the first.
     */
    public static RouterIntent read(final Path file) throws ConfigException {
        return readLive(file, Host.NONE).intent();
    }

    /**
     * Reads and checks a file for a router on real interfaces, where the host says what the file leaves open.
     *
     * @throws ConfigException with every problem in the file; when it is not readable YAML, with the first.
     */
    public static LiveConfiguration readLive(final Path file, final Host host) throws ConfigException {
        return readLive(YamlSource.read(file), host);
    }

    /**
     * {@link #readLive(Path, Host)} of a file's octets.
     *
     * @param name what problems call the file.
     */
    public static LiveConfiguration readLive(final String name, final byte[] octets, final Host host) throws ConfigException {
        return readLive(YamlSource.of(name, octets), host);
    }

    private static LiveConfiguration readLive(final YamlSource source, final Host host) throws ConfigException {
        final Problems problems = new Problems(source);
        final RouterConfig config = bind(source, problems, RouterConfig.class);
        final LiveConfiguration built = config == null ? null : new IntentBuilder(problems, host).build(config);
        problems.check();
        return built;
    }

    /**
     * Reads a file as a record; null when it is no map.
     *
     * @param problems get what is wrong with it.
     * @throws ConfigException when it cannot be read on.
     */
    static <T> T bind(final YamlSource source, final Problems problems, final Class<T> type) throws ConfigException {
        if (!new KeyCheck(problems).isReadable(source.root())) {
            problems.check();
        }
        try {
            return mapper().readerFor(type).withAttribute(Problems.class, problems).readValue(source.text());
        } catch (final JsonProcessingException e) {
            final int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            throw new ConfigException(List.of(new Problem(source.file(), line, "", "not understood: " + e.getOriginalMessage())));
        }
    }

    private static ObjectMapper mapper() {
        final LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(YamlSource.MAX_BYTES);
        final YAMLFactory factory = YAMLFactory.builder()
            .loaderOptions(options)
            .streamReadConstraints(StreamReadConstraints.builder().maxDocumentLength(YamlSource.MAX_BYTES).build())
            .build();
        return YAMLMapper.builder(factory)
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .addModule(Scalars.module())
            .withCoercionConfigDefaults(config -> config.setCoercion(CoercionInputShape.EmptyString, CoercionAction.AsNull))
            .addHandler(new ShapeProblems())
            .build();
    }
}
