package dev.agentservice.rollout.control;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import dev.agentservice.rollout.judge.Verdict;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.prometheus.UnmeasurableException;
import dev.agentservice.rollout.sample.ReplayStep;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the two releases.
 */
public interface Evidence {

	/**
	 * Why the release cannot be measured, if so; asked before it has traffic.
	 * @throws UnmeasurableException if not even that can be told
	 */
	Optional<String> plumbing(RolloutState state, Instant now) throws UnmeasurableException;

	/**
	 * Judges so many blocks since the first weight.
	 * @return {@code PASS} if the step that ends with them is passed; nothing if they
	 * decide nothing
	 * @throws UnmeasurableException if nothing can be told
	 */
	@Nullable Verdict judge(RolloutState state, RolloutPolicy policy, List<ReplayStep> steps, int blocks, Instant now)
			throws UnmeasurableException;

	/**
	 * Which absolute limit the new release exceeds, where nothing is left to compare it
	 * with.
	 * @return nothing if it was measured up to now, and exceeds none
	 * @throws UnmeasurableException if nothing can be told
	 */
	Optional<String> beyondLimits(RolloutState state, Instant since, Instant now) throws UnmeasurableException;

	/**
	 * How many runs the canary has in flight.
	 * @param since samples from before are none
	 * @return nothing if that is not known of each of its replicas
	 */
	default OptionalLong inFlight(RolloutState state, Instant since, Instant now) {
		return OptionalLong.empty();
	}

	/** Notes a decision: writes the report and the samples. */
	void decided(RolloutState state, RolloutPolicy policy, List<ReplayStep> steps, int blocks, Verdict verdict);

}
