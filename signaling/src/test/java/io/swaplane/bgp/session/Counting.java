package io.swaplane.bgp.session;

import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.UpdateReader;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what it hears, for any thread to look at. */
final class Counting implements SessionListener {
    final AtomicInteger established = new AtomicInteger();
    final AtomicInteger down = new AtomicInteger();
    final AtomicLong routes = new AtomicLong();
    final AtomicInteger endOfRib = new AtomicInteger();
    final AtomicInteger refreshes = new AtomicInteger();
    final AtomicInteger writable = new AtomicInteger();
    final List<String> ends = new CopyOnWriteArrayList<>();

    @Override
    public void established(final Session session) {
        established.incrementAndGet();
    }

    @Override
    public void updated(final Session session, final UpdateReader update) {
        while (update.next()) {
            routes.incrementAndGet();
        }
    }

    @Override
    public void endOfRib(final Session session, final Family family) {
        endOfRib.incrementAndGet();
    }

    @Override
    public void refreshRequested(final Session session, final Family family) {
        refreshes.incrementAndGet();
    }

    @Override
    public void refreshBegun(final Session session, final Family family) {
        refreshes.incrementAndGet();
    }

    @Override
    public void refreshEnded(final Session session, final Family family) {
        refreshes.incrementAndGet();
    }

    @Override
    public void familyDisabled(final Session session, final Family family) {
        ends.add("disabled " + family);
    }

    @Override
    public void writable(final Session session) {
        writable.incrementAndGet();
    }

    @Override
    public void down(final Session session, final SessionEnd end) {
        ends.add(end.toString());
        down.incrementAndGet();
    }
}
