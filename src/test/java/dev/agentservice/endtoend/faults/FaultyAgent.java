package dev.agentservice.endtoend.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The agents of the trial: each has a first model with which something can go wrong, and
 * the same fallback.
 */
enum FaultyAgent {

	/** Its first model does as its script says. */
	PAIR("anthropic/claude-haiku-4-5"),
	/** As {@link #PAIR}, with the models the other way round. */
	SWAPPED("openai/gpt-5.4-mini"),
	/** As {@link #PAIR}, with a tool. */
	TOOLS("anthropic/claude-haiku-4-5"),
	/** The name of its first model's provider is not known to DNS. */
	NOWHERE("nowhere/gpt-4o-mini"),
	/** Nobody trusts the certificate of its first model's provider. */
	UNTRUSTED("untrusted/gpt-4o-mini"),
	/** Where its first model's provider should be, nobody listens. */
	REFUSED("refused/gpt-4o-mini"),
	/** Its first model comes and goes, and its circuit opens early. */
	FLAPPING("flapping/gpt-4o-mini");

	private final String model;

	FaultyAgent(String model) {
		this.model = model;
	}

	static void writeAll(Path directory) throws IOException {
		for (FaultyAgent agent : values()) {
			Files.writeString(directory.resolve(agent.id() + ".md"), agent.file());
		}
	}

	/** How clients ask for it. */
	String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	private String file() {
		return """
				---
				name: %s
				models: {simple: %s, fallback: [%s]}
				tools: [%s]
				limits: {cost_per_task_usd: 0.50, timeout: 20s}
				---
				You tell stories.
				""".formatted(id(), this.model,
				(this == SWAPPED) ? "anthropic/claude-haiku-4-5" : "openai/gpt-5.4-mini",
				(this == TOOLS) ? "calculator" : "");
	}

}
