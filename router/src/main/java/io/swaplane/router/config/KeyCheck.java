package io.swaplane.router.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Refuses what YAML allows and a configuration does not: the same key twice, of which YAML readers silently take one, keys that are no
 * word, and empty texts.
 */
final class KeyCheck {
    private final Problems problems;
    private boolean allWords = true;

    KeyCheck(final Problems problems) {
        this.problems = problems;
    }

    /** True when every key is a word, without which the file cannot be read on. */
    boolean isReadable(final Node root) {
        check(root, ConfigPath.ROOT);
        return allWords;
    }

    private void check(final Node node, final ConfigPath path) {
        if (node instanceof MappingNode map) {
            checkMap(map, path);
        } else if (node instanceof SequenceNode list) {
            final List<Node> items = list.getValue();
            for (int i = 0; i < items.size(); i++) {
                check(items.get(i), path.index(i));
            }
        } else if (node instanceof ScalarNode text && text.getValue().isEmpty() && !text.isPlain()) {
            problems.add(path, "is an empty text: write a value, or leave it out");
        }
    }

    private void checkMap(final MappingNode map, final ConfigPath path) {
        final Map<String, Integer> lines = new HashMap<>();
        for (final NodeTuple tuple : map.getValue()) {
            final int line = YamlSource.lineOf(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(line, path, "a key must be a word, not a list or map");
                allWords = false;
                continue;
            }
            final Integer first = lines.putIfAbsent(key.getValue(), line);
            if (first == null) {
                check(tuple.getValueNode(), path.key(key.getValue()));
            } else {
                problems.add(line, path.key(key.getValue()), "this key is here twice, first on line " + first + ": keep one");
            }
        }
    }
}
