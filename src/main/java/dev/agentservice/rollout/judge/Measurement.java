package dev.agentservice.rollout.judge;

import java.util.Optional;

import dev.agentservice.rollout.judge.limit.Cancellations;
import dev.agentservice.rollout.judge.limit.EndedRuns;
import dev.agentservice.rollout.judge.limit.Freshness;
import dev.agentservice.rollout.judge.limit.OtherVersion;
import dev.agentservice.rollout.judge.limit.TrafficShare;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.sample.Blocks;
import dev.agentservice.rollout.sample.Recording;
import dev.agentservice.rollout.sample.Track;
import dev.agentservice.rollout.sample.Tracks;

/**
 * Whether the release can be measured. What is missing for a while is forgiven; the clock
 * of the step goes on.
 */
final class Measurement {

	private final TrafficShare share = new TrafficShare();

	private final Cancellations cancellations = new Cancellations();

	private final Freshness freshness;

	private final OtherVersion version;

	private final int grace;

	private Optional<String> problem = Optional.empty();

	private int blocks;

	private boolean beyondRepair;

	Measurement(RolloutPolicy policy, Recording recording, Tracks tracks) {
		this.freshness = new Freshness(recording, tracks);
		this.version = new OtherVersion(recording);
		this.grace = Blocks.in(policy.error().grace());
	}

	/** Notes that a step begins with a block. */
	void startStep(int block) {
		this.share.startStep();
		this.cancellations.startStep();
		this.freshness.startStep(block);
	}

	/** Adds a block. */
	void add(int block, EndedRuns counts, double weight, boolean settled) {
		this.freshness.add(block);
		if (settled) {
			this.share.add(counts, weight);
			this.cancellations.add(counts);
		}
		Optional<String> other = this.version.at(block);
		this.beyondRepair = other.isPresent();
		this.problem = other.or(() -> missing(block));
		this.blocks = this.problem.isPresent() ? this.blocks + 1 : 0;
	}

	private Optional<String> missing(int block) {
		for (Track track : Track.values()) {
			if (this.freshness.isSilent(track)) {
				return Optional.of("no_data: no replica of " + track.key() + " was scraped for 3 min");
			}
		}
		return this.share.isDisobeyed()
				? Optional.of("weight_not_obeyed: the canary's share of the runs that ended is not what its weight says"
						+ this.freshness.failing(block).map((pod) -> "; " + pod + " is not scraped").orElse(""))
				: Optional.empty();
	}

	/** What is wrong at present. */
	Optional<String> problem() {
		return this.problem;
	}

	/**
	 * What is wrong at the end of a step, where less is forgiven.
	 * @param isLast whether it is the last step
	 */
	Optional<String> problemAtEnd(int block, boolean isLast) {
		return this.freshness.missing(block, isLast)
			.map((missing) -> "no_data: " + missing)
			.or(this::problem)
			.or(() -> this.share.wrongNow().map((wrong) -> "weight_not_obeyed: " + wrong));
	}

	/** Why the runs that ended are not comparable, if they are not. */
	Optional<String> unproven() {
		return this.cancellations.unproven();
	}

	/** What has been wrong for too long, or cannot become right. */
	Optional<String> lasting() {
		return (this.beyondRepair || this.blocks > this.grace) ? this.problem : Optional.empty();
	}

	/** How often a replica was silent for more than a minute. */
	int gaps() {
		return this.freshness.gaps();
	}

}
