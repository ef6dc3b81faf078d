package dev.agentservice.endtoend;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.agentservice.tool.ToolPolicy;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;

/** A mailbox into which strangers write, and a purse. */
class MailTools {

	final List<String> paid = new CopyOnWriteArrayList<>();

	volatile String mail = "";

	@Tool(name = "read_mail", value = "Reads the latest mail.")
	String read() {
		return this.mail;
	}

	@Tool(name = "pay_out", value = "Pays 100 USD to a wallet.")
	@ToolPolicy(sideEffects = true)
	String payOut(@P(name = "wallet", value = "its name") String wallet) {
		this.paid.add(wallet);
		return "Paid.";
	}

}
