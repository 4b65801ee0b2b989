package io.swaplane.control.command;

import io.swaplane.control.Applied;
import io.swaplane.control.CommandTarget;
import io.swaplane.control.Origin;
import io.swaplane.control.command.codec.CreateLabelSpaceDecoder;
import io.swaplane.control.command.codec.MessageHeaderDecoder;
import io.swaplane.control.command.codec.PortStateDecoder;
import io.swaplane.control.command.codec.PutForwardDecoder;
import io.swaplane.control.command.codec.PutLabelDecoder;
import io.swaplane.control.command.codec.PutNeighbourDecoder;
import io.swaplane.control.command.codec.PutNextHopDecoder;
import io.swaplane.control.command.codec.PutTunnelDecoder;
import io.swaplane.control.command.codec.RemoveLabelDecoder;
import io.swaplane.control.command.codec.RemoveLabelSpaceDecoder;
import io.swaplane.control.command.codec.RemoveNamedLabelDecoder;
import io.swaplane.control.command.codec.RemoveNeighbourDecoder;
import io.swaplane.control.command.codec.RemoveNextHopDecoder;
import io.swaplane.control.command.codec.RemoveTunnelDecoder;
import io.swaplane.control.command.codec.Truth;
import org.agrona.DirectBuffer;

/** Reads a command and has the target carry it out; the two commonest without an object. Conductor only. */
final class Dispatcher {
    private final CommandTarget target;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final PutForwardDecoder putForward = new PutForwardDecoder();
    private final RemoveLabelDecoder removeLabel = new RemoveLabelDecoder();
    private final PutLabelDecoder putLabel = new PutLabelDecoder();
    private final RemoveNamedLabelDecoder removeNamedLabel = new RemoveNamedLabelDecoder();
    private final PutNextHopDecoder putNextHop = new PutNextHopDecoder();
    private final RemoveNextHopDecoder removeNextHop = new RemoveNextHopDecoder();
    private final PutTunnelDecoder putTunnel = new PutTunnelDecoder();
    private final RemoveTunnelDecoder removeTunnel = new RemoveTunnelDecoder();
    private final PutNeighbourDecoder putNeighbour = new PutNeighbourDecoder();
    private final RemoveNeighbourDecoder removeNeighbour = new RemoveNeighbourDecoder();
    private final PortStateDecoder portState = new PortStateDecoder();
    private final CreateLabelSpaceDecoder createLabelSpace = new CreateLabelSpaceDecoder();
    private final RemoveLabelSpaceDecoder removeLabelSpace = new RemoveLabelSpaceDecoder();

    Dispatcher(final CommandTarget target) {
        this.target = target;
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
            default -> executeOther(session.origin(), buffer, offset);
        };
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
            case PutNextHopDecoder.TEMPLATE_ID ->
                target.onNextHop(origin, IntentDecoder.nextHop(putNextHop.wrapAndApplyHeader(buffer, offset, header)));
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
            default -> throw new IllegalStateException("a command of unknown kind " + template);
        };
    }
}
