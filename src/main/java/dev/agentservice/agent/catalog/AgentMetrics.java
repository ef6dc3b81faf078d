package dev.agentservice.agent.catalog;

import java.util.Set;
import java.util.stream.Collectors;

import dev.agentservice.agent.definition.AgentFileParser;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;

/**
 * {@code agent.definitions.broken}: per agent 1 while its file is broken, otherwise 0.
 */
class AgentMetrics {

	private final MultiGauge broken;

	AgentMetrics(MeterRegistry meters) {
		this.broken = MultiGauge.builder("agent.definitions.broken")
			.description("1 while the agent's file is broken and its last good definition is in use")
			.register(meters);
	}

	void broken(Set<String> files, Set<String> brokenFiles) {
		this.broken.register(files.stream()
			.map((file) -> Row.of(Tags.of("agent", file.substring(0, file.length() - AgentFileParser.SUFFIX.length())),
					brokenFiles.contains(file) ? 1 : 0))
			.collect(Collectors.toList()), true);
	}

}
