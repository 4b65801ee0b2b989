package io.swaplane.control.command;

import io.swaplane.control.Applied;
import io.swaplane.control.CommandTarget;
import io.swaplane.control.command.codec.CreateLabelSpaceDecoder;
import io.swaplane.control.command.codec.LeaveBindingDecoder;
import io.swaplane.control.command.codec.LeaveReceivedDecoder;
import io.swaplane.control.command.codec.Leaving;
import io.swaplane.control.command.codec.MessageHeaderDecoder;
import io.swaplane.control.command.codec.PortStateDecoder;
import io.swaplane.control.command.codec.PutBindingDecoder;
import io.swaplane.control.command.codec.PutForwardDecoder;
import io.swaplane.control.command.codec.PutLabelDecoder;
import io.swaplane.control.command.codec.PutNeighbourDecoder;
import io.swaplane.control.command.codec.PutNextHopDecoder;
import io.swaplane.control.command.codec.PutPlainRouteDecoder;
import io.swaplane.control.command.codec.PutReceivedDecoder;
import io.swaplane.control.command.codec.PutRouteDecoder;
import io.swaplane.control.command.codec.PutTunnelDecoder;
import io.swaplane.control.command.codec.PutVrfDecoder;
import io.swaplane.control.command.codec.RemoveLabelDecoder;
import io.swaplane.control.command.codec.RemoveLabelSpaceDecoder;
import io.swaplane.control.command.codec.RemoveNamedLabelDecoder;
import io.swaplane.control.command.codec.RemoveNeighbourDecoder;
import io.swaplane.control.command.codec.RemoveNextHopDecoder;
import io.swaplane.control.command.codec.RemovePlainRouteDecoder;
import io.swaplane.control.command.codec.RemoveRouteDecoder;
import io.swaplane.control.command.codec.RemoveTunnelDecoder;
import io.swaplane.control.command.codec.RemoveVrfDecoder;
import io.swaplane.control.command.codec.Truth;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.BindingIntent;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.PrefixKey;
import io.swaplane.control.label.Bound;
import io.swaplane.table.fib.AddressFamily;
import org.agrona.DirectBuffer;

/** Reads a command and has the target carry it out; the commonest without an object. Conductor only. */
final class Dispatcher {
    /** A command was assigned nothing. */
    static final int NOTHING = -1;

    private final CommandTarget target;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final PutForwardDecoder putForward = new PutForwardDecoder();
    private final RemoveLabelDecoder removeLabel = new RemoveLabelDecoder();
    private final PutLabelDecoder putLabel = new PutLabelDecoder();
    private final RemoveNamedLabelDecoder removeNamedLabel = new RemoveNamedLabelDecoder();
    private final PutBindingDecoder putBinding = new PutBindingDecoder();
    private final LeaveBindingDecoder leaveBinding = new LeaveBindingDecoder();
    private final PutReceivedDecoder putReceived = new PutReceivedDecoder();
    private final LeaveReceivedDecoder leaveReceived = new LeaveReceivedDecoder();
    private final PutNextHopDecoder putNextHop = new PutNextHopDecoder();
    private final RemoveNextHopDecoder removeNextHop = new RemoveNextHopDecoder();
    private final PutTunnelDecoder putTunnel = new PutTunnelDecoder();
    private final RemoveTunnelDecoder removeTunnel = new RemoveTunnelDecoder();
    private final PutNeighbourDecoder putNeighbour = new PutNeighbourDecoder();
    private final RemoveNeighbourDecoder removeNeighbour = new RemoveNeighbourDecoder();
    private final PortStateDecoder portState = new PortStateDecoder();
    private final CreateLabelSpaceDecoder createLabelSpace = new CreateLabelSpaceDecoder();
    private final RemoveLabelSpaceDecoder removeLabelSpace = new RemoveLabelSpaceDecoder();
    private final PutPlainRouteDecoder putPlainRoute = new PutPlainRouteDecoder();
    private final RemovePlainRouteDecoder removePlainRoute = new RemovePlainRouteDecoder();
    private final PutVrfDecoder putVrf = new PutVrfDecoder();
    private final RemoveVrfDecoder removeVrf = new RemoveVrfDecoder();
    private final PutRouteDecoder putRoute = new PutRouteDecoder();
    private final RemoveRouteDecoder removeRoute = new RemoveRouteDecoder();
    private int assigned = NOTHING;

    Dispatcher(final CommandTarget target) {
        this.target = target;
    }

    /** What the last command was assigned, told once. */
    int takeAssigned() {
        final int taken = assigned;
        assigned = NOTHING;
        return taken;
    }

    /** Which command it is. */
    static int template(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + MessageHeaderDecoder.templateIdEncodingOffset(), MessageHeaderDecoder.BYTE_ORDER) & 0xFFFF;
    }

    /** The command's generation: it stands first in every command that has one. */
    static long generation(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + MessageHeaderDecoder.ENCODED_LENGTH + PutForwardDecoder.generationEncodingOffset(),
            PutForwardDecoder.BYTE_ORDER);
    }

    Applied execute(final SessionState session, final DirectBuffer buffer, final int offset) {
        return switch (template(buffer, offset)) {
            case PutForwardDecoder.TEMPLATE_ID -> {
                putForward.wrapAndApplyHeader(buffer, offset, header);
                yield target.onForward(session.origin(), putForward.labelSpace(), putForward.label(), putForward.forwarding(),
                    session.accept(putForward.accept()));
            }
            case RemoveLabelDecoder.TEMPLATE_ID -> {
                removeLabel.wrapAndApplyHeader(buffer, offset, header);
                yield target.removeLabel(session.origin(), removeLabel.labelSpace(), removeLabel.label());
            }
            case PutPlainRouteDecoder.TEMPLATE_ID -> {
                putPlainRoute.wrapAndApplyHeader(buffer, offset, header);
                yield target.onRoute(session.origin(), session.vrf(putPlainRoute.vrf()), RouteDecoder.family(putPlainRoute.family()),
                    putPlainRoute.high(), putPlainRoute.low(), putPlainRoute.length(), putPlainRoute.forwarding());
            }
            case RemovePlainRouteDecoder.TEMPLATE_ID -> {
                removePlainRoute.wrapAndApplyHeader(buffer, offset, header);
                yield target.removeRoute(session.origin(), session.vrf(removePlainRoute.vrf()),
                    RouteDecoder.family(removePlainRoute.family()), removePlainRoute.high(), removePlainRoute.low(),
                    removePlainRoute.length());
            }
            case PutReceivedDecoder.TEMPLATE_ID -> putReceived(session, putReceived.wrapAndApplyHeader(buffer, offset, header));
            case LeaveReceivedDecoder.TEMPLATE_ID -> leaveReceived(session, leaveReceived.wrapAndApplyHeader(buffer, offset, header));
            default -> executeOther(session.origin(), buffer, offset);
        };
    }

    private Applied putReceived(final SessionState session, final PutReceivedDecoder command) {
        final int bound = target.putReceived(session.origin(), command.user(), RouteDecoder.family(command.family()), command.high(),
            command.low(), command.receivedLabel(), session.accept(command.accept()), command.forwarding());
        assigned = bound < 0 ? ~bound : bound;
        return bound < 0 ? Applied.ACCEPTED : Applied.PROGRAMMED;
    }

    private Applied leaveReceived(final SessionState session, final LeaveReceivedDecoder command) {
        final AddressFamily family = RouteDecoder.family(command.family());
        final Accept accept = session.accept(command.accept());
        final int received = command.receivedLabel();
        return command.leaving() == Leaving.RELEASE
            ? target.releaseReceived(session.origin(), command.user(), family, command.high(), command.low(), received, accept)
            : target.withdrawReceived(session.origin(), command.user(), family, command.high(), command.low(), received, accept);
    }

    private Applied executeOther(final Origin origin, final DirectBuffer buffer, final int offset) {
        final int template = template(buffer, offset);
        return switch (template) {
            case PutLabelDecoder.TEMPLATE_ID ->
                target.onLabel(origin, IntentDecoder.label(putLabel.wrapAndApplyHeader(buffer, offset, header), origin.owner()));
            case RemoveNamedLabelDecoder.TEMPLATE_ID -> {
                removeNamedLabel.wrapAndApplyHeader(buffer, offset, header);
                final int label = removeNamedLabel.label();
                yield target.removeLabel(origin, target.labelSpaceNumber(removeNamedLabel.space()), label);
            }
            case PutBindingDecoder.TEMPLATE_ID ->
                putBinding(origin, IntentDecoder.binding(putBinding.wrapAndApplyHeader(buffer, offset, header)));
            case LeaveBindingDecoder.TEMPLATE_ID -> leaveBinding(origin, leaveBinding.wrapAndApplyHeader(buffer, offset, header));
            case PutNextHopDecoder.TEMPLATE_ID -> putNextHop(origin, putNextHop.wrapAndApplyHeader(buffer, offset, header));
            case RemoveNextHopDecoder.TEMPLATE_ID ->
                target.removeNextHop(origin, removeNextHop.wrapAndApplyHeader(buffer, offset, header).index());
            case PutTunnelDecoder.TEMPLATE_ID ->
                target.onTunnel(origin, IntentDecoder.tunnel(putTunnel.wrapAndApplyHeader(buffer, offset, header), origin.owner()));
            case RemoveTunnelDecoder.TEMPLATE_ID -> target.removeTunnel(origin,
                IntentDecoder.endpoint(removeTunnel.wrapAndApplyHeader(buffer, offset, header)), origin.owner());
            case PutNeighbourDecoder.TEMPLATE_ID ->
                target.onNeighbour(origin, IntentDecoder.neighbour(putNeighbour.wrapAndApplyHeader(buffer, offset, header)));
            case RemoveNeighbourDecoder.TEMPLATE_ID -> {
                removeNeighbour.wrapAndApplyHeader(buffer, offset, header);
                final String interfaceName = removeNeighbour.interfaceName();
                yield target.removeNeighbour(origin, interfaceName, IntentDecoder.address(removeNeighbour));
            }
            case PortStateDecoder.TEMPLATE_ID -> {
                portState.wrapAndApplyHeader(buffer, offset, header);
                yield target.onPortState(origin, portState.port(), portState.up() == Truth.YES);
            }
            case CreateLabelSpaceDecoder.TEMPLATE_ID ->
                target.createLabelSpace(origin, createLabelSpace.wrapAndApplyHeader(buffer, offset, header).name());
            case RemoveLabelSpaceDecoder.TEMPLATE_ID ->
                target.removeLabelSpace(origin, removeLabelSpace.wrapAndApplyHeader(buffer, offset, header).name());
            case PutVrfDecoder.TEMPLATE_ID ->
                target.onVrf(origin, RouteDecoder.vrf(putVrf.wrapAndApplyHeader(buffer, offset, header)));
            case RemoveVrfDecoder.TEMPLATE_ID ->
                target.removeVrf(origin, removeVrf.wrapAndApplyHeader(buffer, offset, header).name());
            case PutRouteDecoder.TEMPLATE_ID ->
                target.onRoute(origin, RouteDecoder.route(putRoute.wrapAndApplyHeader(buffer, offset, header)));
            case RemoveRouteDecoder.TEMPLATE_ID -> {
                removeRoute.wrapAndApplyHeader(buffer, offset, header);
                final String vrf = removeRoute.vrf();
                final Prefix prefix = RouteDecoder.prefix(removeRoute);
                yield target.removeRoute(origin, vrf, PrefixKey.family(prefix.address()), PrefixKey.high(prefix.address()),
                    PrefixKey.low(prefix.address()), prefix.length());
            }
            default -> throw new IllegalStateException("a command of unknown kind " + template);
        };
    }

    private Applied putBinding(final Origin origin, final BindingIntent intent) {
        final Bound bound = target.putBinding(origin, intent);
        assigned = bound.label();
        return bound.resolved() ? Applied.PROGRAMMED : Applied.ACCEPTED;
    }

    private Applied leaveBinding(final Origin origin, final LeaveBindingDecoder command) {
        final long user = command.user();
        final Leaving leaving = command.leaving();
        final BindingKey key = IntentDecoder.key(command);
        return switch (leaving) {
            case WITHDRAW -> target.withdrawBinding(origin, key, user);
            case WITHDRAW_ALL -> target.withdrawBinding(origin, key);
            case RELEASE -> target.releaseBinding(origin, key, user);
            default -> target.removeBinding(origin, key, user);
        };
    }

    private Applied putNextHop(final Origin origin, final PutNextHopDecoder command) {
        if (command.index() != 0) {
            return target.onNextHop(origin, IntentDecoder.nextHop(command, command.index()));
        }
        final int index = target.freeNextHopIndex();
        final Applied applied = target.onNextHop(origin, IntentDecoder.nextHop(command, index));
        assigned = index;
        return applied;
    }
}
