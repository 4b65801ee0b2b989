package io.swaplane.router.cli;

import io.swaplane.control.view.BgpPeerView;
import io.swaplane.control.view.BgpSummaryView;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the peer that a command names. Names are unique; two customers may have the same address. */
final class BgpPeers {
    private BgpPeers() {
    }

    static BgpPeerView find(final BgpSummaryView summary, final String nameOrAddress) {
        final List<BgpPeerView> named = summary.peers().stream().filter(each -> each.name().equals(nameOrAddress)).toList();
        final List<BgpPeerView> found = named.isEmpty()
            ? summary.peers().stream().filter(each -> each.address().equals(nameOrAddress)).toList() : named;
        if (found.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "there is no BGP neighbor " + nameOrAddress);
        }
        if (found.size() > 1) {
            throw new CommandFailure(ExitCode.USAGE, "there are several BGP neighbors " + nameOrAddress + ": name one of them: "
                + found.stream().map(each -> each.name() + (each.vrf() == null ? "" : " in VRF " + each.vrf()))
                    .collect(Collectors.joining(", ")));
        }
        return found.getFirst();
    }
}
