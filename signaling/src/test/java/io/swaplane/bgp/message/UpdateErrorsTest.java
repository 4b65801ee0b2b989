package io.swaplane.bgp.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with an UPDATE message, and what is done about it: RFC 7606, case by case. */
class UpdateErrorsTest {
    private static final String VPN_HOP = "0000000000000000 0a000001";
    /** Label 16, route distinguisher 100:1, 10.0.0.0/8. */
    private static final String VPN_ROUTE = "60 000101 0000006400000001 0a";
    private static final String LABELED_ROUTE = "20 000101 0a";

    private final Negotiated external = Forms.external(Family.IPV4_UNICAST, Family.VPNV4, Family.IPV4_LABELED, Family.IPV6_UNICAST).build();
    private final Negotiated internal = Forms.internal(Family.IPV4_UNICAST, Family.VPNV4).build();
    private final Negotiated two = Forms.external(Family.IPV4_LABELED, Family.VPNV4).labels(2, Family.IPV4_LABELED,
        Family.VPNV4).build();
    private UpdateReader reader = Forms.reader(external);

    private Remedy read(final UpdateBytes message) {
        final byte[] octets = message.build();
        return reader.read(octets, 0, octets.length);
    }

    private List<String> routes() {
        final List<String> routes = new ArrayList<>();
        while (reader.next()) {
            routes.add((reader.withdrawn() ? "-" : "+") + reader.text(reader.family()));
        }
        return routes;
    }

    private void assertWithdrawn(final UpdateBytes message) {
        assertThat(read(message)).isEqualTo(Remedy.TREAT_AS_WITHDRAW);
        assertThat(reader.attributes()).isNull();
        final List<String> routes = routes();
        assertThat(routes).isNotEmpty().allMatch(route -> route.startsWith("-"));
        assertThat(reader.notification()).isNull();
        assertThat(reader.faults().getFirst().notification().code()).isEqualTo(Notification.UPDATE_ERROR);
    }

    private void assertDiscarded(final UpdateBytes message) {
        assertThat(read(message)).isEqualTo(Remedy.DISCARD_ATTRIBUTE);
        assertThat(routes()).isNotEmpty().allMatch(route -> route.startsWith("+"));
    }

    private void assertReset(final UpdateBytes message, final int subcode) {
        assertThat(read(message)).isEqualTo(Remedy.RESET_SESSION);
        assertThat(routes()).isEmpty();
        assertThat(reader.notification().code()).isEqualTo(Notification.UPDATE_ERROR);
        assertThat(reader.notification().subcode()).isEqualTo(subcode);
    }

    private void assertDisabled(final UpdateBytes message, final Family family) {
        assertThat(read(message)).isEqualTo(Remedy.DISABLE_FAMILY);
        assertThat(reader.disabled()).containsExactly(family);
        assertThat(reader.faults()).anyMatch(fault -> fault.family() == family);
    }

    @Test
    void shouldTakeWhatIsRight() {
        assertThat(read(UpdateBytes.sound())).isEqualTo(Remedy.NONE);
        assertThat(reader.next()).isTrue();
        assertThat(reader.withdrawn()).isFalse();
        assertThat(reader.text(reader.family())).isEqualTo("10.0.0.0/8");
        assertThat(reader.nextHop()).hasToString("10.0.0.1");
        assertThat(reader.attributes()).hasToString("origin IGP, as-path 65001");
        assertThat(reader.next()).isFalse();
        assertThat(reader.faults()).isEmpty();
    }

    @ParameterizedTest(name = "type {1}, flags {0}")
    @CsvSource({"0xC0,1,00", "0x80,2,0201fde9", "0x80,3,0a000001", "0x40,4,00000001", "0xC0,6,''", "0x80,7,00010a000001",
        "0x80,8,00010001", "0x80,16,0002006400000001", "0x80,32,000000010000000200000003"})
    void shouldTreatAsWithdrawWhenOptionalOrTransitiveBitIsWrong(final String flags, final int type, final String value) {
        final UpdateBytes message = new UpdateBytes();
        final String[] mandatory = {null, UpdateBytes.IGP, UpdateBytes.PATH, UpdateBytes.HOP};
        for (int i = 1; i < mandatory.length; i++) {
            if (i != type) {
                message.attribute(0x40, i, mandatory[i]);
            }
        }
        assertWithdrawn(message.attribute(Integer.decode(flags), type, value).announced("080a"));
        assertThat(reader.faults().getFirst().notification().subcode()).isEqualTo(Notification.ATTRIBUTE_FLAGS);
        assertThat(reader.faults().getFirst().notification().data()).startsWith(Integer.decode(flags), type);
    }

    @Test
    void shouldTreatAsWithdrawWhenFlagsOfMultiprotocolRoutesAreWrong() {
        assertWithdrawn(UpdateBytes.mandatory().attribute(0x40, 14, "0001800c" + VPN_HOP + "00" + VPN_ROUTE));
    }

    @Test
    void shouldTakeNoNoticeOfUnusedBitsAndOfALengthInTwoOctets() {
        assertThat(read(new UpdateBytes().attribute(0x4F & ~0x10, 1, "00").attribute(0x50, 2, UpdateBytes.PATH)
            .attribute(0x40, 3, UpdateBytes.HOP).announced("080a"))).isEqualTo(Remedy.NONE);
    }

    @ParameterizedTest(name = "type {1} of value {2}")
    @CsvSource({"0x40,1,0000", "0x40,1,''", "0x40,3,0a0000", "0x40,3,''", "0x80,4,000001", "0x80,4,''", "0xC0,8,000100", "0xC0,8,''",
        "0xC0,16,00020064000001", "0xC0,16,''", "0xC0,25,00020064000001", "0xC0,32,0000000100000002", "0xC0,32,''"})
    void shouldTreatAsWithdrawWhenALengthIsWrong(final String flags, final int type, final String value) {
        final UpdateBytes message = new UpdateBytes();
        final String[] mandatory = {null, UpdateBytes.IGP, UpdateBytes.PATH, UpdateBytes.HOP};
        for (int i = 1; i < mandatory.length; i++) {
            if (i != type) {
                message.attribute(0x40, i, mandatory[i]);
            }
        }
        assertWithdrawn(message.attribute(Integer.decode(flags), type, value).announced("080a"));
        assertThat(reader.faults().getFirst().notification().subcode()).isEqualTo(Notification.ATTRIBUTE_LENGTH);
    }

    @ParameterizedTest(name = "type {1} of value {2} from an internal peer")
    @CsvSource({"0x40,5,000001", "0x80,9,010101", "0x80,10,010101", "0x80,10,''"})
    void shouldTreatAsWithdrawWhenAnInternalAttributesLengthIsWrong(final String flags, final int type, final String value) {
        reader = Forms.reader(internal);
        assertWithdrawn(UpdateBytes.sound().attribute(Integer.decode(flags), type, value));
    }

    @Test
    void shouldDiscardAtomicAggregateWithAValue() {
        assertDiscarded(UpdateBytes.sound().attribute(0x40, 6, "00"));
        assertThat(reader.attributes().atomicAggregate()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00010a0000", "000000010a000001", ""})
    void shouldDiscardAggregatorOfAWrongLength(final String value) {
        assertDiscarded(UpdateBytes.sound().attribute(0xC0, 7, value));
        assertThat(reader.attributes().aggregator()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"40", "4005", "400504", "4005040000", "500500", "50050004", "c0ffff00"})
    void shouldTreatAsWithdrawWhenTheLastAttributeRunsPastTheEnd(final String rest) {
        assertWithdrawn(UpdateBytes.sound().raw(rest));
        assertThat(reader.faults().getFirst().notification().subcode()).isEqualTo(Notification.MALFORMED_ATTRIBUTE_LIST);
    }

    /** RFC 7606 §3 (j): what was withdrawn, or announced, beside 10.0.0.0/8 is not known. */
    @ParameterizedTest
    @ValueSource(strings = {"800e", "800eff00018004", "900e00", "800f", "800f04000180", "900f0400000180"})
    void shouldResetWhenRoutesRunPastTheEndOfTheAttributes(final String rest) {
        assertReset(UpdateBytes.sound().raw(rest), Notification.MALFORMED_ATTRIBUTE_LIST);
    }

    @Test
    void shouldTreatAsWithdrawWhenOriginIsUndefined() {
        assertWithdrawn(new UpdateBytes().attribute(0x40, 1, "03").attribute(0x40, 2, UpdateBytes.PATH)
            .attribute(0x40, 3, UpdateBytes.HOP).announced("080a"));
        assertThat(reader.faults().getFirst().notification())
            .isEqualTo(Notification.of(Notification.UPDATE_ERROR, Notification.INVALID_ORIGIN, UpdateBytes.octets("40010103")));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"unknown segment type,0501fde9", "segment past the end,0202fde9", "one octet left,0201fde902",
        "segment without numbers,0200",
        "confederation sequence,0301fde9", "confederation set,0401fde9", "AS 0,02010000"})
    void shouldTreatAsWithdrawWhenTheAsPathIsMalformed(final String what, final String path) {
        assertWithdrawn(new UpdateBytes().attribute(0x40, 1, UpdateBytes.IGP).attribute(0x40, 2, path)
            .attribute(0x40, 3, UpdateBytes.HOP).announced("080a"));
        assertThat(reader.faults().getFirst().notification().subcode()).as(what).isEqualTo(Notification.MALFORMED_AS_PATH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "7f000001", "e0000001", "ffffffff"})
    void shouldTreatAsWithdrawWhenTheNextHopIsNoHost(final String address) {
        assertWithdrawn(UpdateBytes.mandatory().attribute(0x40, 3, address).announced("080a"));
        assertThat(reader.faults().getFirst().notification().subcode()).isEqualTo(Notification.INVALID_NEXT_HOP);
    }

    @Test
    void shouldTreatAsWithdrawWhenAMultiprotocolNextHopIsNoHost() {
        assertWithdrawn(UpdateBytes.mandatory().reach(Family.VPNV4, "000000000000000000000000", VPN_ROUTE));
    }

    @Test
    void shouldDiscardAggregatorOfAsZero() {
        assertDiscarded(UpdateBytes.sound().attribute(0xC0, 7, "00000a000001"));
        assertThat(reader.attributes().aggregator()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"05010000fde9", "0201", "020100000000"})
    void shouldDiscardAMalformedAs4Path(final String value) {
        assertDiscarded(UpdateBytes.sound().attribute(0xC0, 17, value));
        assertThat(reader.attributes().asPath()).hasToString("65001");
    }

    @Test
    void shouldDiscardAMalformedAs4Aggregator() {
        assertDiscarded(UpdateBytes.sound().attribute(0xC0, 7, "5ba00a000001").attribute(0xC0, 18, "00010a000001"));
        assertThat(reader.attributes().aggregator()).isEqualTo(new Aggregator(OpenMessage.AS_TRANS, 0x0a000001));
    }

    @Test
    void shouldDiscardAs4PathFromASpeakerOfFourOctetNumbers() {
        reader = Forms.reader(Forms.external(Family.IPV4_UNICAST).fourOctetAs().build());
        assertDiscarded(new UpdateBytes().attribute(0x40, 1, "00").attribute(0x40, 2, "02010000fde9")
            .attribute(0x40, 3, UpdateBytes.HOP).attribute(0xC0, 17, "020100000007").announced("080a"));
        assertThat(reader.attributes().asPath()).hasToString("65001");
    }

    @ParameterizedTest(name = "type {1}")
    @CsvSource({"0x40,5,00000064", "0x80,9,01010101", "0x80,10,01010101", "0x40,5,00", "0xC0,9,01"})
    void shouldDiscardInternalAttributesFromAnExternalPeer(final String flags, final int type, final String value) {
        assertDiscarded(UpdateBytes.sound().attribute(Integer.decode(flags), type, value));
        assertThat(reader.attributes()).hasToString("origin IGP, as-path 65001");
    }

    @Test
    void shouldResetWhenAWellKnownAttributeIsUnknown() {
        assertReset(UpdateBytes.sound().attribute(0x40, 99, "01"), Notification.UNRECOGNIZED_WELL_KNOWN);
        assertThat(reader.notification().data()).isEqualTo(UpdateBytes.octets("40630101"));
    }

    @Test
    void shouldKeepUnknownTransitiveAttributesWithThePartialBit() {
        assertThat(read(UpdateBytes.sound().attribute(0xC0, 40, "0102").attribute(0xC0, 200, ""))).isEqualTo(Remedy.NONE);
        assertThat(reader.attributes().others())
            .containsExactly(new RawAttribute(0xE0, 40, new byte[] {1, 2}), new RawAttribute(0xE0, 200, new byte[0]));
    }

    @Test
    void shouldLeaveOutUnknownNonTransitiveAttributes() {
        assertThat(read(UpdateBytes.sound().attribute(0x80, 26, "0102"))).isEqualTo(Remedy.NONE);
        assertThat(reader.attributes().others()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldTreatAsWithdrawWhenAMandatoryAttributeIsMissing(final int missing) {
        final UpdateBytes message = new UpdateBytes();
        final String[] mandatory = {null, UpdateBytes.IGP, UpdateBytes.PATH, UpdateBytes.HOP};
        for (int i = 1; i < mandatory.length; i++) {
            if (i != missing) {
                message.attribute(0x40, i, mandatory[i]);
            }
        }
        assertWithdrawn(message.announced("080a"));
        assertThat(reader.faults().getFirst().notification())
            .isEqualTo(Notification.of(Notification.UPDATE_ERROR, Notification.MISSING_WELL_KNOWN, new byte[] {(byte) missing}));
    }

    @Test
    void shouldTreatAsWithdrawWhenThereAreRoutesWithoutAnyAttribute() {
        assertWithdrawn(new UpdateBytes().announced("080a"));
    }

    @Test
    void shouldNotAskForANextHopBesideMultiprotocolRoutes() {
        assertThat(read(UpdateBytes.mandatory().reach(Family.VPNV4, VPN_HOP, VPN_ROUTE))).isEqualTo(Remedy.NONE);
    }

    @Test
    void shouldTakeNoNoticeOfANextHopBesideMultiprotocolRoutesOnly() {
        assertThat(read(UpdateBytes.mandatory().attribute(0x40, 3, "00").reach(Family.VPNV4, VPN_HOP,
            VPN_ROUTE))).isEqualTo(Remedy.NONE);
    }

    @Test
    void shouldAskForNothingWhenRoutesAreWithdrawn() {
        assertThat(read(new UpdateBytes().withdrawn("080a").unreach(Family.VPNV4, VPN_ROUTE))).isEqualTo(Remedy.NONE);
        assertThat(routes()).containsExactly("-10.0.0.0/8", "-100:1:10.0.0.0/8");
    }

    @Test
    void shouldResetWhenAttributesAreWrongAndNoRouteIsAnnounced() {
        assertReset(new UpdateBytes().withdrawn("080a").attribute(0x40, 1, "03"), Notification.INVALID_ORIGIN);
        assertReset(new UpdateBytes().attribute(0x40, 1, "0000"), Notification.ATTRIBUTE_LENGTH);
        assertReset(new UpdateBytes().unreach(Family.VPNV4, VPN_ROUTE).raw("4005"), Notification.MALFORMED_ATTRIBUTE_LIST);
        assertReset(new UpdateBytes().attribute(0x40, 1, "00").unreach(Family.VPNV4, "ff"), Notification.OPTIONAL_ATTRIBUTE);
    }

    @Test
    void shouldDiscardAnAttributeEvenWhenNoRouteIsAnnounced() {
        assertThat(read(new UpdateBytes().withdrawn("080a").attribute(0x40, 6, "00"))).isEqualTo(Remedy.DISCARD_ATTRIBUTE);
        assertThat(routes()).containsExactly("-10.0.0.0/8");
    }

    @Test
    void shouldResetWhenMultiprotocolRoutesAreThereTwice() {
        assertReset(UpdateBytes.mandatory().reach(Family.VPNV4, VPN_HOP, VPN_ROUTE)
            .reach(Family.IPV4_LABELED, UpdateBytes.HOP, LABELED_ROUTE), Notification.MALFORMED_ATTRIBUTE_LIST);
        assertReset(new UpdateBytes().unreach(Family.VPNV4, VPN_ROUTE).unreach(Family.VPNV4, VPN_ROUTE),
            Notification.MALFORMED_ATTRIBUTE_LIST);
    }

    @Test
    void shouldTakeTheFirstOfOthersAndDiscardTheRest() {
        assertDiscarded(UpdateBytes.sound().attribute(0x80, 4, "00000001").attribute(0x80, 4, "00000002").attribute(0x40, 1, "07"));
        assertThat(reader.attributes()).hasToString("origin IGP, as-path 65001, med 1");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"prefix longer than 32,210a00000000", "prefix past the end,180a00", "only a length,08"})
    void shouldResetWhenAnAnnouncedPrefixCannotBeRead(final String what, final String nlri) {
        final UpdateBytes message = UpdateBytes.mandatory().attribute(0x40, 3, UpdateBytes.HOP).announced(nlri);
        assertReset(message, Notification.INVALID_NETWORK);
        assertReset(new UpdateBytes().withdrawn(nlri), Notification.INVALID_NETWORK);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"prefix longer than 32,790001010000006400000001 0a00000000", "prefix past the end,78000101000000640000000 10a0000",
        "no room for a label,17000101", "no room for a route distinguisher,57000101000000640000 0001", "only a length,58"})
    void shouldDisableTheFamilyWhenMultiprotocolRoutesCannotBeRead(final String what, final String nlri) {
        assertDisabled(UpdateBytes.mandatory().attribute(0x40, 3, UpdateBytes.HOP).reach(Family.VPNV4, VPN_HOP, nlri).announced("080a"),
            Family.VPNV4);
        assertThat(routes()).as("of the other family").containsExactly("+10.0.0.0/8");
    }

    @Test
    void shouldDisableTheFamilyWhenWithdrawnRoutesCannotBeRead() {
        assertDisabled(new UpdateBytes().unreach(Family.VPNV4, "78000101"), Family.VPNV4);
        assertThat(routes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0a000001", "0000000000000000 0a", "20010db8000000000000000000000001",
        "0000000000000000 20010db8000000000000000000000001"})
    void shouldDisableTheFamilyWhenTheNextHopsLengthIsWrong(final String nextHop) {
        assertDisabled(UpdateBytes.mandatory().reach(Family.VPNV4, nextHop, VPN_ROUTE), Family.VPNV4);
        assertThat(routes()).isEmpty();
    }

    @Test
    void shouldSayWhatIsWrongInWords() {
        final Notification error = Notification.of(Notification.UPDATE_ERROR, Notification.OPTIONAL_ATTRIBUTE, new byte[] {1, 2});
        assertThat(new UpdateFault(Remedy.DISABLE_FAMILY, Family.VPNV4, error, "NLRI cannot be read")).hasToString(
            "NLRI cannot be read; UPDATE message error: optional attribute error (3/9), data 0102");
        assertThat(Remedy.TREAT_AS_WITHDRAW.words()).isEqualTo("treat as withdraw");
    }

    @Test
    void shouldDisableTheFamilyWhenTheNextHopRunsPastTheAttribute() {
        assertDisabled(UpdateBytes.mandatory().attribute(0x80, 14, "000180ff0a"), Family.VPNV4);
        reader = Forms.reader(external);
        assertDisabled(UpdateBytes.mandatory().attribute(0x80, 14, "00018000"), Family.VPNV4);
    }

    @Test
    void shouldLeaveOutADisabledFamilyFromThenOn() {
        assertDisabled(new UpdateBytes().unreach(Family.VPNV4, "78000101"), Family.VPNV4);
        assertThat(read(UpdateBytes.mandatory().reach(Family.VPNV4, VPN_HOP, VPN_ROUTE))).isEqualTo(Remedy.NONE);
        assertThat(routes()).isEmpty();
        assertThat(read(UpdateBytes.mandatory().reach(Family.IPV4_LABELED, UpdateBytes.HOP, LABELED_ROUTE))).isEqualTo(Remedy.NONE);
        assertThat(routes()).containsExactly("+10.0.0.0/8 label 16");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "0001"})
    void shouldResetWhenNoFamilyIsNamed(final String value) {
        assertReset(UpdateBytes.mandatory().attribute(0x80, 14, value), Notification.OPTIONAL_ATTRIBUTE);
        assertReset(new UpdateBytes().attribute(0x80, 15, value), Notification.OPTIONAL_ATTRIBUTE);
    }

    @Test
    void shouldLeaveOutFamiliesThatWereNotNegotiated() {
        assertThat(read(UpdateBytes.sound().reach(Family.VPNV6, "00", "ff").attribute(0x80, 15, "400604ff"))).isEqualTo(Remedy.NONE);
        assertThat(routes()).containsExactly("+10.0.0.0/8");
    }

    @Test
    void shouldResetWhenTheMessageIsShorterThanItsParts() {
        for (final String body : List.of("0001", "00010000", "00000001", "0005080a0000", "ffff0000", "0000ffff")) {
            final byte[] message = MessageHeader.message(MessageHeader.UPDATE, UpdateBytes.octets(body));
            assertThat(reader.read(message, 0, message.length)).as(body).isEqualTo(Remedy.RESET_SESSION);
            assertThat(reader.notification())
                .isEqualTo(Notification.of(Notification.UPDATE_ERROR, Notification.MALFORMED_ATTRIBUTE_LIST));
        }
    }

    @Test
    void shouldTreatAsWithdrawWhenThereAreMoreLabelsThanNegotiated() {
        reader = Forms.reader(two);
        final String threeLabels = "50 000100 000110 000121 0a";
        assertWithdrawn(UpdateBytes.mandatory().reach(Family.IPV4_LABELED, UpdateBytes.HOP, threeLabels));
    }

    @Test
    void shouldReadAsManyLabelsAsNegotiated() {
        reader = Forms.reader(two);
        assertThat(read(UpdateBytes.mandatory().reach(Family.VPNV4, VPN_HOP, "78 000100 000111 0000006400000001 0a")))
            .isEqualTo(Remedy.NONE);
        assertThat(routes()).containsExactly("+100:1:10.0.0.0/8 labels 16,17");
    }

    @Test
    void shouldReadOneLabelWhateverItsBottomBitWhenSeveralWereNotNegotiated() {
        assertThat(read(UpdateBytes.mandatory().reach(Family.VPNV4, VPN_HOP, "60 000100 0000006400000001 0a"))).isEqualTo(Remedy.NONE);
        assertThat(routes()).containsExactly("+100:1:10.0.0.0/8 label 16");
    }

    @Test
    void shouldDisableTheFamilyWhenNoLabelIsTheLast() {
        reader = Forms.reader(two);
        assertDisabled(UpdateBytes.mandatory().reach(Family.IPV4_LABELED, UpdateBytes.HOP, "38 000100 000110 0a"), Family.IPV4_LABELED);
    }

    @Test
    void shouldKeepFewFaultsOfMany() {
        final UpdateBytes message = UpdateBytes.sound();
        Collections.nCopies(500, "40010100").forEach(message::raw);
        assertDiscarded(message);
        assertThat(reader.faults()).hasSize(16);
    }

    @Test
    void shouldReadOnAfterAnError() {
        assertThat(read(UpdateBytes.sound().raw("40"))).isEqualTo(Remedy.TREAT_AS_WITHDRAW);
        assertThat(read(UpdateBytes.sound())).isEqualTo(Remedy.NONE);
        assertThat(routes()).containsExactly("+10.0.0.0/8");
    }

    @ParameterizedTest
    @CsvSource({
        "80 00000000000000000000ffff01020304, ::ffff:1.2.3.4/128",
        "60 00000000000000000000ffff, ::ffff:0.0.0.0/96",
        "10 ff02, ff02::/16",
        "80 00000000000000000000000000000000, ::/128",
        "80 00000000000000000000000000000001, ::1/128",
        "0a fe80, fe80::/10"
    })
    void shouldLeaveOutPrefixesThatNoHostCanHave(final String nlri, final String prefix) {
        final String good = "20 20010db8";
        assertThat(read(UpdateBytes.mandatory().reach(Family.IPV6_UNICAST, "20010db8000000000000000000000001", nlri + good)))
            .isEqualTo(Remedy.IGNORE_PREFIX);
        assertThat(reader.faults()).singleElement().asString().contains(prefix);
        assertThat(routes()).singleElement().asString().startsWith("+").contains("2001:db8::/32");
    }

    @ParameterizedTest
    @ValueSource(strings = {"08e0", "0800", "2000000000", "087f", "207f000001", "20ffffffff"})
    void shouldLeaveOutIpv4PrefixesThatNoHostCanHave(final String nlri) {
        assertThat(read(UpdateBytes.sound().announced(nlri))).isEqualTo(Remedy.IGNORE_PREFIX);
        assertThat(routes()).singleElement().asString().contains("10.0.0.0/8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "0100", "077e", "1ffffffffe", "20f0000001"})
    void shouldTakeAnIpv4PrefixAroundThoseThatNoHostCanHave(final String nlri) {
        assertThat(read(UpdateBytes.sound().announced(nlri))).isEqualTo(Remedy.NONE);
        assertThat(routes()).hasSize(2);
    }

    @Test
    void shouldTakeAPrefixAroundThoseThatNoHostCanHave() {
        assertThat(read(UpdateBytes.mandatory().reach(Family.IPV6_UNICAST, "20010db8000000000000000000000001", "50 00000000000000000000")))
            .isEqualTo(Remedy.NONE);
        assertThat(routes()).singleElement().asString().contains("::/80");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7f000001", "00000000", "e0000001"})
    void shouldWithdrawWhenAMappedNextHopIsNoHost(final String hop) {
        assertWithdrawn(UpdateBytes.mandatory().reach(Family.IPV6_UNICAST, "00000000000000000000ffff" + hop, "20 20010db8"));
    }

    @Test
    void shouldReadAMappedNextHopAsIpv4() {
        assertThat(read(UpdateBytes.mandatory().reach(Family.IPV6_UNICAST, "00000000000000000000ffff0a000001", "20 20010db8")))
            .isEqualTo(Remedy.NONE);
        assertThat(reader.next()).isTrue();
        assertThat(reader.nextHop()).isEqualTo(NextHop.ipv4(0x0A000001));
    }
}
