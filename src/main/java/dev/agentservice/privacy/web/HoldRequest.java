package dev.agentservice.privacy.web;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;

import dev.agentservice.support.json.JsonFields;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The body of {@code PUT /users/{id}/hold}.
 *
 * @param reason why, for the audit log and the copy
 * @param until when the hold ends by itself
 */
record HoldRequest(
		@Schema(minLength = 1, maxLength = 256,
				description = "Kept in the audit log and, in the clear, with the copy: name nobody in it.",
				example = "Litigation 4711") String reason,
		@Schema(description = "When the hold ends by itself, at most ten years from now.",
				example = "2027-11-23T00:00:00Z") Instant until) {

	private static final int MAX_REASON = 256;

	static HoldRequest parse(JsonFields fields) {
		String reason = fields.requiredText("reason", MAX_REASON);
		fields.require("until");
		String until = fields.optionalText("until", HoldRequest::isInstant, "a time such as 2027-11-23T00:00:00Z");
		fields.finish();
		return new HoldRequest(reason, Instant.parse(Objects.requireNonNull(until)));
	}

	private static boolean isInstant(String text) {
		try {
			var _ = Instant.parse(text);
			return true;
		}
		catch (DateTimeParseException _) {
			return false;
		}
	}

}
