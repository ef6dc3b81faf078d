package dev.agentservice.endtoend.crash.agent;

import dev.agentservice.tool.ToolPolicy;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;

/** Tools of the order desk of the documentation. */
class OrderDeskTools {

	@Tool(name = "order_status", value = "Tells where an order is.")
	@ToolPolicy(trusted = true)
	String status(@P(name = "order", value = "its number") long order) {
		return "on its way";
	}

	@Tool(name = "refund", value = "Pays an order back.")
	@ToolPolicy(sideEffects = true, trusted = true)
	String refund(@P(name = "order", value = "its number") long order,
			@P(name = "reason", value = "for the customer") String reason) {
		throw new IllegalStateException("This is a test");
	}

	@Tool(name = "send_mail", value = "Sends the customer of an order a mail.")
	@ToolPolicy(sideEffects = true, trusted = true)
	String mail(@P(name = "order", value = "its number") long order,
			@P(name = "text", value = "the mail") String text) {
		throw new IllegalStateException("This is a test");
	}

}
