package io.swaplane.bgp.router;

import io.swaplane.bgp.session.Network;
import io.swaplane.control.Conductor;
import io.swaplane.control.command.CommandReader;
import io.swaplane.control.command.CommandRing;
import io.swaplane.control.command.Producer;
import io.swaplane.control.command.ProducerSettings;
import io.swaplane.control.command.Producers;
import io.swaplane.control.command.SessionMode;
import io.swaplane.control.event.Event;
import io.swaplane.control.event.Watcher;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.RouterIntent;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.agrona.concurrent.SystemNanoClock;

/** A router with a control thread of its own, and BGP on another. */
final class LiveRouter implements AutoCloseable {
    private final Conductor conductor;
    private final Producers producers;
    private final CommandReader reader;
    private final Queue<Runnable> questions = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::run, "control");
    private volatile boolean running = true;
    /** While set, the router takes no commands. */
    volatile boolean stalled;
    private Bgp bgp;

    LiveRouter(final RouterIntent intent, final int ring, final int window) {
        conductor = new Conductor(intent, 1);
        producers = new Producers(new CommandRing(ring), window, SystemNanoClock.INSTANCE, () -> { });
        reader = new CommandReader(producers, conductor, error -> {
            throw new AssertionError(error);
        });
        thread.start();
    }

    LiveRouter(final RouterIntent intent) {
        this(intent, 1 << 20, 1 << 12);
    }

    private void run() {
        while (running) {
            int work = 0;
            for (Runnable question = questions.poll(); question != null; question = questions.poll()) {
                question.run();
                work++;
            }
            work += (stalled ? 0 : reader.doWork(System.nanoTime())) + conductor.doWork();
            if (work == 0) {
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100));
            }
        }
        conductor.close();
    }

    /** Asks the conductor, on its thread. */
    <T> T ask(final Function<Conductor, T> question) {
        final CompletableFuture<T> answer = new CompletableFuture<>();
        questions.add(() -> {
            try {
                answer.complete(question.apply(conductor));
            } catch (final RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer.orTimeout(1, TimeUnit.MINUTES).join();
    }

    Bgp speak(final BgpSettings settings, final Network network) throws IOException {
        final Watcher watcher = ask(each -> each.watch(EnumSet.of(Event.Kind.NEXT_HOP), 1 << 10));
        final Producer producer = producers.open(
            new ProducerSettings("bgp", "bgp", 100, SessionMode.RESYNC, Duration.ofMinutes(10)));
        bgp = Bgp.start(settings, network, producer, watcher, Thread.ofPlatform().name("bgp " + settings.as()).factory());
        return bgp;
    }

    /** An earlier session of BGP's has put a route, and has ended. */
    void leave(final String vrf, final String prefix) {
        try (Producer producer = producers.open(new ProducerSettings("bgp", "bgp", 100, SessionMode.RESYNC, Duration.ofMinutes(10)))) {
            final long put = producer.putRoute(new RouteIntent(vrf, Prefix.parse(prefix), new RouteAction.Drop(), null, null));
            Waiting.so("put", () -> producer.acknowledged() >= put);
        }
    }

    Bgp bgp() {
        return bgp;
    }

    /** What a label does, as {@code show mpls forwarding} says it; null without entry. */
    String entry(final int label) {
        return ask(each -> each.label(LspIntent.PLATFORM, label)
            .map(view -> view.actions().get(0).summary() + ", " + view.spoofCheck() + ", " + view.bindingState()).orElse(null));
    }

    /** Where a route leads; null without route. */
    String route(final String vrf, final String prefix) {
        return ask(each -> each.route(vrf, Prefix.parse(prefix)).map(view -> view.owner() + " " + view.legs()).orElse(null));
    }

    @Override
    public void close() {
        if (bgp != null) {
            bgp.close();
        }
        running = false;
        try {
            thread.join();
        } catch (final InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
