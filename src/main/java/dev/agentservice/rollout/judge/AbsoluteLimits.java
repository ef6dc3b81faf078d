package dev.agentservice.rollout.judge;

import java.util.Locale;
import java.util.Optional;

import dev.agentservice.rollout.judge.limit.CrashLimit;
import dev.agentservice.rollout.judge.limit.ErrorCounts;
import dev.agentservice.rollout.judge.limit.ErrorLimit;
import dev.agentservice.rollout.judge.limit.SustainedErrors;
import dev.agentservice.rollout.policy.Limits;
import dev.agentservice.rollout.policy.Metric;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.sample.Recording;
import dev.agentservice.rollout.sample.Tracks;

/**
 * What no release may exceed.
 */
final class AbsoluteLimits {

	private static final double HINT = Math.log(3);

	private final Limits limits;

	private final ErrorLimit errors;

	private final SustainedErrors sustained;

	private final CrashLimit crashes;

	private final double bound;

	AbsoluteLimits(RolloutPolicy policy, int horizon, double bound) {
		this.limits = policy.limits();
		this.errors = new ErrorLimit(this.limits.errorRate(), horizon);
		this.sustained = new SustainedErrors(this.limits.errorRate(), policy.rule(Metric.ERRORS).tolerated());
		this.crashes = new CrashLimit(this.limits);
		this.bound = bound;
	}

	/** Notes that a step begins. */
	void startStep() {
		this.sustained.startStep();
	}

	/** Adds a block. */
	void add(Recording recording, Tracks tracks, int block, ErrorCounts counts) {
		this.errors.add(block, counts);
		this.sustained.add(counts);
		this.crashes.add(recording, tracks, block);
	}

	/** The limit that is exceeded, and how. */
	Optional<Exceeded> exceeded(MetricEvidence metrics) {
		if (this.crashes.isExceeded()) {
			return Optional
				.of(new Exceeded("crashes", String.format(Locale.ROOT, "%d restarts of the canary within %d min",
						this.crashes.restarts(), this.limits.crashWindow().toMinutes())));
		}
		if (this.errors.log() - metrics.errorBar() >= this.bound && !this.errors.isStableBeyond()
				&& metrics.errors() >= HINT) {
			return Optional.of(new Exceeded(Metric.ERRORS.key(),
					String.format(Locale.ROOT, "more than %s of the canary's runs fail (log evidence %.2f)",
							this.limits.errorRate(), this.errors.log())));
		}
		if (this.sustained.log() >= this.bound) {
			return Optional.of(new Exceeded(Metric.ERRORS.key(), String.format(Locale.ROOT,
					"%.1f %% of the canary's runs in this step failed, in bursts", 100 * this.sustained.rate())));
		}
		return Optional.empty();
	}

	/** Why a step may not be passed. When all fail alike, the comparison decides. */
	Optional<String> unproven() {
		return (this.sustained.leastRate() > this.limits.errorRate() && !this.sustained.isStableBeyond())
				? Optional
					.of(String.format(Locale.ROOT, "errors: %.1f %% is above the limit", 100 * this.sustained.rate()))
				: Optional.empty();
	}

	/**
	 * A limit that was exceeded.
	 *
	 * @param limit the metric, or the name of the limit
	 * @param reason how it was exceeded
	 */
	record Exceeded(String limit, String reason) {
	}

}
