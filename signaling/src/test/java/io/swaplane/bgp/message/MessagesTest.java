package io.swaplane.bgp.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers, KEEPALIVE, NOTIFICATION and ROUTE-REFRESH messages. */
class MessagesTest {
    private static byte[] header(final int length, final int type) {
        final byte[] header = new byte[MessageHeader.LENGTH];
        MessageHeader.write(header, 0, length, type);
        return header;
    }

    @Test
    void shouldRefuseAWrongMarker() {
        for (int i = 0; i < 16; i++) {
            final byte[] header = header(19, 4);
            header[i] = 0x7F;
            assertThat(MessageHeader.check(header, 0, false)).isEqualTo(Notification.of(1, 1));
        }
    }

    @ParameterizedTest(name = "type {0}, length {1}, extended {2}")
    @CsvSource({"1,28,false", "1,4097,false", "1,4097,true", "2,22,false", "2,4097,false", "3,20,false", "3,4097,false", "4,18,false",
        "4,20,false", "4,20,true", "5,18,false", "5,4097,false", "9,18,false", "9,4097,false", "2,0,true", "2,65535,false"})
    void shouldRefuseAWrongLengthAndSayIt(final int type, final int length, final boolean extended) {
        assertThat(MessageHeader.check(header(length, type), 0, extended))
            .isEqualTo(Notification.of(1, 2, new byte[] {(byte) (length >>> 8), (byte) length}));
    }

    @ParameterizedTest(name = "type {0}, length {1}, extended {2}")
    @CsvSource({"1,29,false", "1,4096,false", "1,4096,true", "2,23,false", "2,4096,false", "2,65535,true", "3,21,false", "3,65535,true",
        "4,19,false", "5,23,false", "5,65535,true"})
    void shouldTakeALengthThatFits(final int type, final int length, final boolean extended) {
        assertThat(MessageHeader.check(header(length, type), 0, extended)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 6, 255})
    void shouldRefuseAnUnknownTypeAndSayIt(final int type) {
        assertThat(MessageHeader.check(header(19, type), 0, false)).isEqualTo(Notification.of(1, 3, new byte[] {(byte) type}));
    }

    @Test
    void shouldReadAHeaderWithinABuffer() {
        final byte[] buffer = new byte[64];
        Arrays.fill(buffer, (byte) 1);
        MessageHeader.write(buffer, 7, 23, 5);
        assertThat(MessageHeader.check(buffer, 7, false)).isNull();
        assertThat(MessageHeader.length(buffer, 7)).isEqualTo(23);
        assertThat(MessageHeader.type(buffer, 7)).isEqualTo(MessageHeader.ROUTE_REFRESH);
    }

    @Test
    void shouldWriteAKeepalive() {
        assertThat(MessageHeader.keepalive()).isEqualTo(UpdateBytes.octets("ff".repeat(16) + "001304"));
    }

    @Test
    void shouldReadANotificationAsItWasWritten() {
        for (int code = 0; code < 9; code++) {
            for (int subcode = 0; subcode < 12; subcode++) {
                final Notification notification = Notification.of(code, subcode, new byte[] {1, (byte) code, (byte) subcode});
                final byte[] message = notification.encode();
                assertThat(MessageHeader.check(message, 0, false)).isNull();
                assertThat(Notification.decode(message, 0, message.length)).isEqualTo(notification).hasToString(notification.toString());
            }
        }
    }

    /** RFC 8538 §3.1: it wraps another, once. */
    @Test
    void shouldUnwrapAHardResetOnce() {
        final byte[] within = new byte[MessageHeader.MAX_EXTENDED_MESSAGE - 21];
        for (int i = 0; i < within.length; i++) {
            within[i] = (byte) (i % 2 == 0 ? Notification.CEASE : Notification.HARD_RESET);
        }
        assertThat(Notification.of(Notification.CEASE, Notification.HARD_RESET, within).toString())
            .startsWith("cease: hard reset (6/9), cease: hard reset (6/9), data 060906");
        assertThat(Notification.of(Notification.CEASE, Notification.HARD_RESET, new byte[] {6})).hasToString(
            "cease: hard reset (6/9), data 06");
    }

    @Test
    void shouldCutTheDataOfANotificationThatDoesNotFit() {
        final byte[] message = Notification.of(3, 1, new byte[5000]).encode();
        assertThat(message).hasSize(4096);
        assertThat(MessageHeader.check(message, 0, false)).isNull();
    }

    @Test
    void shouldCarryAShutdownText() {
        final Notification shutdown = Notification.shutdown(Notification.ADMINISTRATIVE_SHUTDOWN, "Wartung, zurück um 5\n");
        assertThat(shutdown.shutdownText()).isEqualTo("Wartung, zurück um 5 ");
        assertThat(shutdown).hasToString("cease: administrative shutdown (6/2): \"Wartung, zurück um 5 \"");
    }

    @Test
    void shouldCutALongShutdownTextBetweenCharacters() {
        final Notification shutdown = Notification.shutdown(Notification.ADMINISTRATIVE_RESET, "a" + "ü".repeat(200));
        assertThat(shutdown.shutdownText()).isEqualTo("a" + "ü".repeat(127));
        assertThat(shutdown.data()).hasSize(256);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "0561", "02c328", "01"})
    void shouldTakeNoTextThatIsNone(final String data) {
        assertThat(Notification.of(6, 2, UpdateBytes.octets(data)).shutdownText()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"6,7,cease: connection collision resolution (6/7)", "4,0,hold timer expired (4/0)",
        "3,11,UPDATE message error: malformed AS_PATH (3/11)",
        "3,99,UPDATE message error (3/99)", "77,1,error (77/1)"})
    void shouldNameErrors(final int code, final int subcode, final String text) {
        assertThat(Notification.of(code, subcode)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {RouteRefresh.REQUEST, RouteRefresh.BEGIN, RouteRefresh.END, 77})
    void shouldReadARouteRefreshAsItWasWritten(final int subtype) {
        for (final Family family : Family.values()) {
            final RouteRefresh refresh = new RouteRefresh(family.numbers(), subtype);
            final byte[] message = refresh.encode();
            assertThat(MessageHeader.check(message, 0, false)).isNull();
            assertThat(RouteRefresh.decode(message, 0, message.length, false)).isEqualTo(Decoded.of(refresh));
        }
    }

    @Test
    void shouldAnswerARouteRefreshOfAWrongLength() {
        for (final String body : new String[] {"", "00010080" + "00", "000100"}) {
            final byte[] message = MessageHeader.message(5, UpdateBytes.octets(body));
            assertThat(RouteRefresh.decode(message, 0, message.length, true).error())
                .isEqualTo(Notification.of(1, 2, new byte[] {0, (byte) message.length}));
        }
        final byte[] begin = MessageHeader.message(5, UpdateBytes.octets("0001018000"));
        assertThat(RouteRefresh.decode(begin, 0, begin.length, true).error()).isEqualTo(Notification.of(7, 1, begin));
        assertThat(RouteRefresh.decode(begin, 0, begin.length, false).error()).isEqualTo(Notification.of(1, 2, new byte[] {0, 24}));
    }
}
