package dev.agentservice.agent;

import dev.agentservice.llm.ModelId;

import org.springframework.stereotype.Component;

/**
 * Chooses between an agent's two models: simple tasks need not pay for the stronger one.
 */
@Component
class ModelRouter {

	private final RoutingProperties properties;

	ModelRouter(RoutingProperties properties) {
		this.properties = properties;
	}

	/**
	 * Chooses a model for a run.
	 * @param agent whose models there are to choose from
	 * @param task the user's task
	 * @param tools how many tools the agent may use
	 * @param history how many messages of the conversation come before the task
	 * @return the agent's simple or its complex model
	 */
	ModelId choose(AgentDefinition agent, String task, int tools, int history) {
		return (TaskComplexity.points(task, tools, history) < this.properties.threshold()) ? agent.models().simple()
				: agent.models().complex();
	}

}
