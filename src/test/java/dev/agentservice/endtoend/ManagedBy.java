package dev.agentservice.endtoend;

import dev.agentservice.simulator.responses.SimulatedHooks;
import dev.agentservice.simulator.responses.SimulatedLoops;
import dev.agentservice.simulator.script.SimulatedProvider;

/** A provider that runs loops, in tests. */
enum ManagedBy {

	/** OpenAI's responses. */
	OPENAI("openai-responses", "openai/gpt-4.1-mini", "anthropic/claude-haiku-4-5", ""),

	/** Anthropic's managed agents. */
	ANTHROPIC("anthropic-managed", "anthropic/claude-haiku-4-5", "openai/gpt-4.1-mini", "-at-anthropic");

	private final String runtime;

	private final String model;

	private final String fallback;

	private final String suffix;

	ManagedBy(String runtime, String model, String fallback, String suffix) {
		this.runtime = runtime;
		this.model = model;
		this.fallback = fallback;
		this.suffix = suffix;
	}

	/** The name of an agent whose loop runs there. */
	String agent(String name) {
		return name + this.suffix;
	}

	/** The file of an agent. */
	String file(String name, String frontMatter) {
		return """
				---
				name: %s
				models: {simple: %s, fallback: [%s]}
				%s
				---
				You are an assistant.
				""".formatted(agent(name), this.model, this.fallback, frontMatter.replace("RUNTIME", this.runtime));
	}

	/** Where it sends its webhooks. */
	String hooks(ServicePorts service) {
		return service.baseUrl() + "/hooks/" + ((this == OPENAI) ? "openai" : "anthropic");
	}

	/** What a webhook of it says when something of it has ended. */
	String ended(String id) {
		return (this == OPENAI) ? SimulatedHooks.response("response.completed", id)
				: SimulatedHooks.session("session.status_idled", id);
	}

	/** Its loops. */
	SimulatedLoops loops(ServiceUnderTest service) {
		return (this == OPENAI) ? service.simulator().responses() : service.simulator().sessions();
	}

	/** Its models, for loops of our own. */
	SimulatedProvider models(ServiceUnderTest service) {
		return (this == OPENAI) ? service.openai() : service.anthropic();
	}

}
