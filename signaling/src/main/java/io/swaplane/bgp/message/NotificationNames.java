package io.swaplane.bgp.message;

/** The names of error codes and subcodes, as the IANA registry has them. */
final class NotificationNames {
    private static final String[] CODES = {"?", "message header error", "OPEN message error", "UPDATE message error", "hold timer expired",
        "finite state machine error", "cease", "ROUTE-REFRESH message error"};
    private static final String[][] SUBCODES = {
        {},
        {"", "connection not synchronized", "bad message length", "bad message type"},
        {"", "unsupported version number", "bad peer AS", "bad BGP identifier", "unsupported optional parameter", "authentication failure",
            "unacceptable hold time", "unsupported capability"},
        {"", "malformed attribute list", "unrecognized well-known attribute", "missing well-known attribute", "attribute flags error",
            "attribute length error", "invalid ORIGIN attribute", "AS routing loop", "invalid NEXT_HOP attribute",
                "optional attribute error",
            "invalid network field", "malformed AS_PATH"},
        {},
        {"", "unexpected message in OpenSent", "unexpected message in OpenConfirm", "unexpected message in Established"},
        {"", "maximum number of prefixes reached", "administrative shutdown", "peer de-configured", "administrative reset",
            "connection rejected", "other configuration change", "connection collision resolution", "out of resources", "hard reset",
            "BFD down"},
        {"", "invalid message length"},
    };

    private NotificationNames() {
    }

    static String of(final int code, final int subcode) {
        if (code <= 0 || code >= CODES.length) {
            return "error";
        }
        final String[] subcodes = SUBCODES[code];
        return subcode > 0 && subcode < subcodes.length ? CODES[code] + ": " + subcodes[subcode] : CODES[code];
    }
}
