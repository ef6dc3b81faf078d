package dev.agentservice.rollout.control;

import java.util.List;

import dev.agentservice.rollout.cluster.KubectlException;
import dev.agentservice.rollout.cluster.Route;
import dev.agentservice.rollout.cluster.Situation;
import org.jspecify.annotations.Nullable;

/**
 * How a rollout begins.
 *
 * @param id its name
 * @param policy the SHA-256 of the policy's file
 * @param who who starts it
 * @param why for what reason
 * @param forceState whether versions of stored state do not matter
 */
public record Start(String id, String policy, String who, String why, boolean forceState) {

	/** Whether a state is what this start has written. */
	boolean isMine(@Nullable RolloutState state) {
		return state != null && state.id().equals(this.id);
	}

	/**
	 * The first state.
	 * @param before that of a rollout before, if there was one: its epoch counts on, and
	 * a minimum that it has not restored is restored by this one; an order that is there
	 * by now was not given to this one
	 */
	RolloutState first(Situation at, @Nullable RolloutState before) throws KubectlException {
		Order given = Order.parse(at.route().annotation(Route.ORDER));
		RolloutState.Pin left = (before != null) ? before.pin() : null;
		return new RolloutState(this.id,
				new RolloutState.Releases(at.stable().version(), at.stable().image(), at.stable().readable(),
						at.canary().version(), at.canary().image(), at.canary().readable()),
				this.policy, Phase.PREPARING, at.now().getEpochSecond(), 0, 0, -1, 0, List.of(),
				(before != null) ? before.epoch() + 1 : 1, 0,
				(left != null) ? new RolloutState.Pin(left.original(), left.pinned(), 0) : null, 0, Phase.ROLLED_BACK,
				false, null, 0, (given != null) ? given.id() : null, null, this.who, this.why, "started");
	}

}
