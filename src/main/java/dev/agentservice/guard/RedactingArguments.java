package dev.agentservice.guard;

import dev.agentservice.guard.inspection.GuardException;
import dev.agentservice.guard.redact.OwnValues;
import dev.agentservice.guard.redact.Redacted;
import dev.agentservice.guard.redact.Redactors;
import dev.agentservice.guard.redact.leak.Instructions;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes out of arguments what a third party must not get; or, if it shall only tell, lets
 * it stand.
 *
 * @param redactors the agent's
 * @param instructions what must not be repeated
 * @param tellsOnly whether everything may leave
 * @param metrics hears what was found
 */
record RedactingArguments(Redactors redactors, Instructions instructions, boolean tellsOnly,
		GuardMetrics metrics) implements ArgumentFilter {

	private static final JsonMapper JSON = JsonMapper.shared();

	@Override
	public String filter(String json) {
		try {
			String filtered = redact(json);
			return this.tellsOnly ? json : filtered;
		}
		catch (RuntimeException | StackOverflowError ex) {
			this.metrics.failed();
			throw new GuardException(ex);
		}
	}

	private String redact(String json) {
		try {
			Redacted<JsonNode> tree = this.redactors.redact(JSON.readTree(json), new OwnValues(), this.instructions);
			this.metrics.redacted(tree.redactions());
			return tree.redactions().isEmpty() ? json : JSON.writeValueAsString(tree.content());
		}
		catch (JacksonException _) {
			Redacted<String> text = this.redactors.redact(json, new OwnValues(), this.instructions);
			this.metrics.redacted(text.redactions());
			return text.content();
		}
	}

}
