package dev.agentservice.agent.catalog;

import java.util.Set;
import java.util.stream.Collectors;

import dev.agentservice.agent.definition.AgentFileParser;
import dev.agentservice.support.metric.LabelledGauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;

/**
 * {@code agent.definitions.broken}: per agent 1 while its file is broken, otherwise 0.
 */
class AgentMetrics {

	private final LabelledGauge broken;

	AgentMetrics(MeterRegistry meters) {
		this.broken = new LabelledGauge(
				MultiGauge.builder("agent.definitions.broken")
					.description("1 while the agent's file is broken and its last good definition is in use"),
				"agent", meters);
	}

	void broken(Set<String> files, Set<String> brokenFiles) {
		this.broken.set(files.stream()
			.collect(Collectors.toMap((file) -> file.substring(0, file.length() - AgentFileParser.SUFFIX.length()),
					(file) -> brokenFiles.contains(file) ? 1.0 : 0.0)));
	}

}
