package dev.agentservice.simulator.chat;

import dev.agentservice.simulator.usage.Segment;
import dev.agentservice.simulator.usage.Tokenizer;
import tools.jackson.databind.JsonNode;

/**
 * A tool that the client offers to the model.
 *
 * @param name its name
 * @param description what it does, or an empty text
 * @param schema the JSON schema of its arguments; a missing node if it has none
 */
public record OfferedTool(String name, String description, JsonNode schema) {

	/** The tokens its description in the prompt costs. */
	public int tokens() {
		String json = this.schema.isObject() ? Json.text(this.schema) : "";
		return Segment.PER_TOOL + Tokenizer.count(this.name) + Tokenizer.count(this.description)
				+ Tokenizer.count(json);
	}

	/** What makes it the same tool for the prompt cache. */
	public String identity() {
		return this.name + '\n' + this.description + '\n' + this.schema;
	}

}
