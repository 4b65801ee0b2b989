package io.swaplane.control.api;

import io.swaplane.control.api.v1.ListBgpNextHopsResponse;
import io.swaplane.control.view.BgpNextHopView;
import java.util.List;

/** The messages of {@code ListBgpNextHops}. */
final class BgpNextHopPages implements PageStream.Pages<ListBgpNextHopsResponse> {
    private final List<BgpNextHopView> all;
    private int sent;

    BgpNextHopPages(final List<BgpNextHopView> all) {
        this.all = all;
    }

    @Override
    public ListBgpNextHopsResponse next() {
        if (sent == all.size()) {
            return null;
        }
        final int end = Math.min(all.size(), sent + LabelPages.LIMIT);
        final List<BgpNextHopView> page = all.subList(sent, end);
        sent = end;
        return ListBgpNextHopsResponse.newBuilder().addAllNextHops(Encoder.all(page, BgpEncoder::nextHop)).build();
    }
}
