package dev.agentservice.run;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

import dev.agentservice.run.RunOutcome.Cancelled;
import dev.agentservice.run.RunOutcome.Failed;
import dev.agentservice.run.RunOutcome.Succeeded;
import dev.agentservice.run.record.Ending;
import dev.agentservice.run.record.Endings;
import dev.agentservice.run.record.RunState;
import dev.agentservice.support.ProblemCode;
import dev.agentservice.support.ProblemException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Outcomes as they are stored, and back. What was stored is told again word by word.
 */
final class Outcomes {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	private Outcomes() {
	}

	static Ending ending(String runId, RunOutcome outcome) {
		return switch (outcome) {
			case Succeeded succeeded ->
				new Ending("succeeded", "run.completed", MAPPER.writeValueAsString(succeeded.answer()), false);
			case Failed failed -> Endings.failed(failed.problem());
			case Cancelled cancelled -> Endings.cancelled(runId, cancelled.reason());
		};
	}

	static RunOutcome read(RunState.Ended state) {
		return switch (state) {
			case RunState.Succeeded succeeded -> new Succeeded(MAPPER.readValue(succeeded.data(), RunAnswer.class));
			case RunState.Failed failed -> new Failed(problem(MAPPER.readTree(failed.data())));
			case RunState.Rejected rejected -> new Failed(problem(MAPPER.readTree(rejected.data())));
			case RunState.Cancelled cancelled ->
				new Cancelled(MAPPER.readTree(cancelled.data()).path("reason").asString("requested"));
		};
	}

	private static ProblemException problem(JsonNode document) {
		ProblemException problem = new ProblemException(
				ProblemCode.valueOf(document.path("code").asString().toUpperCase(Locale.ROOT)),
				document.path("detail").asString());
		for (Map.Entry<String, JsonNode> member : document.properties()) {
			switch (member.getKey()) {
				case "type", "title", "status", "detail", "code" -> {
					// Said by the code.
				}
				case "retry_after" -> problem.retryAfter(Duration.ofSeconds(member.getValue().asLong()));
				default -> problem.with(member.getKey(), MAPPER.treeToValue(member.getValue(), Object.class));
			}
		}
		return problem;
	}

}
