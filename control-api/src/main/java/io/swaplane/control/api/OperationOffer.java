package io.swaplane.control.api;

import io.swaplane.control.api.v1.DeleteLabel;
import io.swaplane.control.api.v1.LabelAction;
import io.swaplane.control.api.v1.NeighbourRef;
import io.swaplane.control.api.v1.Operation;
import io.swaplane.control.api.v1.PutLabel;
import io.swaplane.control.api.v1.PutRoute;
import io.swaplane.control.api.v1.RemoveRoute;
import io.swaplane.control.api.v1.RouteAction;
import io.swaplane.control.api.v1.RouteForward;
import io.swaplane.control.api.v1.WithdrawBinding;
import io.swaplane.control.command.Producer;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.PrefixKey;
import io.swaplane.control.intent.RefusedException;
import java.net.InetAddress;

/** Offers the operations of a program stream to its producer; the common label entry without a record of intent. One thread. */
final class OperationOffer {
    private static final int PLATFORM = 0;

    private final Producer producer;
    private final String owner;

    OperationOffer(final Producer producer) {
        this.producer = producer;
        this.owner = producer.settings().owner();
    }

    /**
     * Offers one.
     *
     * @return the generation, or why it was not taken; see {@link Producer}.
     * @throws RefusedException when it cannot be.
     */
    long offer(final Operation operation) {
        return switch (operation.getOperationCase()) {
            case PUT_LABEL -> putLabel(operation.getPutLabel());
            case DELETE_LABEL -> deleteLabel(operation.getDeleteLabel());
            case PUT_NEXT_HOP -> producer.putNextHop(OperationReader.nextHop(operation.getPutNextHop()));
            case DELETE_NEXT_HOP -> producer.removeNextHop(OperationReader.number(operation.getDeleteNextHop().getIndex(), "next hop"));
            case PUT_TUNNEL -> producer.putTunnel(OperationReader.tunnel(operation.getPutTunnel(), owner));
            case DELETE_TUNNEL -> producer.removeTunnel(OperationReader.address(operation.getDeleteTunnel().getEndpoint(), "endpoint"));
            case PUT_NEIGHBOUR -> producer.putNeighbour(OperationReader.neighbour(operation.getPutNeighbour()));
            case DELETE_NEIGHBOUR -> deleteNeighbour(operation.getDeleteNeighbour().getNeighbour());
            case SET_PORT_STATE -> producer.setPortState(operation.getSetPortState().getPort(), operation.getSetPortState().getUp());
            case CREATE_LABEL_SPACE -> producer.createLabelSpace(operation.getCreateLabelSpace().getName());
            case DELETE_LABEL_SPACE -> producer.removeLabelSpace(operation.getDeleteLabelSpace().getName());
            case PUT_BINDING -> producer.putBinding(OperationReader.binding(operation.getPutBinding()));
            case REMOVE_BINDING -> producer.removeBinding(OperationReader.key(operation.getRemoveBinding().getKey()),
                operation.getRemoveBinding().getUser());
            case WITHDRAW_BINDING -> withdraw(operation.getWithdrawBinding());
            case RELEASE_BINDING -> producer.releaseBinding(OperationReader.key(operation.getReleaseBinding().getKey()),
                operation.getReleaseBinding().getUser());
            case PUT_VRF -> producer.putVrf(RouteReader.vrf(operation.getPutVrf()));
            case REMOVE_VRF -> producer.removeVrf(operation.getRemoveVrf().getName());
            case PUT_ROUTE -> putRoute(operation.getPutRoute());
            case REMOVE_ROUTE -> removeRoute(operation.getRemoveRoute());
            case OPERATION_NOT_SET -> throw new RefusedException("the operation is empty, or of a kind that this router does not know");
        };
    }

    private long putLabel(final PutLabel put) {
        final LabelAction action = put.getAction();
        final long forwarding = switch (action.getActionCase()) {
            case SWAP -> Forwarding.swap(action.getSwap().getOutLabel(), action.getSwap().getNextHop());
            case PHP -> Forwarding.php(OperationReader.payload(action.getPhp().getPayload()), action.getPhp().getNextHop());
            case POP -> Forwarding.pop(OperationReader.payload(action.getPop().getPayload()), action.getPop().getNextHop());
            default -> -1;
        };
        if (forwarding < 0 || put.hasLabelSpace() && !put.getLabelSpace().equals(LspIntent.PLATFORM) || put.hasNextHopIndex()) {
            return producer.putLabel(OperationReader.label(put, owner));
        }
        final int accept = producer.acceptHandle(OperationReader.accept(put.getAccept()));
        return accept < 0 ? accept : producer.putForward(PLATFORM, OperationReader.number(put.getLabel(), "label"),
            Forwarding.with(forwarding, OperationReader.model(put.getTtl()), OperationReader.model(put.getTc())), accept);
    }

    private long putRoute(final PutRoute put) {
        if (put.getAction().getActionCase() != RouteAction.ActionCase.FORWARD) {
            return producer.putRoute(RouteReader.route(put));
        }
        final RouteForward forward = put.getAction().getForward();
        final Prefix prefix = Decoder.prefix(put.getPrefix());
        final InetAddress address = prefix.address();
        final long forwarding = Forwarding.with(Forwarding.swap(forward.hasLabel() ? forward.getLabel() : Forwarding.IMPLICIT_NULL,
            forward.getNextHop()), OperationReader.model(put.getTtl()), OperationReader.model(put.getTc()));
        final int vrf = producer.vrfHandle(RouteReader.vrf(put.hasVrf(), put.getVrf()));
        return vrf < 0 ? vrf : producer.putRoute(vrf, PrefixKey.family(address), PrefixKey.high(address), PrefixKey.low(address),
            prefix.length(), forwarding);
    }

    private long removeRoute(final RemoveRoute remove) {
        final Prefix prefix = Decoder.prefix(remove.getPrefix());
        final InetAddress address = prefix.address();
        final int vrf = producer.vrfHandle(RouteReader.vrf(remove.hasVrf(), remove.getVrf()));
        return vrf < 0 ? vrf : producer.removeRoute(vrf, PrefixKey.family(address), PrefixKey.high(address), PrefixKey.low(address),
            prefix.length());
    }

    private long deleteLabel(final DeleteLabel delete) {
        final int label = OperationReader.number(delete.getLabel(), "label");
        return delete.hasLabelSpace() ? producer.removeLabel(delete.getLabelSpace(), label) : producer.removeLabel(PLATFORM, label);
    }

    private long deleteNeighbour(final NeighbourRef neighbour) {
        return producer.removeNeighbour(neighbour.getInterface(), OperationReader.address(neighbour.getAddress(), "neighbour"));
    }

    private long withdraw(final WithdrawBinding withdraw) {
        final BindingKey key = OperationReader.key(withdraw.getKey());
        return withdraw.hasUser() ? producer.withdrawBinding(key, withdraw.getUser()) : producer.withdrawBinding(key);
    }
}
