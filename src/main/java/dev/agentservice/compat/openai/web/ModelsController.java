package dev.agentservice.compat.openai.web;

import java.util.List;

import dev.agentservice.agent.catalog.AgentCatalog;
import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.compat.openai.ModelNotFoundException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lists the agents to clients that call them models.
 */
@RestController
@Tag(name = "OpenAI-compatible")
class ModelsController {

	private static final String MODEL = """
			{"id": "assistant", "object": "model", "created": 0, "owned_by": "agent-service"}""";

	private final AgentCatalog agents;

	ModelsController(AgentCatalog agents) {
		this.agents = agents;
	}

	@GetMapping(path = "/v1/models", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "List the agents as models")
	@ApiResponse(responseCode = "200", description = "All agents, by name",
			content = @Content(examples = @ExampleObject("{\"object\": \"list\", \"data\": [" + MODEL + "]}")))
	Models models() {
		return new Models("list", this.agents.all().stream().map(Model::of).toList());
	}

	@GetMapping(path = "/v1/models/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Show an agent as a model")
	@ApiResponse(responseCode = "200", description = "The agent", content = @Content(examples = @ExampleObject(MODEL)))
	@ApiResponse(responseCode = "404", description = "There is no such agent")
	Model model(@PathVariable @Parameter(example = "assistant") String id) {
		return this.agents.find(id).map(Model::of).orElseThrow(() -> new ModelNotFoundException(id));
	}

	/**
	 * The list.
	 *
	 * @param object always {@code list}
	 * @param data all agents, by name
	 */
	@Schema(name = "OpenAiModels")
	record Models(String object, List<Model> data) {

	}

	/**
	 * An agent.
	 *
	 * @param id its name
	 * @param object always {@code model}
	 * @param created always 0: an agent is a file and has no birthday that all replicas
	 * know
	 * @param ownedBy always this service
	 */
	@Schema(name = "OpenAiModel")
	record Model(String id, String object, long created, String ownedBy) {

		static Model of(AgentDefinition agent) {
			return new Model(agent.name(), "model", 0, "agent-service");
		}

	}

}
