package dev.agentservice.llm.remote.responses;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.agentservice.llm.model.ModelReply.Finish;
import dev.agentservice.llm.model.OpaquePart;
import dev.agentservice.llm.model.Usage;
import dev.agentservice.llm.remote.HostedCall;
import dev.agentservice.llm.remote.HostedTool;
import dev.agentservice.llm.remote.RemoteAnswer;
import dev.agentservice.llm.remote.RemoteAnswer.Page;
import dev.agentservice.llm.remote.RemoteAnswer.Status;
import dev.agentservice.llm.remote.RemoteLook;
import dev.agentservice.llm.wire.Json;
import dev.agentservice.llm.wire.ToolCallPieces;
import dev.agentservice.llm.wire.UsageClaim;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads responses and their items.
 *
 * @param opaque under which name items are kept that are to be sent back
 */
record ResponseItems(String opaque) {

	/** Suffix of the types of items that are calls of hosted tools. */
	private static final String CALL = "_call";

	/** Behind a search, a page of it that is opened or searched is not charged. */
	private static final List<String> UNCHARGED = List.of("open_page", "find_in_page");

	/** States of an item whose end is missing. */
	private static final List<String> UNFINISHED = List.of("incomplete", "in_progress");

	/** A response's state. */
	RemoteLook look(JsonNode response) {
		return switch (Json.text(response, "status")) {
			case "queued" -> new RemoteLook.Queued();
			case "completed", "incomplete", "failed", "cancelled" -> new RemoteLook.Ended(answer(response));
			default -> new RemoteLook.Working();
		};
	}

	/** A response that has ended. */
	RemoteAnswer answer(JsonNode response) {
		List<HostedCall> hosted = new ArrayList<>();
		Set<Page> cited = new LinkedHashSet<>();
		ToolCallPieces pieces = new ToolCallPieces();
		StringBuilder text = new StringBuilder();
		for (JsonNode item : Json.items(response.path("output"))) {
			switch (Json.text(item, "type")) {
				case "message" -> Json.items(item.path("content")).forEach((part) -> {
					text.append(Json.word(part, "text")).append(Json.word(part, "refusal"));
					cited.addAll(cited(part));
				});
				case "function_call" -> add(pieces, item);
				default -> hosted(item).ifPresent(hosted::add);
			}
		}
		List<ToolExecutionRequest> calls = isFiltered(response) ? List.of() : pieces.requests(isCut(response));
		return new RemoteAnswer(status(response), message(response, text.toString(), calls), hosted,
				usage(response.path("usage")), RemoteAnswer.Work.UNSAID, finish(response, calls), error(response),
				List.copyOf(cited));
	}

	private static List<Page> cited(JsonNode part) {
		return part.path("annotations")
			.valueStream()
			.filter((annotation) -> "url_citation".equals(Json.text(annotation, "type")))
			.map((annotation) -> new Page(Json.text(annotation, "url"), Json.text(annotation, "title")))
			.toList();
	}

	/** A call of a hosted tool, if an item is one. */
	Optional<HostedCall> hosted(JsonNode item) {
		return kind(item)
			.map((kind) -> new HostedCall(Json.text(item, "id"), kind, "failed".equals(Json.text(item, "status")),
					!"failed".equals(Json.text(item, "status"))
							&& !UNCHARGED.contains(Json.text(item.path("action"), "type")),
					Json.text(item, "container_id")));
	}

	/** The hosted tool that an item is a call of. */
	static Optional<HostedTool.Kind> kind(JsonNode item) {
		String type = Json.text(item, "type");
		return type.endsWith(CALL) ? HostedTool.Kind.of(type.substring(0, type.length() - CALL.length()))
				: Optional.empty();
	}

	/** What the model was stopped in the middle of is not called. */
	private static void add(ToolCallPieces pieces, JsonNode item) {
		boolean whole = !UNFINISHED.contains(Json.text(item, "status"));
		pieces.addWhole(Json.word(item, "call_id"), Json.word(item, "name"),
				whole ? Json.arguments(item, "arguments") : ToolCallPieces.CUT_ARGUMENTS, Json.missing());
	}

	private static boolean isCut(JsonNode response) {
		return "incomplete".equals(Json.text(response, "status"));
	}

	private static boolean isFiltered(JsonNode response) {
		return isCut(response) && "content_filter".equals(Json.text(response.path("incomplete_details"), "reason"));
	}

	/** The items of a whole response go back with the results of the calls among them. */
	private AiMessage message(JsonNode response, String text, List<ToolExecutionRequest> calls) {
		AiMessage message = AiMessage.builder().text(text.isEmpty() ? null : text).toolExecutionRequests(calls).build();
		if (calls.isEmpty() || isCut(response)) {
			return message;
		}
		ObjectNode kept = Json.object();
		kept.set(ResponsesRequest.ITEMS, response.path("output"));
		return new OpaquePart(this.opaque, kept.toString()).on(message);
	}

	private static Status status(JsonNode response) {
		return switch (Json.text(response, "status")) {
			case "completed", "incomplete" -> Status.ANSWERED;
			case "cancelled" -> Status.CANCELLED;
			default -> Status.FAILED;
		};
	}

	private static Finish finish(JsonNode response, List<ToolExecutionRequest> calls) {
		if (isCut(response)) {
			return isFiltered(response) ? Finish.CONTENT_FILTER : Finish.LENGTH;
		}
		return calls.isEmpty() ? Finish.STOP : Finish.TOOL_CALLS;
	}

	private static @Nullable Usage usage(JsonNode usage) {
		long input = UsageClaim.count(usage.path("input_tokens"));
		long output = UsageClaim.count(usage.path("output_tokens"));
		if (input == UsageClaim.UNSAID || output == UsageClaim.UNSAID) {
			return null;
		}
		JsonNode details = usage.path("input_tokens_details");
		long cached = Math.min(input, UsageClaim.countOrZero(details.path("cached_tokens")));
		long written = Math.min(input - cached, UsageClaim.countOrZero(details.path("cache_write_tokens")));
		return new Usage(input, cached, written, output);
	}

	private static String error(JsonNode response) {
		if (status(response) != Status.FAILED) {
			return "";
		}
		JsonNode error = response.path("error");
		ObjectNode document = Json.object();
		if (error.isObject()) {
			document.set("error", error);
		}
		else {
			document.putObject("error").put("code", "server_error");
		}
		return document.toString();
	}

}
