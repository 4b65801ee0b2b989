package io.swaplane.io.kernel;

import io.swaplane.fastpath.Ethernet;
import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import java.io.IOException;

/** Which MTU frame memory has room for: a frame lies in one chunk, behind its headroom, with an Ethernet header and two VLAN tags. */
public final class FrameRoom {
    /** The largest chunk that is worth its memory: room for the MTU of 9000 that network cards have, and more. */
    public static final int LARGEST_CHUNK = 16384;

    private static final int L2_BYTES = Ethernet.HEADER_BYTES + 2 * Ethernet.TAG_BYTES;

    private FrameRoom() {
    }

    /** The largest MTU whose frames fit into chunks of this size. */
    public static int largestMtu(final int chunkSize) {
        return Math.min(chunkSize - FrameStore.HEADROOM, FrameRef.MAX_LENGTH) - L2_BYTES;
    }

    /**
     * Refuses a device whose frames may be longer than the memory's.
     *
     * @throws IOException naming the largest MTU that works, and the memory that the device's MTU would need.
     */
    public static void check(final NetDevice device, final FrameStore store) throws IOException {
        final int mtu = device.mtu();
        final int largest = largestMtu(store.chunkSize());
        if (mtu > largest) {
            throw new IOException("the MTU of " + device.name() + " is " + mtu + "; with frames of " + store.chunkSize()
                + " bytes the largest that works is " + largest + ": lower it with `ip link set " + device.name() + " mtu " + largest + "`"
                + larger(mtu, store.chunkSize()));
        }
    }

    private static String larger(final int mtu, final int tooSmall) {
        int chunk = tooSmall;
        while (chunk < LARGEST_CHUNK && largestMtu(chunk) < mtu) {
            chunk <<= 1;
        }
        return largestMtu(chunk) < mtu ? "" : ", or take frames of " + chunk + " bytes";
    }
}
