package io.swaplane.router.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Refuses what a map must not have: the same key twice, of which YAML readers silently take one, and keys that are no word. */
final class KeyCheck {
    private final Problems problems;

    KeyCheck(final Problems problems) {
        this.problems = problems;
    }

    void check(final Node node, final ConfigPath path) {
        if (node instanceof MappingNode map) {
            checkMap(map, path);
        } else if (node instanceof SequenceNode list) {
            final List<Node> items = list.getValue();
            for (int i = 0; i < items.size(); i++) {
                check(items.get(i), path.index(i));
            }
        }
    }

    private void checkMap(final MappingNode map, final ConfigPath path) {
        final Map<String, Integer> lines = new HashMap<>();
        for (final NodeTuple tuple : map.getValue()) {
            final int line = YamlSource.lineOf(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(line, path, "a key must be a word: put text such as {…} in quotes");
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
