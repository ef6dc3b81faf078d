package dev.agentservice.endtoend.canary;

import dev.agentservice.tool.ToolException;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;

/** Tools that know the canaries; a replica gets them as a source of its context. */
class CanaryTools {

	@Tool(name = "customer", value = "Tells who a customer is.")
	String customer(@P(name = "name", value = "whoever it is") String name) {
		return Canaries.SENTENCE;
	}

	@Tool(name = "broken_customer", value = "Tells who a customer is.")
	String broken(@P(name = "name", value = "whoever it is") String name) {
		throw new IllegalStateException(Canaries.COMPLAINT, new IllegalArgumentException(Canaries.COMPLAINT));
	}

	@Tool(name = "strange_customer", value = "Tells who a customer is.")
	String strange(@P(name = "name", value = "whoever it is") String name) {
		throw ToolException.retryable(Canaries.COMPLAINT, new IllegalStateException(Canaries.COMPLAINT));
	}

}
