package dev.agentservice.agent.web;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.agent.definition.AgentDefinition.Limits;
import dev.agentservice.agent.definition.AgentDefinition.Models;
import dev.agentservice.agent.definition.LatencyTargets;
import dev.agentservice.agent.web.AgentsController.Agent;
import dev.agentservice.agent.web.AgentsController.AgentList;
import dev.agentservice.guard.GuardMode;
import dev.agentservice.guard.GuardPolicy;
import dev.agentservice.llm.model.ModelId;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class AgentsControllerTests {

	@Test
	void showsWhatClientsMayKnowAndNotTheInstructions() {
		Duration second = Duration.ofSeconds(1);
		AgentDefinition agent = new AgentDefinition("helper", "Helps.",
				new Models(new ModelId("openai", "small"), new ModelId("openai", "large"),
						List.of(new ModelId("acme", "x/y")), AgentDefinition.AfterCut.RESTART, null),
				List.of("calc*"), Map.of(), new Limits(BigDecimal.ONE, 8, Duration.ofSeconds(60)),
				new LatencyTargets(second, second, second, second), new GuardPolicy(GuardMode.OFF, GuardMode.OFF,
						GuardMode.OFF, GuardMode.OFF, GuardPolicy.SideEffects.ALLOW, Map.of()),
				"secret instructions", "0123456789abcdef", "");
		assertThat(JsonMapper.shared().writeValueAsString(new AgentList(List.of(Agent.of(agent)))))
			.isEqualToIgnoringWhitespace("""
					{"agents": [{"name": "helper", "description": "Helps.",
					  "models": {"simple": "openai/small", "complex": "openai/large", "fallback": ["acme/x/y"]},
					  "tools": ["calc*"], "revision": "0123456789abcdef"}]}
					""");
	}

}
