package io.swaplane.router.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * One YAML document: its text, and on which line each place in it stands. Aliases and tags, which a configuration has no use for and
 * which can blow up a small file, are refused.
 */
final class YamlSource {
    /** Largest file that is read, bytes. */
    static final int MAX_BYTES = 32 << 20;

    private static final int MAX_NESTING = 50;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final String file;
    private final String text;
    private final Node root;

    private YamlSource(final String file, final String text, final Node root) {
        this.file = file;
        this.text = text;
        this.root = root;
    }

    /** Reads a file; what is not one plain YAML document is refused. */
    static YamlSource read(final Path path) throws ConfigException {
        return of(path.toString(), readOctets(path));
    }

    /** {@link #read} of a file's octets. */
    static YamlSource of(final String file, final byte[] octets) throws ConfigException {
        final String text = decode(file, octets);
        try {
            final Yaml yaml = new Yaml(options());
            int documents = 0;
            for (final Event event : yaml.parse(new StringReader(text))) {
                if (event instanceof DocumentStartEvent && ++documents > 1) {
                    throw refused(file, lineOf(event), "a second YAML document begins here: a configuration is one document");
                }
                checkEvent(file, event);
            }
            final Node root = yaml.compose(new StringReader(text));
            if (root == null || root instanceof ScalarNode scalar && scalar.getValue().isEmpty()) {
                throw refused(file, 1, "the file is empty: write at least 'router', 'router-id' and 'interfaces'");
            }
            return new YamlSource(file, text, root);
        } catch (final MarkedYAMLException e) {
            final int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw refused(file, line, "not YAML: " + oneLine(e.getProblem()));
        } catch (final YAMLException e) {
            throw refused(file, 1, "not YAML: " + oneLine(e.getMessage()));
        }
    }

    private static byte[] readOctets(final Path path) throws ConfigException {
        final String file = path.toString();
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(MAX_BYTES + 1);
        } catch (final NoSuchFileException e) {
            throw refused(file, 1, "there is no such file");
        } catch (final IOException e) {
            throw refused(file, 1, "cannot be read: " + e.getMessage());
        }
    }

    private static String decode(final String file, final byte[] octets) throws ConfigException {
        if (octets.length > MAX_BYTES) {
            throw refused(file, 1, "the file is larger than " + (MAX_BYTES >> 20) + " MiB: split it, or leave static LSPs out");
        }
        try {
            final String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (final CharacterCodingException e) {
            throw refused(file, 1, "not YAML: the file is not UTF-8 text");
        }
    }

    private static void checkEvent(final String file, final Event event) throws ConfigException {
        final int line = lineOf(event);
        if (event instanceof AliasEvent alias) {
            throw refused(file, line, "the alias '*" + alias.getAnchor() + "' is refused: write the value out");
        }
        if (event instanceof NodeEvent node && node.getAnchor() != null) {
            throw refused(file, line, "the anchor '&" + node.getAnchor() + "' is refused: write values out where they are needed");
        }
        final String tag = event instanceof ScalarEvent scalar ? scalar.getTag()
            : event instanceof CollectionStartEvent collection ? collection.getTag() : null;
        if (tag != null) {
            throw refused(file, line, "the tag '" + tag + "' is refused: leave it out");
        }
    }

    private static LoaderOptions options() {
        final LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES);
        options.setNestingDepthLimit(MAX_NESTING);
        return options;
    }

    private static ConfigException refused(final String file, final int line, final String message) {
        return new ConfigException(List.of(new Problem(file, line, "", message)));
    }

    private static String oneLine(final String message) {
        return message.replaceAll("\\s+", " ").trim();
    }

    String file() {
        return file;
    }

    String text() {
        return text;
    }

    Node root() {
        return root;
    }

    /** Line of a place, from 1; of what is around it when the place itself is not in the file. */
    int line(final ConfigPath path) {
        return find(path).line;
    }

    private record Found(Node node, int line) { }

    private Found find(final ConfigPath path) {
        if (path.parent() == null) {
            return new Found(root, lineOf(root));
        }
        final Found parent = find(path.parent());
        if (path.key() == null && parent.node instanceof SequenceNode list && path.index() < list.getValue().size()) {
            final Node item = list.getValue().get(path.index());
            return new Found(item, lineOf(item));
        }
        if (path.key() != null && parent.node instanceof MappingNode map) {
            for (final NodeTuple tuple : map.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(path.key())) {
                    return new Found(tuple.getValueNode(), lineOf(key));
                }
            }
        }
        return new Found(null, parent.line);
    }

    private static int lineOf(final Event event) {
        return event.getStartMark().getLine() + 1;
    }

    static int lineOf(final Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
