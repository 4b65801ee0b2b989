package io.swaplane.pcaps.model;

import io.swaplane.control.Forwarding;
import io.swaplane.control.command.Producer;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.TunnelIntent;
import java.net.InetAddress;

/** A command that changes the intent. */
sealed interface Change {
    /** Sends it; its generation, or why it was not taken. */
    long send(Producer producer);

    /** An entry; {@code common} when it goes by the message of fixed size. */
    record PutLabel(LspIntent intent, boolean common) implements Change {
        @Override
        public long send(final Producer producer) {
            if (!common) {
                return producer.putLabel(intent);
            }
            return producer.putForward(0, intent.label(), Forwarding.of((Action.Forward) intent.action(), intent.ttl(), intent.tc()),
                producer.acceptHandle(intent.accept()));
        }
    }

    /** An entry goes; {@code common} when it goes by the message of fixed size. */
    record RemoveLabel(String space, int label, boolean common) implements Change {
        @Override
        public long send(final Producer producer) {
            return common ? producer.removeLabel(0, label) : producer.removeLabel(space, label);
        }
    }

    record PutNextHop(NextHopIntent intent) implements Change {
        @Override
        public long send(final Producer producer) {
            return producer.putNextHop(intent);
        }
    }

    record RemoveNextHop(int index) implements Change {
        @Override
        public long send(final Producer producer) {
            return producer.removeNextHop(index);
        }
    }

    record PutTunnel(TunnelIntent intent) implements Change {
        @Override
        public long send(final Producer producer) {
            return producer.putTunnel(intent);
        }
    }

    record RemoveTunnel(InetAddress endpoint) implements Change {
        @Override
        public long send(final Producer producer) {
            return producer.removeTunnel(endpoint);
        }
    }

    record PutNeighbour(NeighbourIntent intent) implements Change {
        @Override
        public long send(final Producer producer) {
            return producer.putNeighbour(intent);
        }
    }

    record RemoveNeighbour(Accept.Neighbour neighbour) implements Change {
        @Override
        public long send(final Producer producer) {
            return producer.removeNeighbour(neighbour.interfaceName(), neighbour.address());
        }
    }

    record SetPort(String port, boolean up) implements Change {
        @Override
        public long send(final Producer producer) {
            return producer.setPortState(port, up);
        }
    }

    record CreateSpace(String name) implements Change {
        @Override
        public long send(final Producer producer) {
            return producer.createLabelSpace(name);
        }
    }

    record RemoveSpace(String name) implements Change {
        @Override
        public long send(final Producer producer) {
            return producer.removeLabelSpace(name);
        }
    }
}
