package io.swaplane.pcaps.model;

import io.swaplane.control.command.Producer;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.PrefixKey;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.intent.VrfIntent;
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

    record PutVrf(VrfIntent intent) implements Change {
        @Override
        public long send(final Producer producer) {
            return producer.putVrf(intent);
        }
    }

    record RemoveVrf(String name) implements Change {
        @Override
        public long send(final Producer producer) {
            return producer.removeVrf(name);
        }
    }

    /** A route; {@code common} when it goes by the message of fixed size. */
    record PutRoute(RouteIntent intent, boolean common) implements Change {
        @Override
        public long send(final Producer producer) {
            if (!common) {
                return producer.putRoute(intent);
            }
            final RouteAction.Forward forward = (RouteAction.Forward) intent.action();
            final InetAddress address = intent.prefix().address();
            return producer.putRoute(producer.vrfHandle(intent.vrf()), PrefixKey.family(address), PrefixKey.high(address),
                PrefixKey.low(address), intent.prefix().length(), Forwarding.with(
                    Forwarding.swap(forward.label() == null ? 3 : forward.label(), forward.nextHop()), intent.ttl(), intent.tc()));
        }
    }

    /** A route goes; {@code common} when it goes by the message of fixed size. */
    record RemoveRoute(RoutingModel.RouteKey key, boolean common) implements Change {
        @Override
        public long send(final Producer producer) {
            final InetAddress address = key.prefix().address();
            return common ? producer.removeRoute(producer.vrfHandle(key.vrf()), PrefixKey.family(address), PrefixKey.high(address),
                PrefixKey.low(address), key.prefix().length()) : producer.removeRoute(key.vrf(), key.prefix());
        }
    }
}
