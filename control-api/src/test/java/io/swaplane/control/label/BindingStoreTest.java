package io.swaplane.control.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.intent.Origin;
import io.swaplane.table.IlmLayout;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BindingStoreTest {
    private static final Origin BGP = new Origin(7, 1, "bgp", 100);

    private final BindingStore bindings = new BindingStore();
    private final TreeMap<Integer, Long> plain = new TreeMap<>();

    private void flip(final int label) {
        if (plain.remove(label) == null) {
            plain.put(label, 7L * label);
            bindings.add(label, 7L * label, BGP);
        } else {
            bindings.remove(label);
        }
    }

    private void check(final int label) {
        assertThat(bindings.has(label) ? bindings.key(label) : null).isEqualTo(plain.get(label));
        final Integer next = plain.ceilingKey(label);
        assertThat(bindings.next(label)).isEqualTo(next == null ? FreeLabels.NONE : next);
    }

    @Test
    void shouldFindTheNextBindingLikeAPlainMap() {
        final SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            // Few pages, so that they fill and become empty again; now and then one anywhere.
            flip(i % 100 == 0 ? random.nextInt(IlmLayout.LABELS) : 1024 * random.nextInt(5) + random.nextInt(3));
            check(random.nextInt(6 * 1024));
            check(random.nextInt(IlmLayout.LABELS));
        }
        while (!plain.isEmpty()) {
            flip(plain.firstKey());
        }
        check(0);
    }

    @Test
    void shouldFindTheFirstAndTheLastLabel() {
        flip(0);
        flip(IlmLayout.LABELS - 1);
        check(0);
        check(1);
        check(IlmLayout.LABELS - 1);
        assertThat(bindings.next(IlmLayout.LABELS)).isEqualTo(FreeLabels.NONE);
        assertThat(bindings.has(-1)).isFalse();
        assertThat(bindings.has(IlmLayout.LABELS)).isFalse();
    }

    /** However many users there are, what the store says of them is what {@link BindingUsers} says. */
    @Test
    void shouldKeepUsersAsTheirSetDoes() {
        final SplittableRandom random = new SplittableRandom(2);
        final BindingUsers users = new BindingUsers();
        bindings.add(16, 1, BGP);
        int session = 1;
        for (int i = 0; i < 100_000; i++) {
            final long user = random.nextInt(3) - 1;
            switch (random.nextInt(20)) {
                case 0, 1 -> session++;
                case 2 -> {
                    if (!users.isEmpty()) {
                        final int before = session - random.nextInt(3);
                        bindings.removeUsersBefore(16, before);
                        users.removeBefore(before);
                    }
                }
                case 3 -> {
                    bindings.clearUsers(16);
                    users.clear();
                }
                case 4, 5, 6, 7, 8, 9, 10, 11 -> assertThat(bindings.removeUser(16, user)).isEqualTo(users.remove(user));
                default -> {
                    final int by = session - random.nextInt(2);
                    bindings.putUser(16, by, user);
                    users.put(by, user);
                }
            }
            assertThat(bindings.countUsers(16)).isEqualTo(users.count());
            assertThat(bindings.hasUsers(16)).isEqualTo(!users.isEmpty());
            if (!users.isEmpty()) {
                assertThat(bindings.oldestSession(16)).isEqualTo(users.oldestSession());
            }
        }
    }
}
