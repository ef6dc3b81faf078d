package dev.agentservice.llm;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import dev.agentservice.budget.price.Tokens;
import dev.agentservice.llm.Charges.Charge;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.model.Usage;
import dev.agentservice.llm.provider.Calls;
import dev.agentservice.llm.provider.ModelCall;
import dev.agentservice.llm.settings.Protocol;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a provider says that a call used is a claim; what a call is charged follows from
 * it, and from what was heard.
 */
@BesideOthers
class UsageTests {

	private static final String TOLD = "{\"prompt_tokens\": 1000, \"completion_tokens\": 7, \"total_tokens\": 1007,\n           \"prompt_tokens_details\": {\"cached_tokens\": 896}}";

	private static Usage usage(Protocol protocol, String plain, String stream) throws Exception {
		try (TestGateway test = TestGateway.of(protocol, (server) -> server.answer(plain, stream))) {
			Usage usage = test.call(false).usage();
			assertThat(test.call(true).usage()).as("streamed").isEqualTo(usage);
			return usage;
		}
	}

	private static Usage openAi(String usage) throws Exception {
		String plain = OpenAiWireTests.ANSWER.replace(TOLD, usage);
		assertThat(plain).contains(usage);
		String told = OpenAiWireTests.STREAM.replaceAll("\"usage\":\\{.*", "\"usage\":" + usage + "}");
		return usage(Protocol.OPENAI, plain, told);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{\"prompt_tokens\":900,\"completion_tokens\":9}|900|0|9",
			"{\"prompt_tokens\":900,\"completion_tokens\":9,\"total_tokens\":909,\"completion_tokens_details\":{\"reasoning_tokens\":8}}|900|0|9",
			"{\"prompt_tokens\":900,\"completion_tokens\":9,\"total_tokens\":979,\"completion_tokens_details\":{\"reasoning_tokens\":70}}|900|0|79",
			"{\"prompt_tokens\":900,\"completion_tokens\":9,\"completion_tokens_details\":{\"reasoning_tokens\":70}}|900|0|79",
			"{\"prompt_tokens\":900,\"completion_tokens\":9,\"total_tokens\":979}|900|0|79",
			"{\"prompt_tokens\":900,\"completion_tokens\":9,\"prompt_cache_hit_tokens\":800,\"prompt_cache_miss_tokens\":100}|900|800|9",
			"{\"prompt_tokens\":900,\"completion_tokens\":9,\"cached_tokens\":800}|900|800|9",
			"{\"prompt_tokens\":900,\"completion_tokens\":9,\"prompt_tokens_details\":7,\"prompt_time\":\"fast\"}|900|0|9" })
	void everyDialectOfUsageIsRead(String told, long input, long cached, long output) throws Exception {
		assertThat(openAi(told)).isEqualTo(new Usage(input, cached, 0, output));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "null", "7", "\"none\"", "[]", "{\"prompt_tokens\":0,\"completion_tokens\":0}",
			"{\"prompt_tokens\":900,\"completion_tokens\":0}", "{\"prompt_tokens\":900}", "{\"completion_tokens\":9}",
			"{\"prompt_tokens\":-900,\"completion_tokens\":9}", "{\"prompt_tokens\":900,\"completion_tokens\":-9}",
			"{\"prompt_tokens\":900.5,\"completion_tokens\":9}",
			"{\"prompt_tokens\":\"900\",\"completion_tokens\":\"9\"}",
			"{\"prompt_tokens\":3000000000,\"completion_tokens\":9}",
			"{\"prompt_tokens\":900,\"completion_tokens\":1000000}",
			"{\"prompt_tokens\":1000000,\"completion_tokens\":9}",
			"{\"prompt_tokens\":900,\"completion_tokens\":9,\"cached_tokens\":901}",
			"{\"prompt_tokens\":99999999999999999999999,\"completion_tokens\":1e400}" })
	void whatCannotBeTrueIsNotReported(String told) throws Exception {
		Usage usage = openAi(told);
		assertThat(usage.estimated()).isTrue();
		assertThat(usage.inputTokens()).isBetween(5L, 100L);
		assertThat(usage.outputTokens()).isBetween(2L, 10L);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "null", "{\"input_tokens\":0,\"output_tokens\":0}",
			"{\"input_tokens\":20,\"output_tokens\":-7}", "{\"input_tokens\":\"20\",\"output_tokens\":7}",
			"{\"input_tokens\":20,\"output_tokens\":1000000}" })
	void theSameHoldsForAnthropicsProtocol(String told) throws Exception {
		String plain = AnthropicWireTests.ANSWER.replaceAll("(?s)\"usage\": \\{.*", "\"usage\":" + told + "}");
		String stream = AnthropicWireTests.STREAM.replaceAll("\"usage\":\\{\"input.*", "\"usage\":" + told + "}}")
			.replaceAll("\"usage\":\\{\"output_tokens\":7\\}", "\"usage\":" + told);
		assertThat(usage(Protocol.ANTHROPIC, plain, stream).estimated()).isTrue();
	}

	@Test
	void aLongTextForNextToNothingIsNotReported() throws Exception {
		String text = "All work and no play. ".repeat(1000);
		String plain = OpenAiWireTests.ANSWER.replace("Hello there.", text)
			.replace("\"completion_tokens\": 7", "\"completion_tokens\": 1");
		String stream = OpenAiWireTests.STREAM.replace(" there.", text)
			.replace("\"completion_tokens\":7", "\"completion_tokens\":1");
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.answer(plain, stream))) {
			assertThat(test.call(false).usage().estimated()).isTrue();
			assertThat(test.call(true).usage().outputTokens()).isGreaterThan(5000);
		}
	}

	@Test
	void aServerMayRepeatItsUsageAndEndWithZeros() throws Exception {
		String stream = OpenAiWireTests.STREAM
			.replace("\"finish_reason\":\"stop\"}],\"usage\":null",
					"\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":900,\"completion_tokens\":9}")
			.replaceAll("\"choices\":\\[\\],\"usage\":\\{.*",
					"\"choices\":[],\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0}}");
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.stream(stream))) {
			assertThat(test.call(true).usage()).isEqualTo(new Usage(900, 0, 0, 9));
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void anEndedAnswerIsChargedAsItsProviderSays(boolean streamed) throws Exception {
		assertCharge(Protocol.OPENAI, streamed, OpenAiWireTests.ANSWER, OpenAiWireTests.STREAM,
				(charge) -> assertThat(charge).isEqualTo(new Charge.Claimed(new Tokens(1000, 896, 0, 7))));
		assertCharge(Protocol.ANTHROPIC, streamed, AnthropicWireTests.ANSWER, AnthropicWireTests.STREAM,
				(charge) -> assertThat(charge).isEqualTo(new Charge.Claimed(new Tokens(1320, 1000, 300, 7))));
	}

	/** As servers give it that cannot stream, or do not know that word. */
	@Test
	void anAnswerInOnePieceIsUnderstoodWhereAStreamWasAskedFor() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.json(200, OpenAiWireTests.ANSWER))) {
			assertThat(test.charge(Calls.of(request(), true)))
				.isEqualTo(new Charge.Claimed(new Tokens(1000, 896, 0, 7)));
			assertThat(test.call(true).message().text()).isEqualTo("Hello there.");
		}
		try (TestGateway test = TestGateway.of(Protocol.ANTHROPIC,
				(server) -> server.json(200, AnthropicWireTests.ANSWER))) {
			assertThat(test.charge(Calls.of(request(), true)))
				.isEqualTo(new Charge.Claimed(new Tokens(1320, 1000, 300, 7)));
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aRefusalBeforeAnyContentCostsNothing(boolean streamed) throws Exception {
		String error = "{\"error\":{\"code\":429},\"usage\":{\"prompt_tokens\":900,\"completion_tokens\":9}}";
		assertCharge(Protocol.OPENAI, streamed, error, "data: " + error,
				(charge) -> assertThat(charge).isInstanceOf(Charge.Nothing.class));
		String start = AnthropicWireTests.STREAM.substring(0,
				AnthropicWireTests.STREAM.indexOf("event: content_block_delta"));
		assertCharge(Protocol.ANTHROPIC, streamed, "{\"type\":\"error\",\"error\":{}}",
				start + "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}",
				(charge) -> assertThat(charge).isInstanceOf(Charge.Nothing.class));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aFailureAfterSixWordsIsChargedForSixWords(boolean streamed) throws Exception {
		String begun = BrokenProviderTests.OPENAI_BEGUN;
		assertCharge(Protocol.OPENAI, streamed, OpenAiWireTests.ANSWER.replace("\"stop\"", "\"error\""), begun,
				(charge) -> assertThat(charge).isInstanceOfSatisfying(Charge.Estimated.class,
						(counted) -> assertThat(counted.tokens().output()).isBetween(2L, 20L)));
	}

	@Test
	void theSixWordsMayBeThoughts() throws Exception {
		String thought = "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"" + "word ".repeat(12) + "\"}}]}\n\n";
		assertCharge(Protocol.OPENAI, true, "", thought,
				(charge) -> assertThat(charge).isInstanceOfSatisfying(Charge.Estimated.class,
						(counted) -> assertThat(counted.tokens().output()).isBetween(12L, 30L)));
	}

	@Test
	void aStreamThatTheClientStoppedIsChargedForWhatWasHeard() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.ANTHROPIC,
				(server) -> server.stream(AnthropicWireTests.STREAM))) {
			ModelCall call = Calls.of(request(), request().deadline(), (_) -> {
				throw new IllegalStateException("the client left");
			});
			assertThat(test.charge(call)).isInstanceOfSatisfying(Charge.Estimated.class, (counted) -> {
				assertThat(counted.tokens().input()).as("as reported at the beginning").isEqualTo(1320);
				assertThat(counted.tokens().output()).isBetween(2L, 10L);
			});
		}
	}

	@Test
	void whatBrokeOffBeforeAWordIsChargedForItsPromptOrInFullWhereItWasToComeInOnePiece() throws Exception {
		assertCharge(Protocol.OPENAI, false, "{\"choices\":[", "",
				(charge) -> assertThat(charge).isInstanceOf(Charge.Everything.class));
		assertCharge(Protocol.OPENAI, true, "", ": still here",
				(charge) -> assertThat(charge).isInstanceOfSatisfying(Charge.Estimated.class, (estimated) -> {
					assertThat(estimated.tokens().input()).isBetween(5L, 100L);
					assertThat(estimated.tokens().output()).isZero();
				}));
	}

	private static ModelRequest request() {
		return new ModelRequest(TestGateway.MODEL, TestGateway.MESSAGES, List.of(), 1000,
				Deadline.after(Duration.ofSeconds(20)));
	}

	private static void assertCharge(Protocol protocol, boolean streamed, String plain, String stream,
			Consumer<Charge> demand) throws Exception {
		try (TestGateway test = TestGateway.of(protocol, (server) -> server.answer(plain, stream))) {
			demand.accept(test.charge(Calls.of(request(), streamed)));
		}
	}

}
