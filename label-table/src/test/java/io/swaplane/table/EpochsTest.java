package io.swaplane.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EpochsTest {
    private final Epochs epochs = new Epochs(2);
    private final List<String> ran = new ArrayList<>();

    @AfterEach
    void close() {
        epochs.close();
    }

    @Test
    void shouldReclaimAtOnceWhileEveryWorkerIsOffline() {
        epochs.retire(() -> ran.add("a"));

        assertThat(epochs.reclaim()).isEqualTo(1);
        assertThat(ran).containsExactly("a");
        assertThat(epochs.waiting()).isZero();
    }

    @Test
    void shouldTellWhichWorkersAreOnline() {
        epochs.online(1);
        assertThat(epochs.isOnline(0)).isFalse();
        assertThat(epochs.isOnline(1)).isTrue();

        epochs.quiescent(1);
        assertThat(epochs.isOnline(1)).isTrue();

        epochs.offline(1);
        assertThat(epochs.isOnline(1)).isFalse();
    }

    @Test
    void shouldWaitUntilEveryOnlineWorkerWasQuiescent() {
        epochs.online(0);
        epochs.online(1);
        epochs.retire(() -> ran.add("a"));
        assertThat(epochs.reclaim()).isZero();

        epochs.quiescent(0);
        assertThat(epochs.reclaim()).isZero();
        assertThat(epochs.waiting()).isEqualTo(1);

        epochs.quiescent(1);
        assertThat(epochs.reclaim()).isEqualTo(1);
        assertThat(ran).containsExactly("a");
    }

    @Test
    void shouldNotCountAQuiescentPointFromBefore() {
        epochs.online(0);
        epochs.quiescent(0);
        epochs.retire(() -> ran.add("a"));

        assertThat(epochs.reclaim()).isZero();
    }

    @Test
    void shouldNotBeHeldUpByAWorkerThatIsOffline() {
        epochs.online(0);
        epochs.online(1);
        epochs.retire(() -> ran.add("a"));
        epochs.offline(1);
        epochs.quiescent(0);

        assertThat(epochs.reclaim()).isEqualTo(1);
    }

    @Test
    void shouldNotBeHeldUpByAWorkerThatCameOnlineLater() {
        epochs.retire(() -> ran.add("a"));
        epochs.online(0);

        assertThat(epochs.reclaim()).isEqualTo(1);
        epochs.retire(() -> ran.add("b"));
        assertThat(epochs.reclaim()).isZero();
    }

    @Test
    void shouldRunWhatIsSafeInOrderAndKeepTheRest() {
        epochs.online(0);
        epochs.retire(() -> ran.add("a"));
        epochs.retire(() -> ran.add("b"));
        epochs.quiescent(0);
        epochs.retire(() -> ran.add("c"));

        assertThat(epochs.reclaim()).isEqualTo(2);
        assertThat(ran).containsExactly("a", "b");
        epochs.quiescent(0);
        assertThat(epochs.reclaim()).isEqualTo(1);
        assertThat(ran).containsExactly("a", "b", "c");
    }

    @Test
    void shouldGiveWhatAnActionRetiresAGracePeriodOfItsOwn() {
        epochs.retire(() -> {
            ran.add("a");
            epochs.online(0);
            epochs.retire(() -> ran.add("b"));
        });

        assertThat(epochs.reclaim()).isEqualTo(1);
        assertThat(epochs.reclaim()).isZero();
        epochs.quiescent(0);
        assertThat(epochs.reclaim()).isEqualTo(1);
        assertThat(ran).containsExactly("a", "b");
    }
}
