package io.swaplane.bgp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the writer writes, the reader reads. */
class UpdateRoundTripTest {
    private static final Family[] ALL = Family.values();
    private static final int ROUNDS = 3000;

    private final List<byte[]> sent = new ArrayList<>();

    private UpdateWriter writer(final Negotiated form) {
        return new UpdateWriter(form, (buffer, offset, length) -> {
            assertThat(MessageHeader.check(buffer, offset, form.receivesExtendedMessages())).isNull();
            assertThat(MessageHeader.length(buffer, offset)).isEqualTo(length);
            sent.add(Arrays.copyOfRange(buffer, offset, offset + length));
        });
    }

    private static Negotiated form(final RandomRoutes by) {
        final Forms forms = by.chance() ? Forms.internal(ALL) : Forms.external(ALL);
        if (by.chance()) {
            forms.fourOctetAs();
        }
        if (by.chance()) {
            forms.pathIds(ALL);
        }
        if (by.chance()) {
            forms.labels(4, ALL);
        }
        if (by.chance()) {
            forms.ipv6NextHops(ALL);
        }
        if (by.chance()) {
            forms.with(new Capability.ExtendedMessage());
        }
        return forms.build();
    }

    @Test
    void shouldReadAnyRoutesAsTheyWereWritten() {
        final RandomRoutes by = new RandomRoutes(1);
        for (int round = 0; round < ROUNDS; round++) {
            final Negotiated form = form(by);
            final Family family = by.family();
            final PathAttributes attributes = by.attributes(form.internal());
            final NextHop nextHop = by.nextHop(family, form.sendsIpv6NextHops(family));
            final List<RandomRoutes.Route> routes = new ArrayList<>();
            for (int i = by.below(by.below(50) == 0 ? 900 : 20); i >= 0; i--) {
                routes.add(by.route(family, form.sendsPathIds(family), form.labelsSent(family)));
            }
            sent.clear();
            final UpdateWriter writer = writer(form);
            assertThat(writer.announce(family, attributes, nextHop)).isTrue();
            routes.forEach(writer::add);
            writer.withdraw(family);
            routes.forEach(writer::add);
            writer.flush();
            assertRead(form, family, attributes, nextHop, routes);
        }
    }

    private void assertRead(
        final Negotiated form, final Family family, final PathAttributes attributes, final NextHop nextHop,
        final List<RandomRoutes.Route> routes) {
        final UpdateReader reader = Forms.reader(form);
        final List<RandomRoutes.Route> announced = new ArrayList<>();
        final List<RandomRoutes.Route> withdrawn = new ArrayList<>();
        for (final byte[] message : sent) {
            assertThat(reader.read(message, 0, message.length)).as(() -> reader.faults().toString()).isEqualTo(Remedy.NONE);
            while (reader.next()) {
                assertThat(reader.family()).isEqualTo(family);
                if (reader.withdrawn()) {
                    withdrawn.add(RandomRoutes.Route.of(reader));
                } else {
                    assertThat(reader.nextHop()).isEqualTo(nextHop);
                    assertThat(reader.attributes()).isEqualTo(attributes).hasSameHashCodeAs(attributes);
                    announced.add(RandomRoutes.Route.of(reader));
                }
            }
        }
        assertThat(announced).isEqualTo(routes);
        assertThat(withdrawn).isEqualTo(routes.stream().map(RandomRoutes.Route::withdrawn).toList());
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadTheSameWithinALargerBufferAndAtItsEnd(final Family family) {
        final RandomRoutes by = new RandomRoutes(family.ordinal());
        final Negotiated form = Forms.external(ALL).build();
        final UpdateWriter writer = writer(form);
        writer.announce(family, by.attributes(false), by.nextHop(family, false));
        for (int i = 0; i < 50; i++) {
            writer.add(by.route(family, false, 1));
        }
        writer.flush();
        final byte[] message = sent.getFirst();
        final byte[] buffer = new byte[message.length + 77];
        Arrays.fill(buffer, (byte) 0xFF);
        System.arraycopy(message, 0, buffer, 33, message.length);
        final UpdateReader inside = Forms.reader(form);
        final UpdateReader alone = Forms.reader(form);
        assertThat(inside.read(buffer, 33, message.length)).isEqualTo(alone.read(message, 0, message.length)).isEqualTo(Remedy.NONE);
        for (int i = 0; i < 50; i++) {
            assertThat(inside.next() && alone.next()).isTrue();
            assertThat(RandomRoutes.Route.of(inside)).isEqualTo(RandomRoutes.Route.of(alone));
        }
        assertThat(inside.next() || alone.next()).isFalse();
        inside.rewind();
        assertThat(inside.next()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFillMessages(final boolean extended) {
        final Forms forms = Forms.external(ALL);
        final Negotiated form = (extended ? forms.with(new Capability.ExtendedMessage()) : forms).build();
        final UpdateWriter writer = writer(form);
        final PathAttributes attributes = PathAttributes.builder().asPath(AsPath.sequence(42)).build();
        for (final Family family : new Family[] {Family.IPV4_UNICAST, Family.VPNV4, Family.VPNV6}) {
            sent.clear();
            writer.announce(family, attributes, NextHop.ipv4(0x0a000001));
            for (int i = 0; i < 20_000; i++) {
                writer.add(0, 16, 1, (long) i << 40, 0, 24);
            }
            writer.flush();
            final int octets = 4 + (family.vpn() ? 11 : 0);
            assertThat(sent.getFirst().length).isBetween(form.maxMessage() - octets - 50, form.maxMessage());
            assertThat(sent).hasSizeLessThan(20_000 * octets / (form.maxMessage() - 150) + 2);
        }
    }

    @Test
    void shouldGoOnWithAMessageWhenTheSameFollows() {
        final UpdateWriter writer = writer(Forms.external(ALL).build());
        for (int i = 0; i < 10; i++) {
            writer.announce(Family.VPNV4, PathAttributes.builder().med(1).build(), NextHop.ipv4(0x0a000001));
            writer.add(0, 16, 1, (long) i << 32, 0, 32);
        }
        for (int i = 0; i < 10; i++) {
            writer.withdraw(Family.VPNV4);
            writer.add(0, 0, 1, (long) i << 32, 0, 32);
        }
        writer.flush();
        assertThat(sent).hasSize(2);
        writer.announce(Family.VPNV4, PathAttributes.builder().med(1).build(), NextHop.ipv4(0x0a000001));
        writer.add(0, 16, 1, 0, 0, 32);
        writer.announce(Family.VPNV4, PathAttributes.builder().med(2).build(), NextHop.ipv4(0x0a000001));
        writer.add(0, 16, 1, 0, 0, 32);
        writer.announce(Family.VPNV4, PathAttributes.builder().med(2).build(), NextHop.ipv4(0x0a000002));
        writer.add(0, 16, 1, 0, 0, 32);
        writer.endOfRib(Family.VPNV4);
        writer.announce(Family.VPNV4, PathAttributes.builder().med(2).build(), NextHop.ipv4(0x0a000002));
        writer.add(0, 16, 1, 0, 0, 32);
        writer.flush();
        assertThat(sent).hasSize(7);
    }

    @Test
    void shouldPutOneLabelWithItsBottomBit() {
        final UpdateWriter writer = writer(Forms.external(ALL).build());
        writer.announce(Family.VPNV4, PathAttributes.builder().origin(BgpOrigin.IGP).build(), NextHop.ipv4(0x0a010201));
        writer.add(9, 16, 0x0000_0064_0000_0000L, 0x0a0a_0a0b_0000_0000L, 0, 32);
        writer.flush();
        assertThat(sent.getFirst()).isEqualTo(new UpdateBytes()
            .raw("900e0021 0001 80 0c 0000000000000000 0a010201 00" + "78 000101 0000006400000000 0a0a0a0b")
            .attribute(0x40, 1, "00").attribute(0x40, 2, "").build());
    }

    @Test
    void shouldPutTheNextHopOfIpv4UnicastBehindTheAsPath() {
        final UpdateWriter writer = writer(Forms.external(ALL).build());
        writer.announce(Family.IPV4_UNICAST, PathAttributes.builder().asPath(AsPath.sequence(65001)).med(1).build(),
            NextHop.ipv4(0x0a000001));
        writer.add(0, 0, 0, 0x0a00_0000_0000_0000L, 0, 8);
        writer.flush();
        assertThat(sent.getFirst()).isEqualTo(new UpdateBytes().attribute(0x40, 1, "02").attribute(0x40, 2, UpdateBytes.PATH)
            .attribute(0x40, 3, UpdateBytes.HOP).attribute(0x80, 4, "00000001").announced("080a").build());
    }

    @Test
    void shouldSayThatAttributesLeaveNoRoom() {
        final UpdateWriter writer = writer(Forms.external(ALL).build());
        final PathAttributes large = PathAttributes.builder().others(List.of(new RawAttribute(0xE0, 200, new byte[4050]))).build();
        assertThat(writer.announce(Family.VPNV4, large, NextHop.ipv4(1))).isFalse();
        assertThat(writer.announce(Family.IPV4_UNICAST, large, NextHop.ipv4(1))).isFalse();
        writer.flush();
        assertThat(sent).isEmpty();
        assertThat(writer(Forms.external(ALL).with(new Capability.ExtendedMessage()).build()).announce(Family.VPNV4, large,
            NextHop.ipv4(1)))
            .isTrue();
    }

    @Test
    void shouldRefuseMoreLabelsThanThePeerTakes() {
        final UpdateWriter writer = writer(Forms.external(ALL).build());
        writer.announce(Family.IPV4_LABELED, PathAttributes.builder().build(), NextHop.ipv4(0x0a000001));
        assertThatThrownBy(() -> writer.add(new RandomRoutes.Route(0, List.of(16, 17), 0, 0, 0, 0)))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("2 labels");
        assertThatThrownBy(() -> writer.add(new RandomRoutes.Route(0, Collections.emptyList(), 0, 0, 0, 0)))
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.add(0, 16, 0, 0, 0, 33)).isInstanceOf(IllegalArgumentException.class);
        writer.flush();
        assertThat(sent).isEmpty();
    }

    @Test
    void shouldSendNothingWhenNothingWasAdded() {
        final UpdateWriter writer = writer(Forms.external(ALL).build());
        writer.flush();
        writer.withdraw(Family.VPNV4);
        writer.announce(Family.IPV4_UNICAST, PathAttributes.builder().build(), NextHop.ipv4(0x0a000001));
        writer.flush();
        assertThat(sent).isEmpty();
    }

    @Test
    void shouldMapAnIpv4NextHopOfIpv6Routes() {
        final Negotiated form = Forms.external(ALL).build();
        final UpdateWriter writer = writer(form);
        writer.announce(Family.VPNV6, PathAttributes.builder().build(), NextHop.ipv4(0x0a000001));
        writer.add(0, 16, 1, 0x2001_0db8_0000_0000L, 0, 32);
        writer.flush();
        assertThat(UpdateText.of(Forms.reader(form), sent.getFirst()))
            .containsExactly("announce vpnv6 0:1:2001:db8::/32 label 16 next-hop 10.0.0.1, origin incomplete, as-path empty");
    }
}
