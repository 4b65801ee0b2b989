package io.swaplane.router.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.view.AttachmentView;
import io.swaplane.control.view.QueueView;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortLossTest {
    @Test
    void shouldAddUpWhatIsLostOverAllQueuesAndNoFrameTwice() {
        final AttachmentView port = new AttachmentView("eth1", "xdp-copy", List.of(),
            List.of(QueueView.xdp(0, 1, 2, 1, 30, 40, 1000, 5), QueueView.xdp(1, 10, 20, 10, 0, 0, 2000, 50)), 7, null);

        assertThat(PortLoss.UNSERVED.of(port)).isEqualTo(7);
        assertThat(PortLoss.OVERFLOW.of(port)).isEqualTo(33);
        assertThat(PortLoss.TOO_LONG_IN.of(port)).isEqualTo(55);
        assertThat(PortLoss.INVALID.of(port)).isEqualTo(70);
        assertThat(PortLoss.NOT_SENT.of(port)).isZero();
    }

    @Test
    void shouldKnowTheLossesOfAnAfPacketPort() {
        final AttachmentView port = new AttachmentView("eth1", "af-packet", List.of(),
            List.of(QueueView.packet(1, 2, 3, 4, 5, 6, "EPERM: not allowed")), 0, null);

        assertThat(PortLoss.OVERFLOW.of(port)).isEqualTo(1);
        assertThat(PortLoss.TOO_LONG_IN.of(port)).isEqualTo(2);
        assertThat(PortLoss.UNFINISHED.of(port)).isEqualTo(3);
        assertThat(PortLoss.TOO_LONG_OUT.of(port)).isEqualTo(4);
        assertThat(PortLoss.NO_ROOM.of(port)).isEqualTo(5);
        assertThat(PortLoss.NOT_TAKEN.of(port)).isZero();
        assertThat(PortLoss.NOT_SENT.of(port)).isEqualTo(6);
        assertThat(PortLoss.NOT_SENT.sentence(port)).endsWith(": EPERM: not allowed");
    }

    @Test
    void shouldTellARingWithoutRoomFromADriverThatTakesNoXdpFrames() {
        final QueueView queue = QueueView.xdp(0, 0, 0, 0, 0, 0, 0, 0).notSent(3, 4, "ENOMEM: no memory");
        final AttachmentView ring = new AttachmentView("eth1", "xdp-copy", List.of(), List.of(queue), 0, null);
        final AttachmentView frames = new AttachmentView("eth1", "xdp-copy+xdp-transmit", List.of(), List.of(queue), 0, null);

        assertThat(PortLoss.NO_ROOM.of(ring)).isEqualTo(3);
        assertThat(PortLoss.NOT_TAKEN.of(ring)).isZero();
        assertThat(PortLoss.NO_ROOM.of(frames)).isZero();
        assertThat(PortLoss.NOT_TAKEN.of(frames)).isEqualTo(3);
        assertThat(PortLoss.NOT_SENT.of(frames)).isEqualTo(4);
        assertThat(PortLoss.NOT_SENT.sentence(frames)).endsWith(": ENOMEM: no memory");
    }
}
