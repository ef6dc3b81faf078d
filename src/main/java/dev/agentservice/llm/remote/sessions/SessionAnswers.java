package dev.agentservice.llm.remote.sessions;

import java.util.List;
import java.util.Map;

import dev.agentservice.llm.model.ModelReply.Finish;
import dev.agentservice.llm.remote.RemoteAnswer;
import dev.agentservice.llm.remote.RemoteAnswer.Status;
import dev.agentservice.llm.remote.RemoteLook;
import dev.agentservice.llm.wire.Json;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a part of a session stands, by its record.
 *
 * @param opaque under which name a message's session is kept
 */
record SessionAnswers(String opaque) {

	/** The names that these errors have elsewhere at this provider. */
	private static final Map<String, String> ERRORS = Map.of("model_overloaded_error", "overloaded_error",
			"model_rate_limited_error", "rate_limit_error", "billing_error", "billing_error");

	RemoteLook look(SessionRecord part, String session) {
		JsonNode stop = part.stop();
		if (stop != null) {
			return new RemoteLook.Ended(answer(part, Json.text(stop, "type"), session));
		}
		if (!part.hasBegun()) {
			return new RemoteLook.Empty();
		}
		return part.isWorking() ? new RemoteLook.Working() : new RemoteLook.Queued();
	}

	private RemoteAnswer answer(SessionRecord part, String stop, String session) {
		Finish finish = switch (stop) {
			case "requires_action" -> Finish.TOOL_CALLS;
			case "budget_reached" -> Finish.LENGTH;
			case "refusal" -> Finish.CONTENT_FILTER;
			default -> Finish.STOP;
		};
		boolean wantsTools = finish == Finish.TOOL_CALLS && !part.calls().isEmpty();
		Status status = switch (stop) {
			case "end_turn", "budget_reached", "refusal" -> Status.ANSWERED;
			case "requires_action" -> wantsTools ? Status.ANSWERED : Status.FAILED;
			default -> Status.FAILED;
		};
		return new RemoteAnswer(status, message(part, wantsTools, session), part.hosted(), part.usage(),
				new RemoteAnswer.Work(part.rounds(), part.time(), part.held()), finish,
				(status == Status.FAILED) ? error(part.error()) : "", part.cited());
	}

	private AiMessage message(SessionRecord part, boolean wantsTools, String session) {
		List<ToolExecutionRequest> calls = wantsTools ? part.calls().requests(false) : List.of();
		String text = part.text();
		AiMessage message = AiMessage.builder().text(text.isEmpty() ? null : text).toolExecutionRequests(calls).build();
		return wantsTools ? SessionInput.waiting(message, this.opaque, session, part.callIds()) : message;
	}

	private static String error(JsonNode error) {
		ObjectNode document = Json.object();
		document.putObject("error")
			.put("type", ERRORS.getOrDefault(Json.text(error, "type"), "api_error"))
			.put("message", Json.text(error, "message"));
		return document.toString();
	}

}
