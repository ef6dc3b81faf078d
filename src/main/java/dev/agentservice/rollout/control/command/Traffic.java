package dev.agentservice.rollout.control.command;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.agentservice.rollout.policy.PolicyStep;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.prometheus.LiveRollout;
import dev.agentservice.rollout.prometheus.PrometheusSettings;
import dev.agentservice.rollout.prometheus.UnmeasurableException;
import dev.agentservice.rollout.sample.Blocks;

/**
 * Whether the present traffic suffices: how many runs the canary would end in each step,
 * if stable's traffic stays as it was in the last half hour.
 */
final class Traffic {

	private static final Duration PAST = Duration.ofMinutes(30);

	/**
	 * A good release has ended so many when it passes the first step with the defaults.
	 */
	private static final long ENOUGH = 600;

	private final PrometheusSettings settings;

	Traffic(PrometheusSettings settings) {
		this.settings = settings;
	}

	/**
	 * A line for each step that says what is to be expected, or one that says why not.
	 */
	List<String> forecast(RolloutPolicy policy, String version, Instant now) {
		try {
			LiveRollout past = new LiveRollout(this.settings, "plan", now.minus(PAST), Map.of());
			past.readUpTo(now);
			int blocks = Blocks.in(PAST) - 1;
			return forecast(policy, (double) past.runs(version, blocks)[0] / (blocks * Blocks.SECONDS));
		}
		catch (UnmeasurableException ex) {
			return List.of("the traffic is not known: " + ex.getMessage());
		}
	}

	/** The same for so many runs in a second. */
	static List<String> forecast(RolloutPolicy policy, double rate) {
		List<String> lines = new ArrayList<>();
		lines.add(String.format(Locale.ROOT, "stable ended %.2f runs/s in the last %d min", rate, PAST.toMinutes()));
		double left = policy.inconclusive().times() * (double) policy.inconclusive().extend().toSeconds();
		for (PolicyStep step : policy.steps()) {
			long runs = Math.round(rate * step.weight() / 100 * step.hold().toSeconds());
			long extended = Math.round(rate * step.weight() / 100 * (step.hold().toSeconds() + left));
			// A rollout has so many extensions, and not each of its steps.
			left = (runs < policy.minimumRuns()) ? 0 : left;
			lines.add("%3d %%: about %d runs of the canary%s".formatted(step.weight(), runs,
					verdict(policy, runs, extended)));
		}
		return lines;
	}

	private static String verdict(RolloutPolicy policy, long runs, long extended) {
		if (extended < policy.minimumRuns()) {
			return ", fewer than minimum_runs even if it is extended: the step cannot be passed. Longer holds are needed";
		}
		return (runs < ENOUGH) ? ", where a good release takes 600 to 900: longer holds or wider margins" : "";
	}

}
