package io.swaplane.router.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A control protocol: its name alone, or a map.
 *
 * @param name one of {@link ControlProtocols}' names, when it is a word alone.
 * @param protocol {@code tcp}, {@code udp} or an IP protocol's number.
 * @param port TCP or UDP port.
 */
record ProtocolConfig(String name, String protocol, Integer port) {
    @JsonCreator
    static ProtocolConfig map(@JsonProperty("protocol") final String protocol, @JsonProperty("port") final Integer port) {
        return new ProtocolConfig(null, protocol, port);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static ProtocolConfig word(final String name) {
        return new ProtocolConfig(name, null, null);
    }
}
