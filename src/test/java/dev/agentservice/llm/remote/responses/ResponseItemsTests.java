package dev.agentservice.llm.remote.responses;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.agentservice.llm.http.EventListener;
import dev.agentservice.llm.model.ModelReply.Finish;
import dev.agentservice.llm.model.OpaquePart;
import dev.agentservice.llm.remote.RemoteAnswer;
import dev.agentservice.llm.remote.RemoteEvent;
import dev.agentservice.llm.wire.Json;
import dev.agentservice.llm.wire.MalformedAnswerException;
import dev.agentservice.support.BesideOthers;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What is made of responses that are not what they should be. */
@BesideOthers
class ResponseItemsTests {

	private static final String CALL = """
			{"type": "function_call", "call_id": "%s", "name": "pay_out", "arguments": "{}", "status": "%s"}""";

	private final ResponseItems items = new ResponseItems("openai/responses");

	@Test
	void whatTheProvidersFilterStoppedCallsNothing() {
		RemoteAnswer answer = incomplete("content_filter", CALL.formatted("a", "completed"));
		assertThat(answer.finish()).isEqualTo(Finish.CONTENT_FILTER);
		assertThat(answer.message().hasToolExecutionRequests()).isFalse();
	}

	@Test
	void aCallThatWasCutHasNoUsableArguments() {
		RemoteAnswer answer = incomplete("max_output_tokens",
				CALL.formatted("a", "completed") + ", " + CALL.formatted("b", "incomplete"));
		assertThat(answer.message().toolExecutionRequests()).extracting(ToolExecutionRequest::arguments)
			.satisfiesExactly((whole) -> assertThat(Json.parseObject(whole)).isNotNull(),
					(cut) -> assertThat(Json.parseObject(cut)).isNull());
		assertThat(OpaquePart.of(answer.message())).as("is not sent back as it was").isNull();
	}

	@Test
	void callsOfOneIdAreToldApart() {
		RemoteAnswer answer = completed(CALL.formatted("a", "completed") + ", " + CALL.formatted("a", "completed"));
		assertThat(answer.message().toolExecutionRequests()).extracting(ToolExecutionRequest::id)
			.containsExactly("a", "a_2");
		assertThat(OpaquePart.of(answer.message())).isNotNull();
	}

	@Test
	void moreCallsThanAnyModelMakesAreNoAnswer() {
		List<String> calls = new ArrayList<>();
		for (int i = 0; i < 129; i++) {
			calls.add(CALL.formatted("c" + i, "completed"));
		}
		assertThatExceptionOfType(MalformedAnswerException.class).isThrownBy(() -> completed(String.join(", ", calls)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "keepalive", "response.queued" })
	void whatTellsNothingIsNoSignOfLife(String type) {
		List<RemoteEvent> heard = new ArrayList<>();
		EventListener stream = new ResponseStream(this.items, -1, (_, event) -> heard.add(event));
		stream.onEvent("", "{\"type\": \"response.in_progress\", \"sequence_number\": 0}");
		long before = stream.heard();
		stream.onEvent("", "{\"type\": \"" + type + "\", \"sequence_number\": 1}");
		assertThat(stream.heard()).isEqualTo(before);
		stream.onEvent("", "{\"type\": \"response.web_search_call.searching\", \"sequence_number\": 2}");
		assertThat(stream.heard()).isGreaterThan(before);
		assertThat(heard).hasSize(1);
	}

	private RemoteAnswer completed(String output) {
		return answer("{\"status\": \"completed\", \"output\": [" + output + "]}");
	}

	private RemoteAnswer incomplete(String reason, String output) {
		return answer("{\"status\": \"incomplete\", \"incomplete_details\": {\"reason\": \"" + reason
				+ "\"}, \"output\": [" + output + "]}");
	}

	private RemoteAnswer answer(String json) {
		return this.items.answer(Objects.requireNonNull(Json.parseObject(json)));
	}

}
