package dev.agentservice.llm;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.agentservice.budget.price.Tokens;
import dev.agentservice.llm.Charges.Charge;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.model.ModelReply.Finish;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.provider.Calls;
import dev.agentservice.llm.provider.Metering;
import dev.agentservice.llm.provider.ModelCall;
import dev.agentservice.llm.settings.Protocol;
import dev.agentservice.llm.wire.Utf8;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Models that say more than their output cap allows. */
@BesideOthers
class RunawayAnswerTests {

	private static final int CAP = 100;

	private static final long MOST = Metering.longest(CAP);

	private static ModelCall call(boolean streamed) {
		Deadline deadline = Deadline.after(Duration.ofSeconds(20));
		return Calls.of(
				new ModelRequest(TestGateway.MODEL, TestGateway.MESSAGES, List.of(TestGateway.WEATHER), CAP, deadline),
				deadline, streamed ? (_) -> {
				} : null);
	}

	private static String plain(String text, String finish, String usage) {
		return "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"" + text + "\"},\"finish_reason\":\""
				+ finish + "\"}]" + usage + "}";
	}

	private static String streamed(String text, String finish, String usage) {
		return "data: {\"choices\":[{\"delta\":{\"content\":\"" + text + "\"}}]}\n\n"
				+ "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"" + finish + "\"}]" + usage
				+ "}\n\ndata: [DONE]\n\n";
	}

	private static TestGateway saying(String text, String finish, String usage) throws IOException {
		return TestGateway.of(Protocol.OPENAI,
				(server) -> server.answer(plain(text, finish, usage), streamed(text, finish, usage)));
	}

	private static void sayForEver(ScriptedServer.Connection server, Protocol protocol) throws IOException {
		server.startStream();
		server.chunk((protocol == Protocol.OPENAI) ? BrokenProviderTests.OPENAI_BEGUN : AnthropicWireTests.STREAM
			.substring(0, AnthropicWireTests.STREAM.indexOf("event: content_block_stop")));
		for (;;) {
			server.chunk((protocol == Protocol.OPENAI) ? "data: {\"choices\":[{\"delta\":{\"content\":\" word\"}}]}\n\n"
					: "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
							+ "\"delta\":{\"type\":\"text_delta\",\"text\":\" word\"}}\n\n");
		}
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void aStreamWithoutEndIsCutAndChargedForWhatCame(Protocol protocol) throws Exception {
		try (TestGateway test = TestGateway.of(protocol, (server) -> sayForEver(server, protocol))) {
			ModelCall call = call(true);
			ModelReply reply = test.gateway().measured(call);
			assertThat(reply.finish()).isEqualTo(Finish.LENGTH);
			assertThat(Utf8.length(reply.message().text())).isEqualTo(MOST);
			assertThat(test.server().clientGone().await(1, TimeUnit.MINUTES)).isTrue();
			assertAtLeast(charge(test, call), MOST / " word".length());
		}
	}

	@Test
	void argumentsWithoutEndAreCut() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> {
			server.startStream();
			server.chunk("data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\","
					+ "\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"\"}}]}}]}\n\n");
			for (;;) {
				server.chunk("data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,"
						+ "\"function\":{\"arguments\":\" word\"}}]}}]}\n\n");
			}
		})) {
			ModelReply reply = test.gateway().measured(call(true));
			assertThat(reply.finish()).isEqualTo(Finish.LENGTH);
			ToolExecutionRequest request = reply.message().toolExecutionRequests().getFirst();
			assertThat(request.arguments().length()).isBetween((int) MOST - 20, (int) MOST + 20);
			assertThat(test.server().clientGone().await(1, TimeUnit.MINUTES)).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatIsTooLongIsCutAndAllOfItIsCharged(boolean streamed) throws Exception {
		int words = 10_000;
		try (TestGateway test = saying("word ".repeat(words), "stop", "")) {
			ModelCall call = call(streamed);
			ModelReply reply = test.gateway().measured(call);
			assertThat(reply.finish()).isEqualTo(Finish.LENGTH);
			assertThat(Utf8.length(reply.message().text())).isEqualTo(MOST);
			assertThat(reply.usage().outputTokens()).isGreaterThanOrEqualTo(words);
			assertAtLeast(charge(test, call), words);
		}
	}

	@Test
	void aReportOfWhatIsTooLongIsBelieved() throws Exception {
		try (TestGateway test = saying("word ".repeat(10_000), "stop",
				",\"usage\":{\"prompt_tokens\":200,\"completion_tokens\":10000}")) {
			assertThat(test.charge(call(false))).isEqualTo(new Charge.Claimed(new Tokens(200, 0, 0, 10_000)));
		}
	}

	/** Neither of the longest words, nor in any language. */
	@ParameterizedTest
	@CsvSource({ "'counterrevolutionaries-and-more ', 1", "'안녕하세요 ', 3", "สวัสดี, 2", "👩‍👩‍👧‍👦, 4" })
	void anHonestAnswerIsNeverCut(String word, int tokens) throws Exception {
		String text = word.repeat(Math.max(1, CAP / tokens));
		try (TestGateway test = saying(text, "stop",
				",\"usage\":{\"prompt_tokens\":200,\"completion_tokens\":" + CAP + "}")) {
			for (boolean streamed : new boolean[] { false, true }) {
				ModelReply reply = test.gateway().measured(call(streamed));
				assertThat(reply.finish()).isEqualTo(Finish.STOP);
				assertThat(reply.message().text()).isEqualTo(text);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void noCharacterIsCutInTwo(boolean streamed) throws Exception {
		try (TestGateway test = saying("a" + "😀".repeat(5000), "stop", "")) {
			String text = test.gateway().measured(call(streamed)).message().text();
			assertThat(Utf8.length(text)).isBetween(MOST - 3, MOST);
			assertThat(text).endsWith("😀");
		}
	}

	@Test
	void whatAFilterStoppedIsRefusedHoweverLongItIs() throws Exception {
		try (TestGateway test = saying("word ".repeat(10_000), "content_filter", "")) {
			assertThat(test.gateway().measured(call(false)).finish()).isEqualTo(Finish.CONTENT_FILTER);
		}
	}

	/** It is not long enough to be cut: only the bill shows that it exceeds the cap. */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void fourTimesTheCapIsChargedThoughNobodyReportsIt(boolean streamed) throws Exception {
		try (TestGateway test = saying("word ".repeat(4 * CAP), "stop", "")) {
			assertAtLeast(test.charge(call(streamed)), 4 * CAP);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "word ", "слово ", "字", "{\\\"a\\\": 1},", "สวัสดี " })
	void whatMayBeWithinTheCapIsChargedNoMoreThanThat(String token) throws Exception {
		try (TestGateway test = saying(token.repeat(CAP / 2), "stop", "")) {
			assertThat(test.charge(call(false))).isInstanceOfSatisfying(Charge.Estimated.class,
					(counted) -> assertThat(counted.tokens().output()).isLessThanOrEqualTo(CAP));
		}
	}

	/** Some providers do not count them against the cap. */
	@Test
	void thoughtsAreNotCut() throws Exception {
		String thought = "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"" + "hm ".repeat(5000) + "\"}}]}\n\n";
		try (TestGateway test = TestGateway.of(Protocol.OPENAI,
				(server) -> server.stream(thought + OpenAiWireTests.STREAM.strip()))) {
			ModelReply reply = test.gateway().measured(call(true));
			assertThat(reply.message().text()).isEqualTo("Hello there.");
			assertThat(reply.finish()).isEqualTo(Finish.STOP);
		}
	}

	private static Charge charge(TestGateway test, ModelCall call) {
		return new Charges(new Metering(test.tokens())).of(call);
	}

	/** Never below what was received, and not many times that either. */
	private static void assertAtLeast(Charge charge, long tokens) {
		assertThat(charge).isInstanceOfSatisfying(Charge.Beyond.class,
				(counted) -> assertThat(counted.tokens().output()).isBetween(tokens, 2 * tokens));
	}

}
