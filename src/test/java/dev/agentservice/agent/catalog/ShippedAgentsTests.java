package dev.agentservice.agent.catalog;

import java.nio.file.Path;

import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.agent.definition.AgentFileParser;
import dev.agentservice.agent.definition.BuiltInTools;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShippedAgentsTests {

	@Test
	void areLoadedWithTheBuiltInTools() {
		AgentCatalog catalog = new AgentCatalog(
				new AgentDirectory(Path.of("agents")), new AgentFileParser(BuiltInTools.tools(), (model) -> true,
						(model) -> true, BuiltInTools.TARGETS, BuiltInTools.GUARD),
				new AgentMetrics(new SimpleMeterRegistry()));
		assertThat(catalog.all()).extracting(AgentDefinition::name).containsExactly("analyst", "assistant");
		assertThat(catalog.all()).allSatisfy((agent) -> {
			assertThat(agent.description()).isNotEmpty();
			assertThat(agent.models().fallback()).doesNotContain(agent.models().simple(), agent.models().complex());
		});
	}

}
