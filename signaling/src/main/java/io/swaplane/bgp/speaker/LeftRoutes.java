package io.swaplane.bgp.speaker;

import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.rib.PeerInfo;
import io.swaplane.bgp.rib.PeerSlot;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is left of a session that has ended, while its peer may restart (RFC 4724 §4, RFC 4781): routes of the peer that go on counting, and
 * labels that it was told, which go on forwarding. On the speaker's loop.
 */
public final class LeftRoutes {
    private final Speaker speaker;
    private final StaleSlots kept;
    private final Map<Family, PeerSlot> told = new EnumMap<>(Family.class);
    /** The peer, as long as it goes on using VPN routes that it was told; else null. */
    private PeerInfo user;

    LeftRoutes(final Speaker speaker, final String vrf) {
        this.speaker = speaker;
        this.kept = new StaleSlots((slot, family) -> {
            speaker.slots().end(slot);
            speaker.table(family, vrf).sweep();
        });
    }

    void keep(final Family family, final PeerSlot slot) {
        speaker.slots().stale(slot);
        kept.add(family, slot);
    }

    /** What was left of earlier sessions already, with the times at which it goes. */
    void keep(final Family family, final StaleSlots earlier) {
        kept.takeOver(earlier, family, null);
    }

    void preserve(final Family family, final PeerSlot slot) {
        speaker.groups().mute(slot);
        told.put(family, slot);
    }

    /** The peer goes on using VPN routes: what it wants is still wanted. */
    void preserve(final PeerInfo peer) {
        user = peer;
    }

    /** Families of which routes of the peer still count. */
    public Set<Family> families() {
        return kept.families();
    }

    StaleSlots kept() {
        return kept;
    }

    /** The routes of a family count no more. */
    public void end(final Family family) {
        kept.end(family);
    }

    /** Routes that were left of earlier sessions count no more once their time has come. */
    public void endDue(final long now) {
        kept.endDue(now);
    }

    /** In how many nanoseconds the first of them go; empty when none has a time. */
    public OptionalLong firstDue(final long now) {
        return kept.firstDue(now);
    }

    /** Labels that the peer was told stay for its sake no more: it has been told again, or is given up. */
    public void letGo() {
        told.values().forEach(speaker.groups()::leave);
        told.clear();
        if (user != null) {
            speaker.memberships().down(user);
            user = null;
        }
    }

    /** Nothing is left. */
    public void endAll() {
        families().forEach(this::end);
        letGo();
    }
}
