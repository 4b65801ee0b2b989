package io.swaplane.table;

import java.util.List;

/** Where a next-hop id leads: one way out of the router, several of which each packet takes one, or none. Immutable. */
public sealed interface Egress permits NextHopEntry, Egress.Group, Egress.Protection, Egress.None {
    /** Nothing can be sent this way. */
    None NONE = new None();

    /** False when every packet drops as {@link DropReason#UNRESOLVED}. */
    boolean isResolved();

    /** Bytes of its record, those of its members included. */
    int recordBytes();

    /** The same ways out, with labels pushed before all others: they end up innermost. {@code labels} has the top of stack first. */
    Egress pushing(int... labels);

    /**
     * Several ways out, shared by the packets' hash in proportion to their weights.
     *
     * @param members 1 to {@link NextHopGroupLayout#MAX_MEMBERS} of them.
     * @param hashIpPayload whether the IP 5-tuple behind the stack enters the hash.
     */
    record Group(List<Member> members, boolean hashIpPayload) implements Egress {
        /** Checks their number and weights. */
        public Group {
            members = List.copyOf(members);
            if (members.isEmpty() || members.size() > NextHopGroupLayout.MAX_MEMBERS) {
                throw new IllegalArgumentException(members.size() + " members: must be 1 to " + NextHopGroupLayout.MAX_MEMBERS);
            }
        }

        @Override
        public boolean isResolved() {
            return members.stream().anyMatch(member -> member.egress().isResolved());
        }

        @Override
        public int recordBytes() {
            return NextHopGroupLayout.GROUP_BYTES + members.stream().mapToInt(member -> member.egress().recordBytes()).sum();
        }

        @Override
        public Egress pushing(final int... labels) {
            return new Group(members.stream().map(each -> new Member(each.key(), each.weight(), each.egress().pushing(labels))).toList(),
                hashIpPayload);
        }
    }

    /**
     * A member of a group.
     *
     * @param key tells it apart from the others: buckets are given out by it, so that a member keeps its flows when others come or go.
     * @param weight its share, 1 to 255.
     * @param egress where it leads; one that is not resolved takes no packets.
     */
    record Member(int key, int weight, Egress egress) { }

    /** One way out while it is up, else the other. */
    record Protection(Egress primary, Egress backup) implements Egress {
        @Override
        public boolean isResolved() {
            return primary.isResolved() || backup.isResolved();
        }

        @Override
        public int recordBytes() {
            return NextHopGroupLayout.PROTECTION_BYTES + primary.recordBytes() + backup.recordBytes();
        }

        @Override
        public Egress pushing(final int... labels) {
            return new Protection(primary.pushing(labels), backup.pushing(labels));
        }
    }

    /** No way out. */
    record None() implements Egress {
        @Override
        public boolean isResolved() {
            return false;
        }

        @Override
        public int recordBytes() {
            return NextHopLayout.BYTES;
        }

        @Override
        public Egress pushing(final int... labels) {
            return this;
        }
    }
}
