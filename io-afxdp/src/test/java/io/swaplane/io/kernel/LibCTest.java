package io.swaplane.io.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class LibCTest {
    @Test
    void shouldAnswerWithTheNegativeErrno() {
        assertThat(LibC.close(-1)).isEqualTo(Errno.EBADF.asResult());
        assertThat(LibC.open("/no/such/file", KernelAbi.O_RDONLY)).isEqualTo(Errno.ENOENT.asResult());
        assertThat(LibC.ifNametoindex("no-such-link")).isEqualTo(Errno.ENODEV.asResult());
        assertThat(LibC.sendto(-1, 0, 0, 0, 0, 0)).isEqualTo(Errno.EBADF.asResult());
    }

    @Test
    void shouldWakeAPollThroughAnEventDescriptor() {
        final int event = LibC.eventfd(0, KernelAbi.EFD_CLOEXEC | KernelAbi.EFD_NONBLOCK);
        assertThat(event).isNotNegative();
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment pollfd = arena.allocate(KernelAbi.PollFd.SIZE, 4);
            pollfd.set(ValueLayout.JAVA_INT, KernelAbi.PollFd.FD, event);
            pollfd.set(ValueLayout.JAVA_SHORT, KernelAbi.PollFd.EVENTS, (short) KernelAbi.POLLIN);
            assertThat(LibC.poll(pollfd.address(), 1, 0)).isZero();
            final MemorySegment count = arena.allocateFrom(ValueLayout.JAVA_LONG, 3L);
            assertThat(LibC.write(event, count.address(), 8)).isEqualTo(8);
            assertThat(LibC.poll(pollfd.address(), 1, 0)).isEqualTo(1);
            count.set(ValueLayout.JAVA_LONG, 0, 0L);
            assertThat(LibC.read(event, count.address(), 8)).isEqualTo(8);
            assertThat(count.get(ValueLayout.JAVA_LONG, 0)).isEqualTo(3);
            assertThat(LibC.read(event, count.address(), 8)).isEqualTo(Errno.EAGAIN.asResult());
        } finally {
            assertThat(LibC.close(event)).isZero();
        }
    }

    @Test
    void shouldSayWhichCallFailedOnWhatAndWhy() {
        assertThatThrownBy(() -> KernelException.check(-16, "bind", "swp0 queue 3"))
            .isInstanceOf(KernelException.class)
            .hasMessageContaining("bind on swp0 queue 3: EBUSY (")
            .satisfies(e -> assertThat(((KernelException) e).errno()).isEqualTo(Errno.EBUSY));
        assertThat(new KernelException("bind", "swp0", -16, "Stop the other.")).hasMessageEndingWith(". Stop the other.");
        assertThat(new KernelException("bind", "swp0", -3)).hasMessageContaining("errno 3");
    }
}
