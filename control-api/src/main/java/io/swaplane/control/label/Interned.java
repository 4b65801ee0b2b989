package io.swaplane.control.label;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Small numbers for values, equal ones having one. A number lives as long as it has users; then it is given out anew. Not more than
 * {@value #MOST} values at a time.
 */
final class Interned<T> {
    /** No value is this. */
    static final int NONE = -1;
    /** Numbers are below this: more than there are labels. */
    static final int MOST = 1 << 21;

    private static final int FIRST_ROOM = 16;

    private final Map<T, Integer> numbers = new HashMap<>();
    /** Null where a number is free. */
    private final List<T> values = new ArrayList<>();
    private int[] users = new int[FIRST_ROOM];
    /** The first free number; each says in {@link #users} which one is next. */
    private int free = NONE;

    /** The number of a value; {@link #NONE} when it has none. */
    int find(final T value) {
        final Integer known = numbers.get(value);
        return known == null ? NONE : known;
    }

    /** The number of a value, which is there until {@link #leave} is called as often as this and {@link #use}. */
    int use(final T value) {
        final int known = find(value);
        final int number = known == NONE ? add(value) : known;
        users[number]++;
        return number;
    }

    private int add(final T value) {
        int number = free;
        if (number == NONE) {
            number = values.size();
            if (number == MOST) {
                throw new IllegalStateException(MOST + " values");
            }
            values.add(value);
            users = number < users.length ? users : Arrays.copyOf(users, 2 * number);
        } else {
            free = users[number];
            values.set(number, value);
        }
        users[number] = 0;
        numbers.put(value, number);
        return number;
    }

    /** One more user of a number. */
    void use(final int number) {
        users[number]++;
    }

    /** One user less; whether it was the last one, and the number is free. */
    boolean leave(final int number) {
        users[number]--;
        if (users[number] > 0) {
            return false;
        }
        numbers.remove(values.set(number, null));
        users[number] = free;
        free = number;
        return true;
    }

    /** The value of a number. */
    T get(final int number) {
        return values.get(number);
    }
}
