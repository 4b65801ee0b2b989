package io.swaplane.router.cli;

import io.swaplane.control.api.v1.AcceptFrom;
import io.swaplane.control.api.v1.AnyInterface;
import io.swaplane.control.api.v1.Core;
import io.swaplane.control.api.v1.EcmpLeg;
import io.swaplane.control.api.v1.NeighbourRef;
import io.swaplane.control.api.v1.Path;
import io.swaplane.control.api.v1.Payload;
import io.swaplane.control.api.v1.Pop;
import io.swaplane.control.api.v1.Swap;
import io.swaplane.control.api.v1.TunnelModel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what options say, in the configuration's words. What cannot be read is a {@link CommandFailure}. */
final class Words {
    private static final Map<String, Payload> PAYLOADS =
        Map.of("ip", Payload.PAYLOAD_IP, "ipv4", Payload.PAYLOAD_IPV4, "ipv6", Payload.PAYLOAD_IPV6);
    private static final Set<String> PATH_KEYS = Set.of("swap", "php", "pop", "next-hop");
    private static final Set<String> LEG_KEYS = Set.of("weight", "swap", "php", "pop", "next-hop");

    private Words() {
    }

    static CommandFailure wrong(final String message) {
        return new CommandFailure(ExitCode.USAGE, "swaplane: " + message);
    }

    static Payload payload(final String option, final String text) {
        final Payload payload = PAYLOADS.get(text);
        if (payload == null) {
            throw wrong(option + " " + text + ": use ip, ipv4 or ipv6");
        }
        return payload;
    }

    static TunnelModel model(final String option, final String text) {
        return switch (text) {
            case null -> TunnelModel.TUNNEL_MODEL_UNSPECIFIED;
            case "uniform" -> TunnelModel.TUNNEL_MODEL_UNIFORM;
            case "pipe" -> TunnelModel.TUNNEL_MODEL_PIPE;
            default -> throw wrong(option + " " + text + ": use uniform or pipe");
        };
    }

    /** {@code core}, {@code router}, {@code interface=X}, {@code interface=X,neighbour=IP} or {@code set=NAME}. */
    static AcceptFrom accept(final String text) {
        final AcceptFrom.Builder from = AcceptFrom.newBuilder();
        if (text.equals("core")) {
            return from.setCore(Core.getDefaultInstance()).build();
        }
        if (text.equals("router")) {
            return from.setRouter(AnyInterface.getDefaultInstance()).build();
        }
        final Map<String, String> keys = keys("--accept", text, Set.of("interface", "neighbour", "set"));
        if (keys.keySet().equals(Set.of("set"))) {
            return from.setSet(keys.get("set")).build();
        }
        if (keys.keySet().equals(Set.of("interface"))) {
            return from.setInterface(keys.get("interface")).build();
        }
        if (keys.keySet().equals(Set.of("interface", "neighbour"))) {
            return from.setNeighbour(NeighbourRef.newBuilder().setInterface(keys.get("interface")).setAddress(keys.get("neighbour")))
                .build();
        }
        throw wrong("--accept " + text + ": use core, router, interface=X, interface=X,neighbour=IP or set=NAME");
    }

    /** A path that ends at a next hop, as in {@code swap=200,next-hop=1}. */
    static Path path(final String option, final String text) {
        return path(option, text, keys(option, text, PATH_KEYS));
    }

    /** A leg, as in {@code weight=2,swap=200,next-hop=1}. */
    static EcmpLeg leg(final String option, final String text) {
        final Map<String, String> keys = keys(option, text, LEG_KEYS);
        final String weight = keys.remove("weight");
        return EcmpLeg.newBuilder().setWeight(weight == null ? 1 : number(option + " weight", weight)).setPath(path(option, text, keys))
            .build();
    }

    private static Path path(final String option, final String text, final Map<String, String> keys) {
        final String nextHop = keys.remove("next-hop");
        if (nextHop == null || keys.size() != 1) {
            throw wrong(option + " " + text + ": give next-hop and one of swap, php and pop, as in swap=200,next-hop=1");
        }
        final int index = number(option + " next-hop", nextHop);
        final String value = keys.values().iterator().next();
        return switch (keys.keySet().iterator().next()) {
            case "swap" -> Path.newBuilder().setSwap(swap(number(option + " swap", value), index)).build();
            case "php" -> Path.newBuilder().setPhp(pop(option + " php", value, index)).build();
            default -> Path.newBuilder().setPop(pop(option + " pop", value, index)).build();
        };
    }

    static Swap swap(final int outLabel, final int nextHop) {
        return Swap.newBuilder().setOutLabel(outLabel).setNextHop(nextHop).build();
    }

    static Pop pop(final String option, final String payload, final int nextHop) {
        return Pop.newBuilder().setPayload(payload(option, payload)).setNextHop(nextHop).build();
    }

    static int number(final String option, final String text) {
        try {
            return Integer.parseInt(text);
        } catch (final NumberFormatException e) {
            throw wrong(option + " " + text + " is no number");
        }
    }

    /** Text such as {@code a=1,b=2}; each key once. */
    static Map<String, String> keys(final String option, final String text, final Set<String> known) {
        final Map<String, String> keys = new LinkedHashMap<>();
        for (final String each : text.split(",", -1)) {
            final int at = each.indexOf('=');
            final String key = at < 0 ? each : each.substring(0, at);
            if (at < 0 || !known.contains(key) || keys.put(key, each.substring(at + 1)) != null) {
                throw wrong(option + " " + text + ": '" + each + "' is not understood; use "
                    + known.stream().sorted().map(name -> name + "=…").collect(Collectors.joining(", ")) + ", each once");
            }
        }
        return keys;
    }

    /** Labels, the first on top, as in {@code 16,17}. */
    static List<Integer> labels(final String option, final String text) {
        return text == null ? List.of() : Arrays.stream(text.split(",", -1)).map(each -> number(option, each)).toList();
    }
}
