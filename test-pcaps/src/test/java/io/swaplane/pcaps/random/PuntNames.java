package io.swaplane.pcaps.random;

import io.swaplane.control.Conductor;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.control.view.VrfView;
import io.swaplane.table.PuntReason;
import java.util.HashMap;
import java.util.Map;

/** Names of what punts are about: of tables, whose numbers come and go, and of interfaces. */
final class PuntNames {
    private static final int MOST_VRFS = 1_000;

    private final Conductor conductor;
    private final RouterIntent intent;
    private final Map<Integer, String> tables = new HashMap<>();

    PuntNames(final Conductor conductor, final RouterIntent intent) {
        this.conductor = conductor;
        this.intent = intent;
    }

    /** Numbers may mean others from now on. */
    void forget() {
        tables.clear();
    }

    /** The name of the table or interface that a punt is about; null when it is about none. */
    String of(final PuntReason reason, final int about) {
        return switch (reason) {
            case RECEIVE, IP_LOOKUP -> table(about);
            case GLEAN -> intent.interfaces().stream().map(InterfaceIntent::name).filter(name -> conductor.interfaceNumber(name) == about)
                .findFirst().orElse("interface " + about);
            default -> about == 0 ? null : reason + " " + about;
        };
    }

    private String table(final int number) {
        if (number == 0) {
            return VrfIntent.GLOBAL;
        }
        if (tables.isEmpty()) {
            for (final VrfView vrf : conductor.vrfs(0, MOST_VRFS).vrfs()) {
                tables.put(vrf.number(), vrf.name());
            }
        }
        return tables.getOrDefault(number, "table " + number);
    }
}
