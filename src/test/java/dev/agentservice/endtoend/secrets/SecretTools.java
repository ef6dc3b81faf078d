package dev.agentservice.endtoend.secrets;

import dev.agentservice.tool.ToolException;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;

/** Tools that know the secrets; a replica gets them as a source of its context. */
class SecretTools {

	@Tool(name = "customer", value = "Tells who a customer is.")
	String customer(@P(name = "name", value = "whoever it is") String name) {
		return Secrets.SENTENCE;
	}

	@Tool(name = "broken_customer", value = "Tells who a customer is.")
	String broken(@P(name = "name", value = "whoever it is") String name) {
		throw new IllegalStateException(Secrets.COMPLAINT, new IllegalArgumentException(Secrets.COMPLAINT));
	}

	@Tool(name = "strange_customer", value = "Tells who a customer is.")
	String strange(@P(name = "name", value = "whoever it is") String name) {
		throw ToolException.retryable(Secrets.COMPLAINT, new IllegalStateException(Secrets.COMPLAINT));
	}

}
