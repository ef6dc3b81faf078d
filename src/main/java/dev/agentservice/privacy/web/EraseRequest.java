package dev.agentservice.privacy.web;

import java.util.Objects;

import dev.agentservice.support.json.JsonFields;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code DELETE /users/{id}}.
 *
 * @param reason why, for the audit log
 * @param block whether the user is not admitted afterwards either
 */
record EraseRequest(
		@Schema(minLength = 1, maxLength = 256,
				description = "Kept in the audit log, also when the user is erased: name nobody in it.",
				example = "Request of 23 November, ticket 4711") @Nullable String reason,
		@Schema(defaultValue = "false", description = "Whether the user is not admitted afterwards either, until an "
				+ "operator lifts the block.") boolean block) {

	/** Without a body. */
	static final EraseRequest PLAIN = new EraseRequest(null, false);

	private static final int MAX_REASON = 256;

	static EraseRequest parse(JsonFields fields) {
		String reason = fields.optionalText("reason", MAX_REASON);
		Boolean block = fields.optionalBoolean("block");
		fields.finish();
		return new EraseRequest(reason, Objects.requireNonNullElse(block, false));
	}

}
