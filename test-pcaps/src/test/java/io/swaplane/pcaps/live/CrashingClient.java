package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.api.ControlException;
import io.swaplane.control.api.PageReader;
import io.swaplane.control.api.ProgramClient;
import io.swaplane.control.command.ProducerSettings;
import io.swaplane.control.command.SessionMode;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.control.view.LabelView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A producer that outlives its router: it knows what it wants, puts it all again when the router is back, and then puts, replaces and
 * deletes labels at random until the router is gone.
 */
final class CrashingClient {
    private static final String OWNER = "api";
    private static final ProducerSettings SETTINGS = new ProducerSettings("script", OWNER, 50, SessionMode.RESYNC, null);
    private static final int FIRST_LABEL = 10_000;
    private static final int LABELS = 5_000;
    private static final int NEXT_HOP = 1;
    private static final int BULK = 2_000;
    private static final Pattern SWAP = Pattern.compile("swap to (\\d+)\\b.*");

    private final Path directory;
    private final SplittableRandom random;
    private final Map<Integer, Integer> wanted = new TreeMap<>();
    private long operations;
    private volatile String lastWords;

    CrashingClient(final Path directory, final SplittableRandom random) {
        this.directory = directory;
        this.random = random;
    }

    /** In-label and out label of what it has asked for, whether it was answered or not. */
    Map<Integer, Integer> wanted() {
        return wanted;
    }

    /** How many operations it has asked for. */
    long operations() {
        return operations;
    }

    /** How the last session ended, in the client's words. */
    String lastWords() {
        return lastWords;
    }

    /** Puts everything that it wants, one label at least, and then has exactly that. */
    void synchronise() throws IOException {
        wanted.putIfAbsent(FIRST_LABEL, FIRST_LABEL);
        try (ControlClient client = Program.client(directory); ProgramClient session = client.program(SETTINGS)) {
            putAll(session);
            assertThat(session.pollResult()).isNull();
            assertThat(listed(client)).isEqualTo(wanted);
            session.complete();
        }
    }

    private void putAll(final ProgramClient session) throws ControlException {
        for (final Map.Entry<Integer, Integer> each : wanted.entrySet()) {
            session.putSwap(each.getKey(), each.getValue(), NEXT_HOP);
        }
        session.awaitAcknowledged(session.endOfSync());
    }

    /** What the router lists as this owner's: in-label and out label. */
    private static Map<Integer, Integer> listed(final ControlClient client) throws IOException {
        final Map<Integer, Integer> listed = new TreeMap<>();
        try (PageReader<LabelPage> pages = client.labels(LabelFilter.all(false))) {
            for (LabelPage page = pages.next(); page != null; page = pages.next()) {
                page.labels().stream().filter(view -> view.owner().equals(OWNER)).forEach(view -> listed.put(view.label(), outLabel(view)));
            }
        }
        return listed;
    }

    private static int outLabel(final LabelView view) {
        final Matcher swap = SWAP.matcher(view.actions().getFirst().summary());
        assertThat(swap.matches()).as(view.toString()).isTrue();
        return Integer.parseInt(swap.group(1));
    }

    /** Puts everything, and then goes on at random until the router is gone. */
    void runUntilTheRouterIsGone() throws IOException {
        try (ControlClient client = Program.client(directory); ProgramClient session = client.program(SETTINGS)) {
            putAll(session);
            while (true) {
                final boolean bulk = random.nextInt(4) == 0;
                if (bulk) {
                    session.begin();
                }
                for (int i = random.nextInt(BULK); i >= 0; i--) {
                    change(session);
                }
                final long sequence = bulk ? session.commit() : session.flush();
                if (random.nextBoolean()) {
                    session.awaitAcknowledged(sequence);
                }
                assertThat(session.pollResult()).isNull();
                forget(session);
            }
        } catch (final ControlException e) {
            lastWords = e.getMessage();
        }
    }

    private static void forget(final ProgramClient session) {
        while (session.pollBulk() != null) {
            Thread.onSpinWait();
        }
    }

    private void change(final ProgramClient session) throws ControlException {
        final int label = FIRST_LABEL + random.nextInt(LABELS);
        operations++;
        if (wanted.containsKey(label) && random.nextInt(3) == 0) {
            wanted.remove(label);
            session.deleteLabel(label);
        } else {
            final int outLabel = random.nextInt(16, 1 << 20);
            wanted.put(label, outLabel);
            session.putSwap(label, outLabel, NEXT_HOP);
        }
    }
}
