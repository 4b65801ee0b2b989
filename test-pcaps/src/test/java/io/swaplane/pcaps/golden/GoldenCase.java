package io.swaplane.pcaps.golden;

import io.swaplane.pcaps.PacketBuilder;
import io.swaplane.table.Counters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One golden replay: a configuration, frames that come in, and what must become of them, all written by hand. The stored captures and
 * counters are compared byte for byte on top of that, but never instead.
 */
final class GoldenCase {
    /** A frame that comes in. */
    record Input(String port, byte[] frame, int originalLength, Expected expected) { }

    private final String name;
    private String description = "";
    private String config = "";
    private String configFile;
    private final List<Input> inputs = new ArrayList<>();
    private final List<String> downPorts = new ArrayList<>();
    private final Map<String, Counters> labels = new LinkedHashMap<>();
    private final Map<Integer, Counters> nextHops = new LinkedHashMap<>();
    private final List<Integer> withoutStatistics = new ArrayList<>();
    private Consumer<Outcome> check = outcome -> { };

    private GoldenCase(final String name) {
        this.name = name;
    }

    /** Starts a case; its files are in a directory of this name. */
    static GoldenCase named(final String name) {
        return new GoldenCase(name);
    }

    /** What it shows, with the RFC section. */
    GoldenCase says(final String text) {
        description = text;
        return this;
    }

    /** The configuration. */
    GoldenCase config(final String yaml) {
        config = yaml;
        return this;
    }

    /** The configuration is this file of the repository instead. */
    GoldenCase configFile(final String pathFromRoot) {
        configFile = pathFromRoot;
        return this;
    }

    /** A port that is down from the beginning. */
    GoldenCase down(final String port) {
        downPorts.add(port);
        return this;
    }

    /** The next frame in time. */
    GoldenCase in(final String port, final PacketBuilder frame, final Expected expected) {
        final byte[] bytes = frame.build();
        return in(port, bytes, bytes.length, expected);
    }

    /** The next frame in time, of which the capture may hold only the beginning. */
    GoldenCase in(final String port, final byte[] bytes, final int originalLength, final Expected expected) {
        inputs.add(new Input(port, bytes, originalLength, expected));
        return this;
    }

    /** Counters of a label of the platform label space. */
    GoldenCase label(final int label, final long packets, final long octets, final long errors, final long discards) {
        return label("platform", label, packets, octets, errors, discards);
    }

    /** Counters of a label of any label space. */
    GoldenCase label(final String space, final int label, final long packets, final long octets, final long errors,
                     final long discards) {
        labels.put(space + " " + label, new Counters(packets, octets, errors, discards));
        return this;
    }

    /** Counters of a next hop. */
    GoldenCase nextHop(final int index, final long packets, final long octets, final long errors, final long discards) {
        nextHops.put(index, new Counters(packets, octets, errors, discards));
        return this;
    }

    /** A next hop that counts nothing. */
    GoldenCase noStatistics(final int index) {
        withoutStatistics.add(index);
        return this;
    }

    /** Anything more that must be true of the whole. */
    GoldenCase and(final Consumer<Outcome> condition) {
        check = check.andThen(condition);
        return this;
    }

    String name() {
        return name;
    }

    String description() {
        return description;
    }

    String config() {
        return config;
    }

    String configFile() {
        return configFile;
    }

    List<Input> inputs() {
        return inputs;
    }

    List<String> downPorts() {
        return downPorts;
    }

    Map<String, Counters> labels() {
        return labels;
    }

    Map<Integer, Counters> nextHops() {
        return nextHops;
    }

    List<Integer> withoutStatistics() {
        return withoutStatistics;
    }

    void check(final Outcome outcome) {
        check.accept(outcome);
    }

    @Override
    public String toString() {
        return name;
    }
}
