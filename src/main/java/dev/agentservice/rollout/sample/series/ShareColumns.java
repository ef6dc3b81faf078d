package dev.agentservice.rollout.sample.series;

import java.util.List;

/**
 * A share within one stratum.
 *
 * @param stratum the agent's name, or the tool's
 * @param count its counters
 * @param sources a replica that has none of these does not count the events; nothing if
 * they are counted wherever the trials are
 */
public record ShareColumns(String stratum, EventCount count, List<Integer> sources) {

	public ShareColumns {
		sources = List.copyOf(sources);
	}

}
