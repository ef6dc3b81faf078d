package dev.agentservice.endtoend;

import dev.langchain4j.agent.tool.Tool;

import org.springframework.beans.factory.annotation.Value;

/** A tool that ends its whole process, until it is mended. */
class PoisonTools {

	/** The property that says that it is. */
	static final String MENDED = "poison.mended";

	private final boolean mended;

	PoisonTools(@Value("${" + MENDED + ":false}") boolean mended) {
		this.mended = mended;
	}

	@Tool(name = "poison", value = "Does what is asked.")
	String poison() {
		if (!this.mended) {
			Runtime.getRuntime().halt(3);
		}
		return "Harmless now.";
	}

}
