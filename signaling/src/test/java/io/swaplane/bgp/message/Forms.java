package io.swaplane.bgp.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What two speakers of tests have negotiated: both say the same. */
final class Forms {
    private final List<Capability> capabilities = new ArrayList<>();
    private long remoteAs = 65001;

    private Forms() {
    }

    /** An external peer, AS 65001 to AS 65000. */
    static Forms external(final Family... families) {
        final Forms forms = new Forms();
        Arrays.stream(families).forEach(family -> forms.with(new Capability.Multiprotocol(family.numbers())));
        return forms;
    }

    static Forms internal(final Family... families) {
        final Forms forms = external(families);
        forms.remoteAs = 65000;
        return forms;
    }

    Forms with(final Capability capability) {
        capabilities.add(capability);
        return this;
    }

    Forms fourOctetAs() {
        return with(new Capability.FourOctetAs(remoteAs));
    }

    Forms pathIds(final Family... families) {
        return with(new Capability.AddPath(Arrays.stream(families)
            .map(family -> new Capability.AddPath.Entry(family.numbers(), true, true)).toList()));
    }

    Forms labels(final int count, final Family... families) {
        return with(new Capability.MultipleLabels(Arrays.stream(families)
            .map(family -> new Capability.MultipleLabels.Entry(family.numbers(), count)).toList()));
    }

    Forms ipv6NextHops(final Family... families) {
        return with(new Capability.ExtendedNextHop(Arrays.stream(families)
            .map(family -> new Capability.ExtendedNextHop.Entry(family.numbers(), 2)).toList()));
    }

    Negotiated build() {
        final List<Capability> local = capabilities.stream()
            .map(each -> each instanceof Capability.FourOctetAs ? new Capability.FourOctetAs(65000) : each).toList();
        return Negotiated.of(new OpenMessage(65000, 90, 1, local), new OpenMessage(remoteAs, 90, 2, capabilities));
    }

    static UpdateReader reader(final Negotiated form) {
        return new UpdateReader(form, new AttributeCache(16));
    }
}
