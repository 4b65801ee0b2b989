package io.swaplane.control.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BindingUsersTest {
    private final BindingUsers users = new BindingUsers();

    /** No more users than sessions that are told apart. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, BindingUsers.MOST_SESSIONS})
    void shouldKnowWhichSessionHasPutEachUserLikeAPlainMap(final int most) {
        final Map<Long, Integer> plain = new HashMap<>();
        final SplittableRandom random = new SplittableRandom(most);
        int session = 1;
        for (int i = 0; i < 100_000; i++) {
            final long user = random.nextInt(most) - 1;
            switch (random.nextInt(20)) {
                case 0, 1, 2 -> session += random.nextInt(1, 3);
                case 3 -> {
                    final int before = session - random.nextInt(-1, 10);
                    users.removeBefore(before);
                    plain.values().removeIf(each -> each < before);
                }
                case 4, 5, 6 -> assertThat(users.remove(user)).isEqualTo(plain.remove(user) != null);
                default -> {
                    users.put(session, user);
                    plain.put(user, session);
                }
            }
            assertThat(users.count()).isEqualTo(plain.size());
            assertThat(users.isEmpty()).isEqualTo(plain.isEmpty());
            if (!plain.isEmpty()) {
                assertThat(users.oldestSession()).isEqualTo(Collections.min(plain.values()));
            }
        }
    }

    @Test
    void shouldCountAnOlderSessionsPutAsTheNewestOnes() {
        users.put(5, 1);
        users.put(3, 2);
        users.put(3, 1);
        users.removeBefore(5);
        assertThat(users.count()).isEqualTo(2);
        assertThat(users.oldestSession()).isEqualTo(5);
    }

    @Test
    void shouldTellApartNoMoreSessionsThanItMayAndTakeNoUserEarly() {
        final int sessions = 10 * BindingUsers.MOST_SESSIONS;
        for (int session = 1; session <= sessions; session++) {
            users.put(session, 2 * session);
            users.put(session, 2 * session + 1);
        }
        final int oldest = sessions - BindingUsers.MOST_SESSIONS + 1;
        assertThat(users.count()).isEqualTo(2 * sessions);
        assertThat(users.oldestSession()).isEqualTo(oldest);
        users.removeBefore(oldest);
        assertThat(users.count()).isEqualTo(2 * sessions);

        for (int session = oldest; session < sessions; session++) {
            users.removeBefore(session + 1);
            assertThat(users.count()).isEqualTo(2 * (sessions - session));
        }
        users.removeBefore(sessions + 1);
        assertThat(users.isEmpty()).isTrue();
    }

    @Test
    void shouldTakeOutUsersOfSessionsThatBecameOne() {
        for (int session = 1; session <= 2 * BindingUsers.MOST_SESSIONS; session++) {
            users.put(session, session);
        }
        for (int user = 1; user <= 2 * BindingUsers.MOST_SESSIONS; user++) {
            assertThat(users.remove(user)).isTrue();
            assertThat(users.remove(user)).isFalse();
        }
        assertThat(users.isEmpty()).isTrue();
    }
}
