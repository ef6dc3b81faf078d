package dev.agentservice.rollout.control.command;

import java.util.List;
import java.util.function.Consumer;

import dev.agentservice.rollout.cluster.Cluster;
import dev.agentservice.rollout.cluster.KubectlException;
import dev.agentservice.rollout.cluster.Route;
import dev.agentservice.rollout.control.Checks;
import dev.agentservice.rollout.control.Phase.ExitStatus;
import dev.agentservice.rollout.control.RolloutState;
import dev.agentservice.rollout.cluster.Situation;
import dev.agentservice.rollout.control.Transitions;
import dev.agentservice.rollout.policy.PolicyStep;
import dev.agentservice.rollout.policy.RolloutPolicy;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a rollout would do, and where it is.
 */
final class Overview {

	private final Cluster cluster;

	private final RolloutPolicy policy;

	private final Consumer<String> out;

	Overview(Cluster cluster, RolloutPolicy policy, Consumer<String> out) {
		this.cluster = cluster;
		this.policy = policy;
		this.out = out;
	}

	/** Prints the state and the newest transitions. */
	int status() throws KubectlException {
		Route route = this.cluster.route();
		RolloutState state = RolloutState.parse(route.annotation(Route.STATE));
		this.out.accept("weights %d %d".formatted(route.stableWeight(), route.canaryWeight()));
		if (state == null) {
			this.out.accept("no rollout yet");
			return 0;
		}
		this.out.accept("%s to %s: %s, step %d of %d, since %s: %s".formatted(state.releases().stable(),
				state.releases().canary(), state.phase(), state.step() + 1, this.policy.steps().size(),
				java.time.Instant.ofEpochSecond(state.since()), state.reason()));
		RolloutState.Pin pin = state.pin();
		if (pin != null) {
			this.out.accept("stable's minimum is pinned to %d, and was %d".formatted(pin.pinned(), pin.original()));
		}
		for (JsonNode line : Transitions.lines(route.annotation(Route.LOG))) {
			this.out.accept(line.toString());
		}
		return 0;
	}

	/**
	 * Prints the steps, and what speaks against the start.
	 * @param traffic what stable's traffic is, where it can be asked for
	 */
	int plan(Situation at, boolean forceState, @Nullable Traffic traffic) throws KubectlException {
		this.out.accept("%s to %s".formatted(at.stable().version(), at.canary().version()));
		for (PolicyStep step : this.policy.steps()) {
			this.out.accept("%3d %% for %d min, %d replicas of the canary beside %d of stable%s".formatted(
					step.weight(), step.hold().toMinutes(), at.canaryFor(step.weight()), at.stable().replicas(),
					step.approve() ? ", then a person's promote" : ""));
		}
		if (at.stable().replicas() < 2) {
			this.out.accept("stable has one replica: nothing tells how much replicas differ, and alpha is halved");
		}
		if (traffic != null) {
			traffic.forecast(this.policy, at.stable().version(), at.now()).forEach(this.out);
		}
		List<String> refusals = new Checks(this.cluster, this.policy, forceState).refusals(at);
		refusals.forEach((refusal) -> this.out.accept("refused: " + refusal));
		return refusals.isEmpty() ? 0 : ExitStatus.ERROR;
	}

}
