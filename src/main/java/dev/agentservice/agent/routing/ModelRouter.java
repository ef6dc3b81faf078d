package dev.agentservice.agent.routing;

import dev.agentservice.agent.definition.AgentDefinition.Models;
import dev.agentservice.llm.model.ModelId;

import org.springframework.stereotype.Component;

/**
 * Chooses between an agent's two models: simple tasks need not pay for the stronger one.
 */
@Component
public class ModelRouter {

	private final RoutingProperties properties;

	ModelRouter(RoutingProperties properties) {
		this.properties = properties;
	}

	/**
	 * Chooses a model for a run.
	 * @param models which there are to choose from
	 * @param task the user's task
	 * @param tools how many tools the agent may use
	 * @param history how many messages of the conversation come before the task
	 * @return the simple or the complex model
	 */
	public ModelId choose(Models models, String task, int tools, int history) {
		return (TaskComplexity.points(task, tools, history) < this.properties.threshold()) ? models.simple()
				: models.complex();
	}

}
