package dev.agentservice.endtoend.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The agents of a trial: one for each provider, cheap, so that many runs share a budget.
 */
enum ChaosAgent {

	ANTHROPIC("anthropic/claude-3-haiku"), OPENAI("openai/gpt-4o-mini");

	private final String model;

	ChaosAgent(String model) {
		this.model = model;
	}

	/** Writes a file for each agent. */
	static void writeAll(Path directory) {
		try {
			for (ChaosAgent agent : values()) {
				Files.writeString(directory.resolve(agent.id() + ".md"), agent.file());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
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
				models: {simple: %s, complex: %s}
				tools: [calculator]
				limits: {cost_per_task_usd: 0.02, steps: 4, timeout: 5s}
				---
				You calculate.
				""".formatted(id(), this.model, this.model);
	}

}
