package dev.agentservice.llm.remote.sessions;

import java.time.Duration;
import java.util.Objects;

import dev.agentservice.llm.model.ModelReply.Finish;
import dev.agentservice.llm.remote.RemoteAnswer;
import dev.agentservice.llm.remote.RemoteAnswer.Status;
import dev.agentservice.llm.remote.RemoteLook;
import dev.agentservice.llm.wire.Json;
import dev.agentservice.llm.wire.MalformedAnswerException;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Parts of sessions, by the events that are listed. */
@BesideOthers
class SessionAnswersTests {

	private final SessionRecord part = new SessionRecord();

	@Test
	void oneThatHasGotNothingIsEmptyThenQueuedThenAtWork() {
		assertThat(look("session.status_idle", "'stop_reason': {'type': 'end_turn'}"))
			.isInstanceOf(RemoteLook.Empty.class);
		assertThat(look("user.message", "'content': []")).isInstanceOf(RemoteLook.Queued.class);
		assertThat(look("session.status_running", "'id': 'r'")).isInstanceOf(RemoteLook.Working.class);
		assertThat(look("session.status_rescheduled", "'id': 's'")).isInstanceOf(RemoteLook.Working.class);
	}

	@Test
	void tokensOfAllRequestsAndTheTimeAtWorkAreCounted() {
		add("user.message", "'content': []");
		add("session.status_running", "'processed_at': '2026-12-01T08:00:00Z'");
		use(100, 20, 3);
		add("session.status_rescheduled", "'processed_at': '2026-12-01T08:00:02.500Z'");
		add("session.status_running", "'processed_at': '2026-12-01T08:01:00Z'");
		use(1, 2, 4);
		RemoteAnswer answer = ended("end_turn", "2026-12-01T08:01:01Z");
		assertThat(answer.work()).isEqualTo(new RemoteAnswer.Work(2, Duration.ofMillis(3500), 7));
		assertThat(answer.usage()).satisfies((usage) -> {
			assertThat(usage.inputTokens()).isEqualTo(123);
			assertThat(usage.cachedInputTokens()).isEqualTo(22);
			assertThat(usage.outputTokens()).isEqualTo(7);
		});
	}

	@Test
	void aRequestThatReportsNothingLeavesTheUsageUnknown() {
		add("user.message", "'content': []");
		use(100, 0, 3);
		add("span.model_request_end", "'is_error': true");
		assertThat(ended("end_turn", "2026-12-01T08:01:01Z").usage()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "end_turn, ANSWERED, STOP", "budget_reached, ANSWERED, LENGTH", "refusal, ANSWERED, CONTENT_FILTER",
			"retries_exhausted, FAILED, STOP", "requires_action, FAILED, TOOL_CALLS", "unheard_of, FAILED, STOP" })
	void reasonsToStopMeanThis(String reason, Status status, Finish finish) {
		add("user.message", "'content': []");
		RemoteAnswer answer = ended(reason, "2026-12-01T08:01:01Z");
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.finish()).isEqualTo(finish);
		assertThat(answer.error().isEmpty()).isEqualTo(status == Status.ANSWERED);
	}

	@Test
	void aHostedCallWithoutAResultIsNotCharged() {
		add("user.message", "'content': []");
		add("agent.tool_use", "'id': 't1', 'name': 'web_search'");
		add("agent.tool_use", "'id': 't2', 'name': 'bash'");
		add("agent.tool_result", "'tool_use_id': 't2', 'is_error': false");
		assertThat(ended("end_turn", "2026-12-01T08:01:01Z").hosted())
			.extracting((call) -> call.kind() + " " + call.charged())
			.containsExactly("WEB_SEARCH false", "CODE_INTERPRETER true");
	}

	@Test
	void aRequestThatWasInterruptedLeavesTheUsageUnknown() {
		add("user.message", "'content': []");
		add("span.model_request_start", "'id': 'a'");
		use(100, 0, 3);
		add("span.model_request_start", "'id': 'b'");
		RemoteAnswer answer = ended("end_turn", "2026-12-01T08:01:01Z");
		assertThat(answer.usage()).isNull();
		assertThat(answer.work().rounds()).isEqualTo(2);
	}

	@ParameterizedTest
	@CsvSource({ "'See https://a.example.', true", "'(https://a.example/)', true", "https://a.example.evil/x, false",
			"https://a.example/x, false", "https://a.example:8080, false", "'https://a.example, and more', true" })
	void whatAnEarlierPartHasFoundIsCitedByItsWholeAddress(String text, boolean cited) {
		this.part.addEarlier(SessionRecord.needed(event("agent.tool_result", "'tool_use_id': 't', 'content': ["
				+ "{'type': 'search_result', 'source': 'https://a.example', 'title': 'A', 'content': []}]")));
		add("user.message", "'content': []");
		add("agent.message", "'content': [{'type': 'text', 'text': '" + text + "'}]");
		assertThat(ended("end_turn", "2026-12-01T08:01:01Z").cited()).hasSize(cited ? 1 : 0);
	}

	@ParameterizedTest
	@CsvSource({ "2, 2", "2.1, 3" })
	void whatASessionHasCostIsRoundedUp(String amount, long cents) {
		assertThat(SessionRequests.consumed(event("x", "'usage': {'list_cost': {'amount': '" + amount + "'}}")))
			.isEqualTo(cents);
	}

	@Test
	void withoutItsCostASessionGetsNoCap() {
		JsonNode session = event("x", "'usage': {'list_cost': null}");
		assertThatExceptionOfType(MalformedAnswerException.class).isThrownBy(() -> SessionRequests.consumed(session));
	}

	private void use(int input, int cached, int output) {
		add("span.model_request_end",
				"'model_usage': {'input_tokens': %d, 'cache_read_input_tokens': %d, ".formatted(input, cached)
						+ "'cache_creation_input_tokens': 0, 'output_tokens': %d}".formatted(output));
	}

	private RemoteAnswer ended(String reason, String at) {
		RemoteLook look = look("session.status_idle",
				"'processed_at': '" + at + "', 'stop_reason': {'type': '" + reason + "'}");
		return ((RemoteLook.Ended) look).answer();
	}

	private RemoteLook look(String type, String members) {
		add(type, members);
		return new SessionAnswers("anthropic/sessions").look(this.part, "sesn_1");
	}

	private void add(String type, String members) {
		this.part.add(event(type, members));
	}

	private static JsonNode event(String type, String members) {
		return Objects
			.requireNonNull(Json.parseObject(("{'type': '" + type + "', " + members + "}").replace('\'', '"')));
	}

}
