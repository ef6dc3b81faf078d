package dev.agentservice.knowledge.web;

import java.util.Set;
import java.util.TreeSet;

import dev.agentservice.support.Text;
import dev.agentservice.support.json.JsonFields;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The body of {@code POST /knowledge/{collection}/documents/{id}/release}.
 *
 * @param passages which passages, by their numbers
 * @param reason why, for the audit log
 */
@Schema(name = "KnowledgeReleaseRequest")
record ReleaseRequest(@Schema(requiredMode = Schema.RequiredMode.REQUIRED, type = "array",
		description = "Numbers of passages in quarantine, as texts.", example = "[\"3\"]") Set<Integer> passages,
		@Schema(requiredMode = Schema.RequiredMode.REQUIRED, minLength = 1, maxLength = 256,
				description = "Kept in the audit log: name nobody in it.",
				example = "Quotes an attack to explain it, ticket 4711") String reason) {

	private static final int MAX_REASON = 256;

	private static final int MAX_PASSAGES = 100;

	/**
	 * Reads a request.
	 * @throws dev.agentservice.support.problem.InvalidRequestException naming every bad
	 * field
	 */
	static ReleaseRequest parse(JsonFields fields) {
		fields.require("passages");
		Set<Integer> passages = new TreeSet<>();
		fields.optionalTexts("passages", MAX_PASSAGES, (text) -> text.matches("[0-9]{1,5}"), "a passage's number")
			.forEach((text) -> passages.add(Integer.valueOf(text)));
		if (passages.isEmpty()) {
			fields.reject("passages", "must name at least one");
		}
		String reason = fields.requiredText("reason", Integer.MAX_VALUE);
		if (Text.length(reason) > MAX_REASON) {
			fields.reject("reason", "must be at most " + MAX_REASON + " characters long");
		}
		fields.finish();
		return new ReleaseRequest(passages, reason);
	}

}
