package io.swaplane.io.netlink;

import io.swaplane.table.AddressText;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it hears, a line each. */
final class RecordingListener implements NetworkListener {
    final List<String> events = new ArrayList<>();

    @Override
    public void linkChanged(final Link link) {
        events.add("link " + link.index() + " " + link.name() + (link.isRunning() ? " running" : ""));
    }

    @Override
    public void linkGone(final Link link) {
        events.add("link gone " + link.name());
    }

    @Override
    public void neighbourChanged(final Neighbour neighbour) {
        events.add("neighbour " + AddressText.of(neighbour.key().address()) + " " + neighbour.state() + " " + neighbour.mac());
    }

    @Override
    public void neighbourGone(final Neighbour neighbour) {
        events.add("neighbour gone " + AddressText.of(neighbour.key().address()));
    }

    @Override
    public void addressChanged(final InterfaceAddress address) {
        events.add("address " + AddressText.of(address.address()) + "/" + address.prefixLength());
    }

    @Override
    public void addressGone(final InterfaceAddress address) {
        events.add("address gone " + AddressText.of(address.address()));
    }

    @Override
    public void resynchronised() {
        events.add("resynchronised");
    }

    List<String> take() {
        final List<String> taken = List.copyOf(events);
        events.clear();
        return taken;
    }
}
