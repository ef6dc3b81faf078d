package dev.agentservice.agent.web;

import java.util.List;

import dev.agentservice.agent.catalog.AgentCatalog;
import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.llm.model.ModelId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lists the agents; their instructions stay inside. */
@RestController
@Tag(name = "Agents")
class AgentsController {

	private static final String AGENTS = """
			{"agents": [{"name": "assistant", "description": "Answers everyday questions.",
			  "models": {"simple": "anthropic/claude-haiku-4-5", "complex": "anthropic/claude-sonnet-5",
			    "fallback": ["openai/gpt-5.4-mini"]},
			  "tools": ["current_time", "calculator"], "revision": "396ed8986b397d21"}]}""";

	private final AgentCatalog catalog;

	AgentsController(AgentCatalog catalog) {
		this.catalog = catalog;
	}

	@GetMapping(path = "/agents", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "List the agents", description = "A changed `revision` means a changed agent.")
	@ApiResponse(responseCode = "200", description = "All agents, by name",
			content = @Content(examples = @ExampleObject(AGENTS)))
	AgentList agents() {
		return new AgentList(this.catalog.all().stream().map(Agent::of).toList());
	}

	/**
	 * The answer.
	 *
	 * @param agents all agents, by name
	 */
	record AgentList(List<Agent> agents) {

	}

	/**
	 * What clients may know of an agent.
	 *
	 * @param name what to put into a run's {@code agent}
	 * @param description what it is for
	 * @param models the models it may use
	 * @param tools the tools it may use, as patterns
	 * @param revision identifies the content of its file
	 */
	record Agent(String name, String description, AgentModels models, List<String> tools, String revision) {

		static Agent of(AgentDefinition agent) {
			return new Agent(agent.name(), agent.description(), AgentModels.of(agent.models()), agent.tools(),
					agent.revision());
		}

	}

	/**
	 * The models of an agent, each as {@code provider/model}.
	 *
	 * @param simple for simple tasks
	 * @param complex for complex tasks
	 * @param fallback asked when the chosen one fails
	 */
	record AgentModels(String simple, String complex, List<String> fallback) {

		static AgentModels of(AgentDefinition.Models models) {
			return new AgentModels(models.simple().toString(), models.complex().toString(),
					models.fallback().stream().map(ModelId::toString).toList());
		}

	}

}
