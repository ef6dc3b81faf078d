package dev.agentservice.llm;

import java.util.ArrayList;
import java.util.List;

import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.model.ModelReply.Finish;
import dev.agentservice.llm.model.Usage;
import dev.agentservice.llm.settings.Protocol;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Only what a model ended is an answer, plain and streamed.
 */
@BesideOthers
class EndingTests {

	private static final String GOOD = "STOP";

	/** The finish of a reply, or the kind of a failure. */
	private static String outcome(TestGateway test, boolean streamed) {
		List<ModelReply> replies = new ArrayList<>();
		Throwable failure = catchThrowable(() -> replies.add(test.call(streamed)));
		if (failure == null) {
			return replies.getFirst().finish().name();
		}
		return (failure instanceof ModelException ex) ? ex.kind().name() : failure.toString();
	}

	private static void assertOutcome(Protocol protocol, String plain, String streamed, String outcome)
			throws Exception {
		try (TestGateway test = TestGateway.of(protocol, (server) -> server.answer(plain, streamed))) {
			assertThat(outcome(test, false)).as("plain").isEqualTo(outcome);
			assertThat(outcome(test, true)).as("streamed").isEqualTo(outcome);
		}
	}

	@ParameterizedTest
	@CsvSource({ "stop, STOP", "end_turn, STOP", "eos, STOP", "eos_token, STOP", "stop_sequence, STOP", "STOP, STOP",
			"tool_calls, STOP", "function_call, STOP", "length, LENGTH", "max_tokens, LENGTH", "MAX_TOKENS, LENGTH",
			"model_length, LENGTH", "model_context_window_exceeded, LENGTH", "content_filter, CONTENT_FILTER",
			"SAFETY, CONTENT_FILTER", "sensitive, CONTENT_FILTER", "refusal, CONTENT_FILTER",
			"content_filter: RECITATION, CONTENT_FILTER", "error, UNAVAILABLE", "abort, UNAVAILABLE",
			"network_error, UNAVAILABLE", "insufficient_system_resource, UNAVAILABLE",
			"malformed_function_call, MALFORMED", "'function_call_filter: MALFORMED_FUNCTION_CALL', MALFORMED",
			"something_new, MALFORMED", "'', MALFORMED", "' ', MALFORMED" })
	void everyReasonToStopIsOnAListOrAFailure(String reason, String outcome) throws Exception {
		assertOutcome(Protocol.OPENAI, OpenAiWireTests.ANSWER.replace("\"stop\"", '"' + reason + '"'),
				OpenAiWireTests.STREAM.replace("\"stop\"", '"' + reason + '"'), outcome);
		assertOutcome(Protocol.ANTHROPIC, AnthropicWireTests.ANSWER.replace("end_turn", reason),
				AnthropicWireTests.STREAM.replace("end_turn", reason), outcome);
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "7", "true", "[]", "{}" })
	void aReasonThatIsNoWordEndsNothing(String reason) throws Exception {
		assertOutcome(Protocol.OPENAI, OpenAiWireTests.ANSWER.replace("\"stop\"", reason),
				OpenAiWireTests.STREAM.replace("\"stop\"", reason), "MALFORMED");
		assertOutcome(Protocol.ANTHROPIC, AnthropicWireTests.ANSWER.replace("\"end_turn\"", reason),
				AnthropicWireTests.STREAM.replace("\"end_turn\"", reason), "MALFORMED");
	}

	@Test
	void anEmptyReasonInEveryChunkSaysThatThereIsMoreToCome() throws Exception {
		String stream = OpenAiWireTests.STREAM.replace("\"finish_reason\":null", "\"finish_reason\":\"\"");
		assertOutcome(Protocol.OPENAI, OpenAiWireTests.ANSWER, stream, GOOD);
		String cut = stream.substring(0,
				stream.indexOf("data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},"));
		assertOutcome(Protocol.OPENAI, "{}", cut + "data: [DONE]\n", "MALFORMED");
		assertOutcome(Protocol.OPENAI, "{}", cut, "MALFORMED");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{\"code\": 429, \"message\": \"slow\"}|RATE_LIMITED",
					"{\"code\": \"rate_limit_exceeded\"}|RATE_LIMITED", "{\"type\": \"overloaded_error\"}|UNAVAILABLE",
					"{\"code\": 401}|UNAUTHORIZED", "{}|UNAVAILABLE", "\"out of memory\"|UNAVAILABLE",
					"502|UNAVAILABLE", "true|UNAVAILABLE" })
	void anErrorAnywhereInAnAnswerIsAFailure(String error, String kind) throws Exception {
		String member = "\"error\":" + error + ",";
		for (String beside : List.of("{\"id\"", "{\"index\": 0", "{\"role\"")) {
			assertOutcome(Protocol.OPENAI, OpenAiWireTests.ANSWER.replace(beside, beside.replace("{", "{" + member)),
					withError(OpenAiWireTests.STREAM, beside.replace(" ", ""), member), kind);
		}
		assertOutcome(Protocol.ANTHROPIC, AnthropicWireTests.ANSWER.replace("{\"id\"", "{" + member + "\"id\""),
				AnthropicWireTests.STREAM.replace("{\"type\":\"message_delta\"",
						"{" + member + "\"type\":\"message_delta\""),
				kind);
	}

	private static String withError(String stream, String beside, String member) {
		int last = stream.lastIndexOf("\"finish_reason\":\"stop\"");
		int at = stream.lastIndexOf(beside, last);
		if (at < 0) {
			return stream.replace("\"delta\":{},", "\"delta\":{" + member.replace(",", "") + "},");
		}
		return stream.substring(0, at) + beside.replace("{", "{" + member) + stream.substring(at + beside.length());
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "false", "\"\"" })
	void noErrorIsNoFailure(String none) throws Exception {
		assertOutcome(Protocol.OPENAI, OpenAiWireTests.ANSWER.replace("{\"id\"", "{\"error\":" + none + ",\"id\""),
				OpenAiWireTests.STREAM.replace("{\"id\"", "{\"error\":" + none + ",\"id\""), GOOD);
	}

	@Test
	void aRefusalInsteadOfAStreamIsWhatItsCodeSays() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI,
				(server) -> server.json(200, "{\"error\": {\"code\": 429, \"message\": \"slow\"}}"))) {
			assertThat(outcome(test, true)).isEqualTo("RATE_LIMITED");
			assertThat(outcome(test, false)).isEqualTo("RATE_LIMITED");
		}
		String event = "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\"}}\n\n";
		try (TestGateway test = TestGateway.of(Protocol.ANTHROPIC, (server) -> server.stream(event))) {
			assertThat(outcome(test, true)).isEqualTo("RATE_LIMITED");
		}
	}

	@Test
	void aServerThatCannotStreamMaySendItsAnswerInOnePiece() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.json(200, OpenAiWireTests.ANSWER))) {
			List<String> heard = new ArrayList<>();
			assertThat(test.stream(heard::add).message().text()).isEqualTo("Hello there.");
			assertThat(heard).containsExactly("Hello there.");
		}
	}

	@ParameterizedTest
	@EnumSource
	void aByteOrderMarkIsNoPartOfTheAnswer(Protocol protocol) throws Exception {
		String plain = (protocol == Protocol.OPENAI) ? OpenAiWireTests.ANSWER : AnthropicWireTests.ANSWER;
		String stream = (protocol == Protocol.OPENAI) ? OpenAiWireTests.STREAM : AnthropicWireTests.STREAM;
		try (TestGateway test = TestGateway.of(protocol,
				(server) -> server.answer("\uFEFF" + plain, "\uFEFF" + stream))) {
			assertThat(test.call(false).message().text()).isEqualTo("Hello there.");
			assertThat(test.call(true).message().text()).isEqualTo("Hello there.");
		}
	}

	@Test
	void onlyTheFirstChoiceIsRead() throws Exception {
		String other = "{\"index\": 1, \"message\": {\"content\": \"Never.\"}, \"finish_reason\": \"error\"}";
		String chunk = "data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\" never\"},\"finish_reason\":\"stop\"}]}\n\n";
		try (TestGateway test = TestGateway.of(Protocol.OPENAI,
				(server) -> server.answer(
						OpenAiWireTests.ANSWER.replace("\"choices\": [", "\"choices\": [" + other + ","),
						OpenAiWireTests.STREAM.replace(": a comment\n\n", chunk)))) {
			assertThat(test.call(false).message().text()).isEqualTo("Hello there.");
			assertThat(test.call(true).message().text()).isEqualTo("Hello there.");
		}
	}

	@Test
	void whatComesBehindTheEndIsNoAnswer() throws Exception {
		String chunk = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\" More\"}}]}\n\ndata: [DONE]";
		try (TestGateway test = TestGateway.of(Protocol.OPENAI,
				(server) -> server.stream(OpenAiWireTests.STREAM.replace("data: [DONE]", chunk)))) {
			assertThat(outcome(test, true)).isEqualTo(Kind.MALFORMED.name());
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aCapThatWasThoughtAwayIsACutReplyWithItsUsage(boolean streamed) throws Exception {
		String plain = OpenAiWireTests.ANSWER.replace("\"Hello there.\"", "\"\", \"reasoning_content\": \"Hm\"")
			.replace("\"stop\"", "\"length\"");
		String stream = OpenAiWireTests.STREAM.replace("\"content\":\"Hello\"", "\"reasoning_content\":\"Hm\"")
			.replace("\"content\":\" there.\"", "\"content\":null")
			.replace("\"stop\"", "\"length\"");
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.answer(plain, stream))) {
			ModelReply reply = test.call(streamed);
			assertThat(reply.finish()).isEqualTo(Finish.LENGTH);
			assertThat(reply.message().text()).isNull();
			assertThat(reply.usage()).isEqualTo(new Usage(1000, 896, 0, 7));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "\"content\":\" there.\"|\"content\":7",
			"\"content\":\" there.\"|\"content\":{\"text\":\"x\"}",
			"\"delta\":{\"content\":\" there.\"}|\"delta\":\" there.\"",
			"\"choices\":[{\"index\":0,\"delta\":{\"content\":\" there.\"}|\"choices\":[7,{\"index\":0,\"delta\":{}",
			"\"content\":\" there.\"|\"tool_calls\":{}", "\"content\":\" there.\"|\"tool_calls\":[7]",
			"\"content\":\" there.\"|\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":7}}]" })
	void aPieceOfTheWrongTypeIsNotLostInAnOpenAiStream(String piece, String broken) throws Exception {
		String stream = OpenAiWireTests.STREAM.replace(piece, broken);
		assertThat(stream).isNotEqualTo(OpenAiWireTests.STREAM);
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.stream(stream))) {
			assertThat(outcome(test, true)).isEqualTo(Kind.MALFORMED.name());
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "\"text\":\" there.\"|\"text\":7", ",\"text\":\" there.\"|''",
			"\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\" there.\"}|\"index\":0",
			"\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}|\"index\":{},\"content_block\":{\"type\":\"text\",\"text\":\"\"}",
			"\"content_block\":{\"type\":\"text\"|\"content_block\":{\"type\":7" })
	void aPieceOfTheWrongTypeIsNotLostInAnAnthropicStream(String piece, String broken) throws Exception {
		String stream = AnthropicWireTests.STREAM.replace(piece, broken);
		assertThat(stream).isNotEqualTo(AnthropicWireTests.STREAM);
		try (TestGateway test = TestGateway.of(Protocol.ANTHROPIC, (server) -> server.stream(stream))) {
			assertThat(outcome(test, true)).isEqualTo(Kind.MALFORMED.name());
		}
	}

	@Test
	void theNameOfAnEventSaysWhatItIsIfItsDataDoesNot() throws Exception {
		String stream = AnthropicWireTests.STREAM.replace("\"type\":\"content_block_delta\"", "\"type\":7");
		try (TestGateway test = TestGateway.of(Protocol.ANTHROPIC, (server) -> server.stream(stream))) {
			assertThat(test.call(true).message().text()).isEqualTo("Hello there.");
		}
	}

}
