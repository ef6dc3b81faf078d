package dev.agentservice.rollout.judge.metric;

import java.util.List;

import dev.agentservice.rollout.policy.Margins;
import dev.agentservice.rollout.sample.PodBlock;
import dev.agentservice.rollout.sample.series.EventCount;
import dev.agentservice.rollout.sample.series.HistogramColumns;
import dev.agentservice.rollout.sample.series.ShareColumns;

/**
 * Trials and events that are compared with their like only.
 *
 * @param counted its counters
 * @param tolerated the log odds ratio up to which the canary may be worse
 * @param loose the log odds ratio that must be refuted in the first step
 * @param tight the same in later steps
 */
record Stratum(Counted counted, double tolerated, double loose, double tight) {

	/** The agent, or the tool. */
	String name() {
		return this.counted.name();
	}

	/** The log odds ratio that must be refuted. */
	double margin(Margins margins) {
		return (margins == Margins.LOOSE) ? this.loose : this.tight;
	}

	/**
	 * What is counted of one agent or tool.
	 *
	 * @param name the agent, or the tool
	 * @param count its counters
	 * @param sources a replica that has none of these does not count the events; nothing
	 * if they are counted wherever the trials are
	 */
	record Counted(String name, EventCount count, List<Integer> sources) {

		Counted {
			sources = List.copyOf(sources);
		}

		static Counted of(ShareColumns share) {
			return new Counted(share.stratum(), share.count(), share.sources());
		}

		/** The observations above a bound. */
		static Counted of(HistogramColumns histogram, int bound) {
			return new Counted(histogram.stratum(), histogram.above(bound), List.of());
		}

		/**
		 * Whether a replica counts the events. A series that is absent beside others of
		 * the same agent is 0; without them nothing is known.
		 */
		boolean isKnown(PodBlock block) {
			for (int i = 0; i < this.sources.size(); i++) {
				if (block.has(this.sources.get(i))) {
					return true;
				}
			}
			return this.sources.isEmpty();
		}

	}

}
