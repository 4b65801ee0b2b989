package io.swaplane.control.label;

import static org.assertj.core.api.Assertions.assertThat;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.PrefixKey;
import io.swaplane.control.view.LabelUsage;

import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.BindingIntent;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Fec;
import io.swaplane.control.intent.LabelSettings;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.table.LabelRange;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random commands to the label manager, against plain maps that say what each must do. After every command the entries are those
 * of the maps, no label has two meanings, and none got a new one before its hold time was over. Producers come back and put some of
 * what they had, while timers of their earlier sessions fire.
 */
class LabelBindingsModelTest {
    private static final int STEPS = 15_000;
    private static final int PRODUCERS = 3;
    private static final int KEYS = 40;
    private static final int USERS = 4;
    private static final long HOLD = 1_000;
    private static final LabelRange DYNAMIC = new LabelRange(100, 139);
    private static final LabelRange BGP_RANGE = new LabelRange(110, 124);
    private static final List<String> OWNERS = List.of("static", "bgp", "api");
    private static final int[] PREFERENCES = {0, 100, 50};

    private final Map<Integer, LspIntent> entries = new HashMap<>();
    private final Map<String, Known> model = new TreeMap<>();
    private final Set<Integer> claimed = new HashSet<>();
    /** When a label without an entry or users may be used for something else. */
    private final Map<Integer, Long> restsUntil = new HashMap<>();
    private final int[] sessions = {1, 1, 1};
    /** Sweeps of sessions that are over, by the first session whose users stay; each comes at any time. */
    private final List<Origin> timers = new ArrayList<>();
    private final int[] outcomes = new int[10];
    private int turns;
    private long now = Long.MAX_VALUE - 50 * HOLD;

    /** What the model knows of a binding. */
    private static final class Known {
        private final int label;
        private final Map<Long, Integer> users = new HashMap<>();
        private BindingStage stage = BindingStage.LIVE;
        private Action action;
        private long deadline;

        Known(final int label) {
            this.label = label;
        }
    }

    private final LabelBindings bindings = new LabelBindings(DYNAMIC, new LabelSettings(Duration.ofNanos(HOLD),
        List.of(new LabelSettings.OwnedRange("bgp", BGP_RANGE)),
        List.of(new LabelSettings.Pin(key(0), 130), new LabelSettings.Pin(key(1), 112), new LabelSettings.Pin(key(2), 44))),
        new LabelProgrammer() {
            @Override
            public boolean put(final Origin origin, final LspIntent entry) {
                if (entry.action() instanceof Action.Swap swap && swap.nextHop() == 0) {
                    throw new RefusedException(RefusalReason.UNKNOWN_REFERENCE, "no next hop");
                }
                entries.put(entry.label(), entry);
                return true;
            }

            @Override
            public boolean put(final Origin origin, final int label, final long forwarding, final Accept accept) {
                return put(origin, new LspIntent(label, LspIntent.PLATFORM, origin.owner(), accept, Forwarding.action(forwarding), null,
                    null, null));
            }

            @Override
            public void remove(final Origin origin, final int label) {
                assertThat(entries.remove(label)).as("entry of %d", label).isNotNull();
            }
        });

    /** Routes, and labels received from next hops of both families. */
    private static BindingKey key(final int number) {
        return new BindingKey(number % 4 < 2 ? new Fec.Route("r" + number / 2)
            : new Fec.ReceivedLabel(InetAddress.ofLiteral(number % 8 < 4 ? "1.1.1." + number % 3 : "2001:db8::" + number % 3), number / 2),
            number % 2 == 0 ? new Accept.Core() : new Accept.Router(), null);
    }

    /** Calls by the numbers of a received label, whenever there is one and it is its turn. */
    private boolean isByNumbers(final BindingKey key) {
        turns++;
        return key.fec() instanceof Fec.ReceivedLabel && turns % 2 == 0;
    }

    private Origin origin(final int producer) {
        return origin(producer, sessions[producer]);
    }

    private static Origin origin(final int producer, final int session) {
        return new Origin(producer, session, OWNERS.get(producer), PREFERENCES[producer]);
    }

    private static String name(final int producer, final BindingKey key) {
        return producer + " " + key;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldDoWhatPlainMapsSay(final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int step = 0; step < STEPS; step++) {
            final int producer = random.nextInt(PRODUCERS);
            final BindingKey key = key(random.nextInt(KEYS));
            final long user = random.nextLong(USERS) - 1;
            switch (random.nextInt(22)) {
                case 0, 1, 2, 3, 4, 5, 6 -> put(producer, key, user, new Action.Swap(random.nextInt(16, 99), random.nextInt(8)));
                case 7, 8 -> leave(producer, key, user, BindingStage.GONE);
                case 9, 10 -> leave(producer, key, user, BindingStage.RELEASED);
                case 11, 12 -> leave(producer, key, user, BindingStage.WITHDRAWN);
                case 13 -> withdrawAll(producer, key);
                case 14, 15, 16 -> claimOrNot(OWNERS.get(producer), random.nextInt(DYNAMIC.first(), DYNAMIC.last() + 1));
                case 17 -> restart(producer, random);
                case 18 -> fire(random);
                case 19 -> comeAndGo(random.nextInt(DYNAMIC.first(), DYNAMIC.last() + 1), random.nextInt(10));
                default -> pass(random.nextLong(HOLD));
            }
            check();
        }
        assertThat(Arrays.stream(outcomes).min().orElseThrow())
            .as("put, refused put, exhausted, conflict, leave, no such user, swept, not claimable, swept by a session that is over, rest "
                + "ended: %s", Arrays.toString(outcomes))
            .isGreaterThan(50);
    }

    private void put(final int producer, final BindingKey key, final long user, final Action.Swap action) {
        final Known known = model.get(name(producer, key));
        final Bound bound;
        try {
            if (isByNumbers(key)) {
                final InetAddress to = ((Fec.ReceivedLabel) key.fec()).nextHop();
                bound = new Bound(bindings.put(origin(producer), user, PrefixKey.family(to), PrefixKey.high(to), PrefixKey.low(to),
                    ((Fec.ReceivedLabel) key.fec()).label(), key.accept(), Forwarding.of(action, null, null), now), true);
            } else {
                bound = bindings.put(origin(producer), new BindingIntent(key, user, action, null, null), now);
            }
        } catch (final RefusedException e) {
            checkRefusal(e, producer, key, action);
            return;
        }
        outcomes[0]++;
        assertThat(action.nextHop()).isNotZero();
        final Known after = known != null ? known : bound(producer, key, bound.label());
        assertThat(bound.label()).as("label of a binding that lives or rests").isEqualTo(after.label);
        after.stage = BindingStage.LIVE;
        after.action = action;
        after.users.put(user, sessions[producer]);
        model.put(name(producer, key), after);
    }

    /** A put without a binding that lives or rests: its label is the pinned one, or one that is nobody's. */
    private Known bound(final int producer, final BindingKey key, final int label) {
        final Integer pin = pin(key);
        if (pin != null) {
            assertThat(label).isEqualTo(pin);
            for (int other = 0; other < PRODUCERS; other++) {
                final Known holder = model.remove(name(other, key));
                assertThat(holder == null || holder.stage != BindingStage.LIVE || PREFERENCES[other] > PREFERENCES[producer]).isTrue();
            }
        } else {
            assertThat(label).isNotIn(130, 112);
            assertThat(DYNAMIC.contains(label)).isTrue();
            assertThat(BGP_RANGE.contains(label)).isEqualTo(OWNERS.get(producer).equals("bgp"));
            assertThat(claimed).doesNotContain(label);
            assertThat(model.values()).noneMatch(each -> each.label == label);
            assertThat(restsUntil.getOrDefault(label, now) - now).as("rest of %d", label).isNotPositive();
        }
        return new Known(label);
    }

    private static Integer pin(final BindingKey key) {
        return key.equals(key(0)) ? Integer.valueOf(130) : key.equals(key(1)) ? Integer.valueOf(112) : key.equals(key(2)) ? 44 : null;
    }

    private void checkRefusal(final RefusedException refused, final int producer, final BindingKey key, final Action.Swap action) {
        switch (refused.reason()) {
            case UNKNOWN_REFERENCE -> {
                outcomes[1]++;
                assertThat(action.nextHop()).isZero();
            }
            case EXHAUSTED -> {
                outcomes[2]++;
                for (int label = DYNAMIC.first(); label <= DYNAMIC.last(); label++) {
                    final int each = label;
                    assertThat(BGP_RANGE.contains(label) != OWNERS.get(producer).equals("bgp") || label == 130 || label == 112
                        || claimed.contains(label) || restsUntil.getOrDefault(label, now) - now > 0
                        || model.values().stream().anyMatch(known -> known.label == each)).as("label %d is taken", label).isTrue();
                }
            }
            case CONFLICTING_OWNER -> {
                outcomes[3]++;
                assertThat(pin(key)).isNotNull();
                boolean stronger = false;
                for (int other = 0; other < PRODUCERS; other++) {
                    final Known holder = model.get(name(other, key));
                    stronger |= other != producer && holder != null && holder.stage == BindingStage.LIVE
                        && PREFERENCES[other] <= PREFERENCES[producer];
                }
                assertThat(stronger).isTrue();
            }
            default -> throw refused;
        }
    }

    private void leave(final int producer, final BindingKey key, final long user, final BindingStage how) {
        final Known known = model.get(name(producer, key));
        final boolean released = how == BindingStage.WITHDRAWN && known != null && known.stage == BindingStage.RELEASED;
        final boolean isUser = known != null && (released || known.users.containsKey(user));
        try {
            switch (how) {
                case GONE -> bindings.remove(origin(producer), key, user, now);
                case RELEASED -> release(producer, key, user);
                default -> withdraw(producer, key, user);
            }
        } catch (final RefusedException e) {
            outcomes[5]++;
            assertThat(e.reason()).isEqualTo(RefusalReason.NOT_FOUND);
            assertThat(isUser).isFalse();
            return;
        }
        outcomes[4]++;
        assertThat(isUser).isTrue();
        known.users.remove(user);
        if (known.users.isEmpty()) {
            end(known, how);
        }
    }

    private void release(final int producer, final BindingKey key, final long user) {
        if (isByNumbers(key)) {
            final InetAddress to = ((Fec.ReceivedLabel) key.fec()).nextHop();
            bindings.release(origin(producer), user, PrefixKey.family(to), PrefixKey.high(to), PrefixKey.low(to),
                ((Fec.ReceivedLabel) key.fec()).label(), key.accept(), now);
        } else {
            bindings.release(origin(producer), key, user, now);
        }
    }

    private void withdraw(final int producer, final BindingKey key, final long user) {
        if (isByNumbers(key)) {
            final InetAddress to = ((Fec.ReceivedLabel) key.fec()).nextHop();
            bindings.withdraw(origin(producer), user, PrefixKey.family(to), PrefixKey.high(to), PrefixKey.low(to),
                ((Fec.ReceivedLabel) key.fec()).label(), key.accept(), now);
        } else {
            bindings.withdraw(origin(producer), key, user, now);
        }
    }

    private void withdrawAll(final int producer, final BindingKey key) {
        final Known known = model.get(name(producer, key));
        try {
            bindings.withdrawAll(origin(producer), key, now);
        } catch (final RefusedException e) {
            assertThat(e.reason()).isEqualTo(RefusalReason.NOT_FOUND);
            assertThat(known == null || known.stage == BindingStage.GONE || known.stage == BindingStage.WITHDRAWN).isTrue();
            return;
        }
        known.users.clear();
        end(known, BindingStage.WITHDRAWN);
    }

    private void end(final Known known, final BindingStage how) {
        known.stage = how;
        known.deadline = now + HOLD;
    }

    private void claimOrNot(final String owner, final int label) {
        if (claimed.remove(label)) {
            bindings.unclaim(label, now);
            restsUntil.put(label, now + HOLD);
            return;
        }
        final boolean free = model.values().stream().noneMatch(known -> known.label == label) && label != 130 && label != 112
            && (!BGP_RANGE.contains(label) || owner.equals("bgp"));
        try {
            bindings.checkClaim(owner, label);
        } catch (final RefusedException e) {
            outcomes[7]++;
            assertThat(free).isFalse();
            return;
        }
        assertThat(free).isTrue();
        bindings.claim(label);
        claimed.add(label);
        restsUntil.remove(label);
    }

    /** A label that is claimed or could be is given up and claimed again in a loop. */
    private void comeAndGo(final int label, final int times) {
        for (int i = 0; i < times; i++) {
            claimOrNot("bgp", label);
        }
    }

    /** The producer comes back, puts some of what it had while timers fire, and says that this was all, or goes before that. */
    private void restart(final int producer, final SplittableRandom random) {
        if (random.nextBoolean()) {
            timers.add(origin(producer, sessions[producer] + 1));
        }
        sessions[producer] += random.nextInt(1, 4);
        final int some = random.nextInt(4);
        for (int i = 0; i < KEYS; i++) {
            final Known known = model.get(name(producer, key(i)));
            if (known != null && known.stage == BindingStage.LIVE && i % 4 <= some) {
                put(producer, key(i), random.nextLong(USERS) - 1, new Action.Swap(50, 1));
            }
            if (random.nextInt(KEYS) == 0) {
                fire(random);
                check();
            }
        }
        if (random.nextInt(3) == 0) {
            outcomes[6] += sweep(origin(producer));
        }
    }

    private void fire(final SplittableRandom random) {
        if (!timers.isEmpty()) {
            final Origin origin = timers.remove(random.nextInt(timers.size()));
            final int swept = sweep(origin);
            outcomes[8] += origin.session() < sessions[origin.producer()] ? swept : 0;
        }
    }

    private int sweep(final Origin origin) {
        int looked = 0;
        int swept;
        do {
            swept = bindings.sweep(origin, 3, now);
            looked += swept;
        } while (swept == 3);
        int stale = 0;
        for (int i = 0; i < KEYS; i++) {
            final Known known = model.get(name(origin.producer(), key(i)));
            if (known != null && known.users.values().removeIf(session -> session < origin.session())) {
                stale++;
                if (known.users.isEmpty()) {
                    end(known, BindingStage.GONE);
                }
            }
        }
        assertThat(looked).as("bindings that a sweep looks at").isEqualTo(stale);
        return stale;
    }

    private void pass(final long nanos) {
        now += nanos;
        final int done = bindings.doWork(now);
        final int bound = model.size();
        final int[] released = new int[1];
        model.values().removeIf(known -> {
            final boolean over = known.stage != BindingStage.LIVE && known.deadline - now <= 0;
            if (over && known.stage == BindingStage.RELEASED) {
                end(known, BindingStage.GONE);
                released[0]++;
                return false;
            }
            return over;
        });
        final int resting = restsUntil.size();
        restsUntil.values().removeIf(until -> until - now <= 0);
        outcomes[9] += resting - restsUntil.size();
        assertThat(done).as("a step for each label, whatever happened to it meanwhile")
            .isEqualTo(bound - model.size() + released[0] + resting - restsUntil.size());
    }

    private void check() {
        final Set<Integer> labels = new HashSet<>();
        int forwarding = 0;
        for (final Known known : model.values()) {
            assertThat(labels.add(known.label)).as("label %d has one binding", known.label).isTrue();
            assertThat(claimed).doesNotContain(known.label);
            assertThat(bindings.find(known.label).users()).as("users of %d", known.label).isEqualTo(known.users.size());
            final LspIntent entry = entries.get(known.label);
            if (known.stage == BindingStage.GONE) {
                assertThat(entry).isNull();
            } else {
                forwarding++;
                assertThat(entry.action()).isEqualTo(known.stage == BindingStage.WITHDRAWN ? new Action.Withdrawn() : known.action);
            }
        }
        assertThat(entries).hasSize(forwarding);
        final List<LabelUsage> usage = bindings.usage();
        assertThat(usage.stream().mapToInt(row -> row.inUse() + row.resting() + row.pinned() + row.free()).sum())
            .isEqualTo(DYNAMIC.size());
    }
}
