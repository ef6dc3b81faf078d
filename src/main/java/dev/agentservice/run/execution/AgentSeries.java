package dev.agentservice.run.execution;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

import dev.agentservice.agent.catalog.AgentCatalog;
import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.budget.Budgets;
import dev.agentservice.run.owner.waiting.LostRuns;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Which agents have series. Counters of present agents are there before their first
 * event, timers come with it: each is a histogram of some 70 series. The series of an
 * agent that is gone are dropped at the change of agents after that, when its last runs
 * have ended, so that agents that come and go do not add up.
 */
@Component
class AgentSeries {

	private static final String LABEL = "agent";

	/** Stand for no agent in particular. */
	private static final Set<String> NO_AGENT = Set.of("none", "unknown");

	private final RunCounters counters;

	private final LostRuns lost;

	private final RunCosts costs;

	private final MeterRegistry meters;

	private Set<String> present = Set.of();

	AgentSeries(RunCounters counters, LostRuns lost, RunCosts costs, MeterRegistry meters) {
		this.counters = counters;
		this.lost = lost;
		this.costs = costs;
		this.meters = meters;
	}

	@Autowired
	void follow(AgentCatalog agents, Budgets budgets) {
		agents.watch((all) -> {
			changed(all.stream().map(AgentDefinition::name).collect(Collectors.toSet()));
			all.forEach((agent) -> budgets.show(agent.name(), agent.models().names()));
		});
	}

	/** There are these agents from now on, and no others. */
	synchronized void changed(Set<String> now) {
		now.forEach(this.counters::show);
		now.forEach(this.lost::show);
		Set<String> kept = new HashSet<>(now);
		kept.addAll(this.present);
		kept.addAll(NO_AGENT);
		this.costs.retain(kept);
		this.meters.getMeters()
			.stream()
			.filter((meter) -> counts(meter) && isOfAnotherThan(kept, meter))
			.forEach(this.meters::remove);
		this.present = now;
	}

	/** Gauges are of those that made them. */
	private static boolean counts(Meter meter) {
		return meter instanceof Counter || meter instanceof Timer;
	}

	private static boolean isOfAnotherThan(Set<String> agents, Meter meter) {
		String agent = meter.getId().getTag(LABEL);
		return agent != null && !agents.contains(agent);
	}

}
