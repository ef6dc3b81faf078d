package dev.agentservice.tool.registry;

import dev.agentservice.tool.ToolPolicy;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;

/** Tools that are nearly alike. */
class Twins {

	@Tool
	void castor(@P(name = "star", value = "a star") String star) {
	}

	@Tool
	@ToolPolicy(trusted = true)
	void vega(@P(name = "star", value = "a star") String star) {
	}

	@Tool
	void pollux(@P(name = "star", value = "a star") String star) {
	}

	@Tool
	void number(@P(name = "star", value = "a star") int star) {
	}

	@Tool
	void sometimes(@P(name = "star", value = "a star", required = false) String star) {
	}

}
