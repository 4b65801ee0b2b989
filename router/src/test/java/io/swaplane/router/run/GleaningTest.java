package io.swaplane.router.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.memory.Memory;
import io.swaplane.table.AddressText;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GleaningTest {
    private static final String MACS = "020000000001020000000002";
    private static final String PACKET = "45000014000000004011000014000001";

    private final FrameStore store = new FrameStore(2, 2048);
    private final GleanRing ring = new GleanRing();
    private final List<String> found = new ArrayList<>();
    private final Gleaning gleaning = new Gleaning((on, address) -> found.add(on + " " + AddressText.of(address)), List.of(ring));

    @AfterEach
    void close() {
        ring.close();
        store.close();
    }

    @ParameterizedTest
    @CsvSource({
        "0800 45000014000000004011000014000001 0a010002, 3 10.1.0.2",
        "8100 0064 0800 45000014000000004011000014000001 0a010002, 3 10.1.0.2",
        "86dd 60000000000011400000000000000000000000000000000120010db8000000000000000000000002, 3 2001:db8::2",
        "8847 00010040 003e9140 45000014000000004011000014000001 0a010002, 3 10.1.0.2",
        "8847 003e9140 60000000000011400000000000000000000000000000000120010db8000000000000000000000002, 3 2001:db8::2",
    })
    void shouldAskForTheDestinationWhateverIsBeforeIt(final String frame, final String wanted) {
        offer(frame);
        assertThat(gleaning.doWork(0)).isOne();
        assertThat(found).containsExactly(wanted);
        assertThat(gleaning.doWork(0)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0800 4500", "8100 0064", "8847 00010040", "86dd 600000000000114000000000000000000000000000000001 2001"})
    void shouldNotReadBeyondAFrameThatEndsTooSoon(final String frame) {
        offer(frame);
        assertThat(gleaning.doWork(0)).isZero();
    }

    @Test
    void shouldAskForAnAddressOnceASecond() {
        for (int i = 0; i < 3; i++) {
            offer("0800 " + PACKET + "0a010002");
            offer("0800 " + PACKET + "0a010003");
        }
        gleaning.doWork(5);
        assertThat(found).containsExactly("3 10.1.0.2", "3 10.1.0.3");
        offer("0800 " + PACKET + "0a010002");
        gleaning.doWork(4 + Gleaning.PERIOD_NANOS);
        assertThat(found).hasSize(2);
        offer("0800 " + PACKET + "0a010002");
        gleaning.doWork(5 + Gleaning.PERIOD_NANOS);
        assertThat(found).containsExactly("3 10.1.0.2", "3 10.1.0.3", "3 10.1.0.2");
    }

    @Test
    void shouldGoOnBehindARingThatWasFull() {
        for (int i = 0; i < 1000; i++) {
            offer("0800 " + PACKET + "0a01%04x".formatted(i));
        }
        assertThat(gleaning.doWork(0)).isEqualTo(256);
        assertThat(found).as("no more than some of an interface").hasSize(Gleaning.MOST).contains("3 10.1.0.0");
        offer("0800 " + PACKET + "0a020000");
        gleaning.doWork(Gleaning.PERIOD_NANOS);
        assertThat(found).hasSize(Gleaning.MOST + 1).endsWith("3 10.2.0.0");
    }

    private void offer(final String digits) {
        final byte[] bytes = HexFormat.of().parseHex((MACS + digits).replace(" ", ""));
        final long at = store.allocate();
        Memory.copyIn(bytes, 0, at, bytes.length);
        ring.offer(3, FrameRef.of(at, bytes.length));
        store.free(at);
    }
}
