package dev.agentservice.tool.registry;

import dev.agentservice.tool.ToolPolicy;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolMemoryId;

/** Tools that could never be called. */
final class UnusableTools {

	private UnusableTools() {
	}

	static class BadName {

		@Tool(name = "bad name")
		void bad() {
		}

	}

	static class WantsMemoryId {

		@Tool
		void remember(@ToolMemoryId String id) {
		}

	}

	static class OptionalPrimitive {

		@Tool
		void count(@P(name = "count", value = "how many", required = false) int count) {
		}

	}

	static class BadTimeout {

		@Tool
		@ToolPolicy(timeout = "soon")
		void late() {
		}

	}

}
