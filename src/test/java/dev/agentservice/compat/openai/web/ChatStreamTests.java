package dev.agentservice.compat.openai.web;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import dev.agentservice.run.event.store.StoredEvent;
import dev.agentservice.run.outcome.Ending;
import dev.agentservice.run.outcome.RunAnswer;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemDocument;
import dev.agentservice.support.problem.ProblemException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChatStreamTests {

	private static final String RUN = "run_01M838DWTC55J56BHF7KJFK35W";

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private final ChatStream stream = stream((_) -> "assistant", true);

	private long id;

	private ChatStream stream(UnaryOperator<String> names, boolean includeUsage) {
		return new ChatStream(this.response, RUN, names, includeUsage);
	}

	private String body() {
		return new String(this.response.getContentAsByteArray(), StandardCharsets.UTF_8);
	}

	@Test
	void anAnswerIsItsRoleItsTextItsEndItsUsageAndDone() throws IOException {
		tell("run.started", "{}");
		tell("step.started", "{\"type\": \"model\"}");
		delta("17");
		delta(" %");
		tell("run.completed", completed());
		List<String> lines = lines();
		assertThat(json(lines.getFirst()).at("/choices/0/delta").toString())
			.isEqualTo("{\"role\":\"assistant\",\"content\":\"\"}");
		assertThat(text()).isEqualTo("17 %");
		assertThat(json(lines.get(3)).at("/choices/0/finish_reason").asString()).isEqualTo("stop");
		assertThat(json(lines.get(3)).has("usage")).isFalse();
		JsonNode usage = json(lines.get(4));
		assertThat(usage.at("/choices").isEmpty()).isTrue();
		assertThat(usage.at("/usage").toString()).isEqualTo("{\"prompt_tokens\":10,\"completion_tokens\":5,"
				+ "\"total_tokens\":15,\"prompt_tokens_details\":{\"cached_tokens\":3}}");
		assertThat(lines.getLast()).isEqualTo("[DONE]");
	}

	@Test
	void everyPieceHasTheSameIdAndTimeAndModel() throws IOException {
		delta("a");
		tell("run.completed", completed());
		assertThat(lines().subList(0, lines().size() - 1)).allSatisfy((line) -> {
			assertThat(json(line).at("/id").asString()).isEqualTo("chatcmpl-01M838DWTC55J56BHF7KJFK35W");
			assertThat(json(line).at("/object").asString()).isEqualTo("chat.completion.chunk");
			assertThat(json(line).at("/created").asLong()).isEqualTo(1_795_405_837L);
			assertThat(json(line).at("/model").asString()).isEqualTo("assistant");
		});
	}

	@Test
	void withoutTheOptionThereIsNoUsage() throws IOException {
		ChatStream plain = stream((_) -> "assistant", false);
		plain.event(new StoredEvent(1, "run.completed", completed()));
		assertThat(lines()).hasSize(4);
		assertThat(body()).doesNotContain("usage");
	}

	@Test
	void anAnswerThatWasCutSaysSo() throws IOException {
		tell("run.completed", completed("answer_truncated"));
		assertThat(json(lines().get(2)).at("/choices/0/finish_reason").asString()).isEqualTo("length");
	}

	@Test
	void whatWasSaidBeforeToolsStaysAndABlankLineFollows() throws IOException {
		delta("Let me see.");
		tell("answer.reset", "{\"reason\": \"planning\"}");
		tell("answer.reset", "{\"reason\": \"planning\"}");
		delta("402.5");
		assertThat(text()).isEqualTo("Let me see.\n\n402.5");
	}

	@Test
	void anAnswerThatBeginsAnewEndsWithAnErrorAndWithoutDone() throws IOException {
		delta("Let me");
		assertThatExceptionOfType(ChatStream.BrokenAnswerException.class)
			.isThrownBy(() -> tell("answer.reset", "{\"reason\": \"failover\"}"));
		assertThat(json(lines().getLast()).at("/error/type").asString()).isEqualTo("server_error");
	}

	@Test
	void anAnswerThatBeginsAnewBeforeAWordWasToldIsNoError() throws IOException {
		tell("answer.reset", "{\"reason\": \"failover\"}");
		delta("402.5");
		assertThat(text()).isEqualTo("402.5");
	}

	@Test
	void aRunThatIsToldAgainTellsItsWholeAnswer() throws IOException {
		tell("run.completed", completed());
		assertThat(text()).isEqualTo("17 %");
	}

	@Test
	void aLateReaderIsToldTheTextSoFar() throws IOException {
		tell("answer.snapshot", "{\"text\": \"17\"}");
		delta(" %");
		tell("run.completed", completed());
		assertThat(text()).isEqualTo("17 %");
	}

	@Test
	void aSnapshotBehindTextCannotBeTold() throws IOException {
		delta("1");
		assertThatExceptionOfType(ChatStream.BrokenAnswerException.class)
			.isThrownBy(() -> tell("answer.snapshot", "{\"text\": \"17\"}"));
	}

	@Test
	void aRunThatFailsEndsTheStreamWithItsErrorAndWithoutDone() throws IOException {
		delta("Let me");
		ProblemException problem = new ProblemException(ProblemCode.BUDGET_EXCEEDED, "Daily budget exceeded.");
		tell("run.failed", new String(ProblemDocument.of(problem).json(), StandardCharsets.UTF_8));
		assertThat(lines().getLast()).isEqualTo("{\"error\":{\"message\":\"Daily budget exceeded.\","
				+ "\"type\":\"insufficient_quota\",\"param\":null,\"code\":\"insufficient_quota\"}}");
	}

	@Test
	void aRunThatFailsBeforeThereIsAnythingToTellIsAnOrdinaryError() throws IOException {
		tell("run.started", "{}");
		tell("step.started", "{\"type\": \"model\", \"name\": \"openai/gpt-5.4\"}");
		this.stream.flush();
		ProblemException problem = new ProblemException(ProblemCode.MODELS_UNAVAILABLE, "No model can answer.")
			.retryAfter(Duration.ofSeconds(7));
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> tell("run.failed", Ending.failed(problem).data()))
			.satisfies((told) -> {
				assertThat(told.code()).isEqualTo(ProblemCode.MODELS_UNAVAILABLE);
				assertThat(told.retryAfter()).isEqualTo(Duration.ofSeconds(7));
			});
		assertThat(this.response.isCommitted()).isFalse();
		assertThat(this.response.getContentType()).isNull();
	}

	@Test
	void theModelThatAnswersStandsInAHeaderAndInTheBodyIfThatIsWanted() throws IOException {
		ChatStream answering = stream((model) -> model, false);
		answering.event(new StoredEvent(1, "step.started", "{\"type\": \"model\", \"name\": \"openai/one\"}"));
		answering.event(new StoredEvent(2, "step.started", "{\"type\": \"tool\", \"name\": \"calculator\"}"));
		answering.event(new StoredEvent(3, "step.started", "{\"type\": \"model\", \"name\": \"openai/two\"}"));
		answering.event(new StoredEvent(4, "answer.delta", "{\"text\": \"1\"}"));
		answering.event(new StoredEvent(5, "step.started", "{\"type\": \"model\", \"name\": \"openai/three\"}"));
		answering.event(new StoredEvent(6, "answer.delta", "{\"text\": \"7\"}"));
		assertThat(this.response.getHeader(ChatStream.MODEL_HEADER)).isEqualTo("openai/two");
		assertThat(lines())
			.allSatisfy((line) -> assertThat(json(line).at("/model").asString()).isEqualTo("openai/two"));
	}

	@Test
	void aRunThatWasCancelledEndsTheStreamWithAnError() throws IOException {
		delta("Let me");
		tell("run.cancelled", "{\"reason\": \"requested\"}");
		assertThat(json(lines().getLast()).at("/error/code").asString()).isEqualTo("run_cancelled");
	}

	@Test
	void silenceIsAComment() throws IOException {
		this.stream.silence();
		assertThat(body()).as("the status is not decided yet").isEmpty();
		delta("17");
		this.stream.silence();
		assertThat(body()).endsWith("\n\n: \n\n");
	}

	private void delta(String text) throws IOException {
		tell("answer.delta", "{\"text\": \"" + text + "\"}");
	}

	private void tell(String type, String json) throws IOException {
		this.stream.event(new StoredEvent(++this.id, type, json));
	}

	private static String completed(String... notices) {
		return JsonMapper.shared()
			.writeValueAsString(new RunAnswer(RUN, null, "assistant", "succeeded", "17 %", "openai/gpt-5.4",
					new RunAnswer.Tokens(10, 3, 5, BigDecimal.ONE), new RunAnswer.Latency(0, 0, 1, 1), List.of(),
					List.of(notices)));
	}

	private List<String> lines() {
		return Arrays.stream(body().split("\n\n", -1))
			.filter((line) -> line.startsWith("data: "))
			.map((line) -> line.substring("data: ".length()))
			.toList();
	}

	private String text() {
		return lines().stream()
			.filter((line) -> line.startsWith("{"))
			.map((line) -> json(line).at("/choices/0/delta/content").asString(""))
			.collect(Collectors.joining());
	}

	private static JsonNode json(String line) {
		return JsonMapper.shared().readTree(line);
	}

}
