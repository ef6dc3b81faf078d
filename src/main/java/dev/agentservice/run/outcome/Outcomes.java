package dev.agentservice.run.outcome;

import dev.agentservice.run.outcome.RunOutcome.Cancelled;
import dev.agentservice.run.outcome.RunOutcome.Failed;
import dev.agentservice.run.outcome.RunOutcome.Succeeded;
import dev.agentservice.run.record.RunState;
import dev.agentservice.support.problem.ProblemDocument;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Outcomes as they are stored, and back. What was stored is told again word by word.
 */
public final class Outcomes {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	private Outcomes() {
	}

	public static Ending ending(String runId, RunOutcome outcome) {
		return switch (outcome) {
			case Succeeded succeeded ->
				new Ending("succeeded", "run.completed", MAPPER.writeValueAsString(succeeded.answer()), false);
			case Failed failed -> Endings.failed(failed.problem());
			case Cancelled cancelled -> Endings.cancelled(runId, cancelled.reason());
		};
	}

	public static RunOutcome read(RunState.Ended state) {
		return switch (state) {
			case RunState.Succeeded succeeded -> new Succeeded(MAPPER.readValue(succeeded.data(), RunAnswer.class));
			case RunState.Failed failed -> new Failed(ProblemDocument.read(failed.data()));
			case RunState.Rejected rejected -> new Failed(ProblemDocument.read(rejected.data()));
			case RunState.Cancelled cancelled ->
				new Cancelled(MAPPER.readTree(cancelled.data()).path("reason").asString("requested"));
		};
	}

}
