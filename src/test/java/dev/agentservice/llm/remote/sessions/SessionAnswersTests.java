package dev.agentservice.llm.remote.sessions;

import java.time.Duration;
import java.util.Objects;

import dev.agentservice.llm.model.ModelReply.Finish;
import dev.agentservice.llm.remote.RemoteAnswer;
import dev.agentservice.llm.remote.RemoteAnswer.Status;
import dev.agentservice.llm.remote.RemoteLook;
import dev.agentservice.llm.wire.Json;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

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
		assertThat(answer.work()).isEqualTo(new RemoteAnswer.Work(2, Duration.ofMillis(3500)));
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
		this.part.add(Objects
			.requireNonNull(Json.parseObject(("{'type': '" + type + "', " + members + "}").replace('\'', '"'))));
	}

}
