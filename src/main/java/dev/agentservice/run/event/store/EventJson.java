package dev.agentservice.run.event.store;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import dev.agentservice.agent.RunEvent;
import dev.agentservice.agent.RunEvent.AnswerDelta;
import dev.agentservice.agent.RunEvent.AnswerReset;
import dev.agentservice.agent.RunEvent.RunResumed;
import dev.agentservice.agent.RunEvent.RunStarted;
import dev.agentservice.agent.RunEvent.StepFinished;
import dev.agentservice.agent.RunEvent.StepStarted;
import dev.agentservice.agent.journal.Step;
import dev.agentservice.budget.price.NanoUsd;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The data of a run's events, as clients get them. The last event is not among them: it
 * depends on how the whole run ended.
 */
final class EventJson {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
		.build();

	private EventJson() {
	}

	static NewEvent of(RunEvent event) {
		return switch (event) {
			case RunStarted started -> event("run.started",
					fields("run_id", started.runId(), "agent", started.agent(), "revision", started.revision()));
			case RunResumed resumed ->
				event("run.resumed", fields("attempt", resumed.attempt(), "reason", resumed.reason()));
			case StepStarted started ->
				event("step.started", fields("type", label(started.type()), "name", started.name()));
			case StepFinished finished -> event("step.finished", step(finished.step()));
			case AnswerDelta delta -> new NewEvent("answer.delta", json(Map.of("text", delta.text())), delta.text());
			case AnswerReset reset -> event("answer.reset", Map.of("reason", label(reset.reason())));
		};
	}

	/** The event in place of those that are no longer stored. */
	static String snapshot(String text) {
		return json(Map.of("text", text));
	}

	private static Map<String, Object> step(Step step) {
		Map<String, Object> fields = fields("type", label(step.type()), "name", step.name(), "ms",
				step.duration().toMillis(), "outcome", step.outcome());
		if (step.isPriced()) {
			fields.put("cost_usd", NanoUsd.toUsd(step.costNano()));
		}
		if (step.cached()) {
			fields.put("cached", true);
		}
		return fields;
	}

	private static String label(Enum<?> type) {
		return type.name().toLowerCase(Locale.ROOT);
	}

	private static Map<String, Object> fields(Object... namesAndValues) {
		Map<String, Object> fields = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			fields.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
		}
		return fields;
	}

	private static NewEvent event(String type, Map<String, ?> data) {
		return new NewEvent(type, json(data));
	}

	private static String json(Map<String, ?> data) {
		return MAPPER.writeValueAsString(data);
	}

}
