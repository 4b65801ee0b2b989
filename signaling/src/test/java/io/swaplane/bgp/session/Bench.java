package io.swaplane.bgp.session;

import io.swaplane.bgp.message.AttributeCache;
import io.swaplane.bgp.message.Capability;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.MessageHeader;
import io.swaplane.bgp.message.OpenMessage;
import io.swaplane.bgp.message.UpdateReader;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** A session of AS 65000, router id 10.0.0.5, with a peer that the test plays, AS 65001, in virtual time. */
final class Bench implements Transport, SessionListener {
    static final int LOWER_ID = 0x0A000001;
    static final int HIGHER_ID = 0x0A000009;
    static final int OWN_ID = 0x0A000005;

    final VirtualTime time = new VirtualTime();
    final List<String> heard = new ArrayList<>();
    final List<FakeAttempt> attempts = new ArrayList<>();
    final Session session;

    final class FakeAttempt implements Attempt {
        private final Outcome outcome;
        private boolean cancelled;

        FakeAttempt(final Outcome outcome) {
            this.outcome = outcome;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        boolean isCancelled() {
            return cancelled;
        }

        FakeConnection succeed() {
            final FakeConnection connection = new FakeConnection();
            connection.handler(outcome.connected(connection));
            return connection;
        }

        void fail() {
            outcome.failed("connection refused");
        }
    }

    Bench(final Consumer<PeerSettings.Builder> more) {
        final PeerSettings.Builder settings = settings(PeerAs.of(65001));
        more.accept(settings);
        session = new Session(settings.build(), time, this, new AttributeCache(16), new SplittableRandom(1), this);
    }

    Bench() {
        this(settings -> { });
    }

    static PeerSettings.Builder settings(final PeerAs remote) {
        return PeerSettings.peer(InetAddress.ofLiteral("10.0.0.1"), 65000, remote, OWN_ID).families(Family.IPV4_UNICAST);
    }

    @Override
    public Attempt connect(final PeerSettings settings, final Outcome outcome) {
        final FakeAttempt attempt = new FakeAttempt(outcome);
        attempts.add(attempt);
        return attempt;
    }

    /** The attempt that is under way. */
    FakeAttempt attempt() {
        return attempts.getLast();
    }

    /** Starts the session; its own connection stands. */
    FakeConnection connected() {
        session.start();
        return attempt().succeed();
    }

    /** The peer connects; null when it is refused. */
    FakeConnection accepted() {
        final FakeConnection connection = new FakeConnection();
        connection.handler(session.accept(connection));
        return connection;
    }

    /** A session that stands, on a connection of its own. */
    FakeConnection established() {
        final FakeConnection connection = connected();
        establish(connection);
        return connection;
    }

    void establish(final FakeConnection connection) {
        connection.receive(open(LOWER_ID));
        connection.receive(MessageHeader.keepalive());
        connection.sent();
    }

    static byte[] open(final int identifier) {
        return open(65001, 90, identifier);
    }

    static byte[] open(final long as, final int hold, final int identifier, final Capability... capabilities) {
        final List<Capability> all = new ArrayList<>(List.of(capabilities));
        if (all.isEmpty()) {
            all.add(new Capability.Multiprotocol(Family.IPV4_UNICAST.numbers()));
            all.add(new Capability.RefreshesRoutes());
            all.add(new Capability.EnhancedRefresh());
            all.add(new Capability.FourOctetAs(as));
        }
        return new OpenMessage(as, hold, identifier, all).encode();
    }

    @Override
    public void established(final Session which) {
        heard.add("established");
    }

    @Override
    public void updated(final Session which, final UpdateReader update) {
        while (update.next()) {
            heard.add((update.withdrawn() ? "withdraw " : "announce ") + update.text(update.family()));
        }
    }

    @Override
    public void endOfRib(final Session which, final Family family) {
        heard.add("end-of-rib " + family);
    }

    @Override
    public void refreshRequested(final Session which, final Family family) {
        heard.add("refresh " + family);
    }

    @Override
    public void refreshBegun(final Session which, final Family family) {
        heard.add("refresh begins " + family);
    }

    @Override
    public void refreshEnded(final Session which, final Family family) {
        heard.add("refresh ends " + family);
    }

    @Override
    public void familyDisabled(final Session which, final Family family) {
        heard.add("disabled " + family);
    }

    @Override
    public void writable(final Session which) {
        heard.add("writable");
    }

    @Override
    public void down(final Session which, final SessionEnd end) {
        heard.add("down: " + end);
    }
}
