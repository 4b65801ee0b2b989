package io.swaplane.router.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.swaplane.control.view.RouterView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** What a replay leaves behind for {@code show}: the router's state after the first pass, as JSON. */
public final class ReplayState {
    /** The file's name in the replay's output directory. */
    public static final String FILE = "state.json";

    private static final ObjectMapper JSON = JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
        .build();

    private ReplayState() {
    }

    /** Any of the program's records as a JSON document of several lines. */
    public static String json(final Object record) throws JsonProcessingException {
        return JSON.writeValueAsString(record);
    }

    /** Writes the file, whole or not at all. */
    public static void write(final Path directory, final RouterView view) throws IOException {
        final Path part = directory.resolve(FILE + ".part");
        Files.writeString(part, json(view) + "\n");
        Files.move(part, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Reads the file.
     *
     * @throws JsonProcessingException when it is something else.
     */
    public static RouterView read(final Path directory) throws IOException {
        final RouterView view = JSON.readValue(Files.readString(directory.resolve(FILE)), RouterView.class);
        if (view == null) {
            throw new JsonMappingException(null, "the file holds nothing");
        }
        requireWhole(view);
        return view;
    }

    /** A state in which something is missing was not written by a replay. */
    private static void requireWhole(final RouterView view) throws JsonMappingException {
        try {
            view.labels().forEach(label -> label.actions().forEach(action -> List.copyOf(action.nextHops())));
            view.labels().forEach(label -> label.statistics().packets());
            view.nextHops().forEach(nextHop -> List.copyOf(nextHop.labels()));
            view.nextHops().forEach(nextHop -> List.copyOf(nextHop.legs()));
            view.tunnels().forEach(tunnel -> tunnel.endpoint().isEmpty());
            view.indirectNextHops().forEach(nextHop -> List.copyOf(nextHop.ipRoute().directNextHops()));
            view.indirectNextHops().forEach(nextHop -> List.copyOf(nextHop.tunnelRoute().directNextHops()));
            view.ports().forEach(port -> port.port().isEmpty());
            view.drops().forEach(drop -> Map.copyOf(drop.byPort()));
            view.punts().forEach(punt -> Map.copyOf(punt.byPort()));
        } catch (final NullPointerException e) {
            throw new JsonMappingException(null, "something is missing in it", e);
        }
    }
}
