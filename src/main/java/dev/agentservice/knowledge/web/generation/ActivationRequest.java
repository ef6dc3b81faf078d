package dev.agentservice.knowledge.web.generation;

import java.util.Objects;

import dev.agentservice.support.json.JsonFields;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The body of {@code POST /knowledge/{collection}/generations/{g}/activate}.
 *
 * @param force whether the golden queries decide nothing
 * @param reason why, for the audit log; empty unless it is forced
 */
@Schema(name = "KnowledgeActivationRequest")
record ActivationRequest(
		@Schema(defaultValue = "false",
				description = "Activates it whatever the golden queries say; needs a reason.") boolean force,
		@Schema(maxLength = 256, description = "Kept in the audit log: name nobody in it.",
				example = "The provider ends the former model.") String reason) {

	private static final int MAX_REASON = 256;

	/**
	 * Reads a request.
	 * @throws dev.agentservice.support.problem.InvalidRequestException naming every bad
	 * field
	 */
	static ActivationRequest parse(JsonFields fields) {
		boolean force = Boolean.TRUE.equals(fields.optionalBoolean("force"));
		String reason = Objects.requireNonNullElse(fields.optionalText("reason", MAX_REASON), "");
		if (force && reason.isBlank()) {
			fields.reject("reason", "must say why the golden queries decide nothing");
		}
		fields.finish();
		return new ActivationRequest(force, reason);
	}

}
