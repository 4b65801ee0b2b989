package io.swaplane.bgp.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Captures of sessions between FRRouting, and between GoBGP and FRRouting, whole: what each message says is in the text file beside each
 * capture, one line for each route; {@code -Dswaplane.golden=regenerate} writes it anew.
 */
class CapturesTest {
    private static final boolean REGENERATE = "regenerate".equals(System.getProperty("swaplane.golden"));

    @ParameterizedTest
    @ValueSource(strings = {"lu-ebgp-asbr2-asbr3", "lu-ibgp-gobgp-asbr2", "vpnv4-ebgp-asbr2-asbr3", "vpnv4-ibgp-gobgp-asbr2"})
    void shouldReadEveryMessageOfACapture(final String name) throws IOException {
        final String read = String.join("\n", text(BgpCapture.read(name))) + "\n";
        if (REGENERATE) {
            Files.writeString(Path.of("src/test/resources/captures", name + ".txt"), read);
        }
        try (InputStream expected = CapturesTest.class.getResourceAsStream("/captures/" + name + ".txt")) {
            assertThat(REGENERATE).as("regenerated: look at what has changed, and run again without the switch").isFalse();
            assertThat(read).isEqualTo(new String(expected.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static List<String> text(final BgpCapture capture) {
        final List<String> lines = new ArrayList<>();
        for (final BgpCapture.Flow flow : capture.flows()) {
            lines.add(flow.from() + " to " + flow.to());
            final UpdateReader reader = Forms.reader(flow.form());
            for (final byte[] message : flow.messages()) {
                lines.addAll(text(reader, message).stream().map(line -> "  " + line).toList());
            }
        }
        return lines;
    }

    private static List<String> text(final UpdateReader reader, final byte[] message) {
        return switch (MessageHeader.type(message, 0)) {
            case MessageHeader.OPEN -> List.of(OpenMessage.decode(message, 0, message.length).message().toString());
            case MessageHeader.UPDATE -> UpdateText.of(reader, message);
            case MessageHeader.NOTIFICATION -> List.of(Notification.decode(message, 0, message.length).toString());
            case MessageHeader.KEEPALIVE -> List.of("keepalive");
            default -> List.of(RouteRefresh.decode(message, 0, message.length, false).message().toString());
        };
    }

    @Test
    void shouldFindAsManyMessagesAsThereAre() {
        assertThat(BgpCapture.read("lu-ebgp-asbr2-asbr3").counts()).isEqualTo(Map.of(1, 6, 2, 84, 3, 2, 4, 50, 5, 3));
        assertThat(BgpCapture.read("lu-ibgp-gobgp-asbr2").counts()).isEqualTo(Map.of(1, 3, 2, 68, 3, 4, 4, 94));
        assertThat(BgpCapture.read("vpnv4-ebgp-asbr2-asbr3").counts()).isEqualTo(Map.of(1, 9, 2, 104, 3, 2, 4, 54, 5, 6));
        assertThat(BgpCapture.read("vpnv4-ibgp-gobgp-asbr2").counts()).isEqualTo(Map.of(1, 5, 2, 77, 3, 4, 4, 102, 5, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lu-ebgp-asbr2-asbr3", "lu-ibgp-gobgp-asbr2", "vpnv4-ebgp-asbr2-asbr3", "vpnv4-ibgp-gobgp-asbr2"})
    void shouldWriteMessagesThatSayTheSame(final String name) {
        for (final BgpCapture.Flow flow : BgpCapture.read(name).flows()) {
            final Negotiated form = flow.form();
            final UpdateReader reader = Forms.reader(form);
            final UpdateReader again = Forms.reader(form);
            for (final byte[] message : flow.messages()) {
                switch (MessageHeader.type(message, 0)) {
                    case MessageHeader.OPEN -> {
                        final OpenMessage open = OpenMessage.decode(message, 0, message.length).message();
                        final byte[] written = open.encode();
                        assertThat(OpenMessage.decode(written, 0, written.length).message()).isEqualTo(open);
                    }
                    case MessageHeader.UPDATE -> assertThat(rewritten(form, reader, message).stream()
                        .flatMap(written -> UpdateText.of(again, written).stream()).collect(Collectors.toList()))
                        .isEqualTo(UpdateText.of(reader, message));
                    case MessageHeader.NOTIFICATION ->
                        assertThat(Notification.decode(message, 0, message.length).encode()).isEqualTo(message);
                    case MessageHeader.KEEPALIVE -> assertThat(MessageHeader.keepalive()).isEqualTo(message);
                    default -> assertThat(RouteRefresh.decode(message, 0, message.length, true).message().encode()).isEqualTo(message);
                }
            }
        }
    }

    private static List<byte[]> rewritten(final Negotiated form, final UpdateReader reader, final byte[] message) {
        final List<byte[]> written = new ArrayList<>();
        final UpdateWriter writer = new UpdateWriter(form, (buffer, offset, length) ->
            written.add(Arrays.copyOfRange(buffer, offset, offset + length)));
        reader.read(message, 0, message.length);
        if (reader.endOfRib() != null) {
            writer.endOfRib(reader.endOfRib());
        }
        while (reader.next()) {
            if (reader.withdrawn()) {
                writer.withdraw(reader.family());
            } else {
                writer.announce(reader.family(), reader.attributes(), reader.nextHop());
            }
            writer.add(reader);
            writer.flush();
        }
        return written;
    }
}
