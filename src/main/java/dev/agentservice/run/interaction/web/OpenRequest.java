package dev.agentservice.run.interaction.web;

import java.util.List;

import dev.agentservice.run.interaction.OpenedLines.Line;
import dev.agentservice.support.json.JsonFields;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The body of {@code POST /users/{id}/interactions/open}.
 *
 * @param reason why, for the audit log
 * @param lines the lines
 */
@Schema(name = "OpenInteractions")
record OpenRequest(
		@Schema(minLength = 1, maxLength = 256, description = "Kept in the audit log: name nobody in it.",
				example = "Complaint of 23 November, ticket 4711") String reason,
		@ArraySchema(minItems = 1, maxItems = OpenRequest.MOST,
				arraySchema = @Schema(description = "Of each line `run_id`, `seal` and `sealed`.")) List<Line> lines) {

	static final int MOST = 1_000;

	private static final int MAX_REASON = 256;

	private static final int MAX_ID = 64;

	private static final int MAX_SEALED = 32_000;

	static OpenRequest parse(JsonFields fields) {
		String reason = fields.requiredText("reason", MAX_REASON);
		fields.require("lines");
		List<Line> lines = fields.optionalObjects("lines", MOST).stream().map(OpenRequest::line).toList();
		fields.finish();
		return new OpenRequest(reason, lines);
	}

	/** Other members of a line may come with it. */
	private static Line line(JsonFields line) {
		return new Line(line.requiredText("run_id", MAX_ID), line.requiredText("seal", MAX_ID),
				line.requiredText("sealed", MAX_SEALED));
	}

}
