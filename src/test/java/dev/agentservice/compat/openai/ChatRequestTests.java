package dev.agentservice.compat.openai;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.agentservice.run.order.IdempotencyKey;
import dev.agentservice.run.order.OnDisconnect;
import dev.agentservice.run.order.RunCommand;
import dev.agentservice.run.order.RunMode;
import dev.agentservice.session.Message;
import dev.agentservice.support.json.HttpProperties;
import dev.agentservice.support.json.StrictJsonConverter;
import dev.agentservice.support.problem.InvalidRequestException;
import dev.agentservice.support.problem.InvalidRequestException.InvalidField;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.MediaType;
import org.springframework.mock.http.MockHttpInputMessage;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChatRequestTests {

	private static final String HI = "{\"role\": \"user\", \"content\": \"Hi\"}";

	private static final StrictJsonConverter<ChatRequest> CONVERTER = new StrictJsonConverter<>(ChatRequest.class,
			new HttpProperties(DataSize.ofMegabytes(1), Duration.ofSeconds(30)),
			(fields) -> ChatRequest.parse(fields, 1000));

	@Test
	void theLastMessageIsTheTaskAndTheOthersAreTheHistory() {
		ChatRequest request = read("""
				{"model": "assistant", "messages": [
				  {"role": "user", "content": "One?"}, {"role": "assistant", "content": "Two.", "refusal": null},
				  {"role": "user", "content": " Three? "}]}""");
		assertThat(request.history()).containsExactly(new Message.User("One?"),
				new Message.Assistant("Two.", List.of()));
		assertThat(request.task()).isEqualTo(" Three? ");
	}

	@Test
	void systemMessagesAreTheUsersWordsBeforeAllOthers() {
		ChatRequest request = read("""
				{"model": "assistant", "messages": [{"role": "user", "content": "A"},
				  {"role": "system", "content": "Be brief."}, {"role": "developer", "content": "Be kind."}, %s]}"""
			.formatted(HI));
		assertThat(request.history()).containsExactly(new Message.User("Be brief."), new Message.User("Be kind."),
				new Message.User("A"));
	}

	@Test
	void partsOfTextStandInLinesOfTheirOwn() {
		ChatRequest request = read("""
				{"model": "assistant", "messages": [{"role": "user", "content": [
				  {"type": "text", "text": "One"}, {"type": "text", "text": "two"}]}]}""");
		assertThat(request.task()).isEqualTo("One\ntwo");
	}

	@Test
	void messagesWithoutAWordAreLeftOut() {
		assertThat(read("""
				{"model": "assistant", "messages": [{"role": "system", "content": ""},
				  {"role": "assistant", "content": " "}, %s]}""".formatted(HI)).history()).isEmpty();
	}

	@Test
	void everythingThatIsSupportedIsTaken() {
		ChatRequest request = read(with("""
				"stream": true, "stream_options": {"include_usage": true}, "user": "ada", "max_tokens": 7,
				"max_completion_tokens": 7, "metadata": {"b": "2", "a": "1"}"""));
		assertThat(request.stream()).isTrue();
		assertThat(request.includeUsage()).isTrue();
		assertThat(request.user()).isEqualTo("ada");
		assertThat(request.maxOutputTokens()).isEqualTo(7);
		assertThat(request.metadata()).isEqualTo(Map.of("a", "1", "b", "2"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"n": 2                                                      | n
			"store": true                                               | store
			"logprobs": true                                            | logprobs
			"top_logprobs": 5                                           | top_logprobs
			"tools": [{"type": "function", "function": {"name": "f"}}]  | tools
			"tools": {}                                                 | tools
			"functions": [{"name": "f"}]                                | functions
			"tool_choice": "required"                                   | tool_choice
			"tool_choice": {"type": "function", "function": {"name": "f"}} | tool_choice
			"modalities": ["text", "audio"]                             | modalities
			"service_tier": "flex"                                      | service_tier
			"response_format": {"type": "json_object"}                  | response_format
			"response_format": {"type": "json_schema", "json_schema": {"name": "x", "schema": {}}} | response_format
			"response_format": {"type": "text", "x": 1}                 | response_format
			"web_search_options": {}                                    | web_search_options
			"colour": "red"                                             | colour
			"stream": true, "stream_options": {"x": 1}                  | stream_options.x
			""")
	void whatIsNotSupportedIsRefusedByName(String member, String parameter) {
		assertUnsupported(with(member), parameter);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"role": "tool", "content": "x", "tool_call_id": "1"}       | messages[0].role
			{"role": "function", "name": "f", "content": "x"}           | messages[0].role
			{"role": "assistant", "content": null, "tool_calls": [{}]}  | messages[0].tool_calls
			{"role": "assistant", "tool_calls": [{}]}                   | messages[0].tool_calls
			{"role": "assistant", "refusal": "No."}                     | messages[0].refusal
			{"role": "assistant", "content": "x", "audio": {"id": "a"}} | messages[0].audio
			{"role": "user", "content": "x", "colour": "red"}           | messages[0].colour
			{"role": "user", "content": [{"type": "image_url"}]}        | messages[0].content[0].type
			{"role": "user", "content": [{"type": "text", "text": "a", "x": 1}]} | messages[0].content[0].x
			""")
	void whatAMessageMustNotBeIsRefusedByItsPlace(String message, String parameter) {
		assertUnsupported(history(message), parameter);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{}                                                                           | model
			{}                                                                           | messages
			{"model": 1}                                                                 | model
			{"model": "a", "messages": []}                                               | messages
			{"model": "a", "messages": "Hi"}                                             | messages
			{"model": "a", "messages": ["Hi"]}                                           | messages[0]
			{"model": "a", "messages": [{"content": "x"}]}                               | messages[0].role
			{"model": "a", "messages": [{"role": "boss", "content": "x"}]}               | messages[0].role
			{"model": "a", "messages": [{"role": "user"}]}                               | messages[0].content
			{"model": "a", "messages": [{"role": "user", "content": null}]}              | messages[0].content
			{"model": "a", "messages": [{"role": "user", "content": "x", "name": 1}]}    | messages[0].name
			{"model": "a", "messages": [{"role": "system"}, {"role": "user", "content": "x"}]} | messages[0].content
			{"model": "a", "messages": [{"role": "assistant", "content": null}]}         | messages[0].role
			{"model": "a", "messages": [{"role": "user", "content": 5}]}                 | messages[0].content
			{"model": "a", "messages": [{"role": "user", "content": " "}]}               | messages[0].content
			{"model": "a", "messages": [{"role": "user", "content": []}]}                | messages[0].content
			{"model": "a", "messages": [{"role": "user", "content": ["x"]}]}             | messages[0].content[0]
			{"model": "a", "messages": [{"role": "user", "content": [{"type": "text"}]}]} | messages[0].content[0].text
			{"model": "a", "messages": [{"role": "user", "content": [{"text": "x"}]}]}   | messages[0].content[0].type
			{"model": "a", "messages": [{"role": "assistant", "content": "x"}]}          | messages[0].role
			{"model": "a", "messages": [{"role": "user", "content": "x\\u0000"}]}        | messages[0].content
			""")
	void aBadMessageIsNamedByItsPlace(String body, String field) {
		assertThat(invalid(body)).contains(field);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"stream": "true"                              | stream
			"temperature": "1"                            | temperature
			"temperature": 2.1                            | temperature
			"seed": 1.0e400                               | seed
			"stop": [1]                                   | stop[0]
			"stop": {}                                    | stop
			"logit_bias": {"a": "b"}                      | logit_bias.a
			"reasoning_effort": 1                         | reasoning_effort
			"stream": true, "stream_options": {"include_obfuscation": 1} | stream_options.include_obfuscation
			"stream": true, "stream_options": []          | stream_options
			"stream": true, "stream_options": {"include_usage": 1} | stream_options.include_usage
			"user": ""                                    | user
			"user": " \\t "                               | user
			"user": "a\\nb"                               | user
			"user": "\\u00a0"                             | user
			"max_tokens": 0                               | max_tokens
			"max_completion_tokens": 1.5                  | max_completion_tokens
			"max_tokens": 7, "max_completion_tokens": 8   | max_tokens
			"metadata": {"a": 1}                          | metadata.a
			"metadata": {"a": null}                       | metadata.a
			"stream": true, "stream": false               | stream
			""")
	void aBadParameterIsNamed(String member, String field) {
		assertThat(invalid(with(member))).containsExactly(field);
	}

	@Test
	void aUserIsTheSameUserAsInTheHeader() {
		assertThat(read(with("\"user\": \" \\t ada \"")).user()).isEqualTo("ada");
		assertThat(read(with("\"user\": \"" + "\uD83D\uDE00".repeat(128) + "\"")).user()).hasSize(256);
		assertThat(invalid(with("\"user\": \"" + "\uD83D\uDE00".repeat(129) + "\""))).containsExactly("user");
		assertThat(invalid(with("\"user\": \"" + "a".repeat(257) + "\""))).containsExactly("user");
	}

	@Test
	void aThousandMessagesAreEnough() {
		assertThat(read(messages(1000)).history()).hasSize(999);
		assertThat(invalid(messages(1001))).containsExactly("messages");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"role\": \"user\", \"content\": \"LONG\"}",
			"{\"role\": \"user\", \"content\": [{\"type\": \"text\", \"text\": \"LONG\"}]}" })
	void aMessageOneCharacterTooLongIsTooLarge(String message) {
		String body = "{\"model\": \"assistant\", \"messages\": [" + message + ", " + HI + "]}";
		assertThat(read(body.replace("LONG", "x".repeat(1000))).history()).hasSize(1);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> read(body.replace("LONG", "x".repeat(1001))))
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.INPUT_TOO_LARGE))
			.satisfies((problem) -> assertThat(problem.properties()).containsEntry("limit", 1000));
	}

	@Test
	void itBecomesACommandThatKeepsNothingAndNeverOutlivesItsClient() {
		RunCommand command = read(with("\"stream\": true, \"max_tokens\": 7")).toCommand(null);
		assertThat(command.agent()).isEqualTo("assistant");
		assertThat(command.sessionId()).isNull();
		assertThat(command.onDisconnect()).isEqualTo(OnDisconnect.CANCEL_AT_ONCE);
		assertThat(command.mode()).isEqualTo(RunMode.APPEND_ONLY);
		assertThat(command.maxOutputTokens()).isEqualTo(7);
	}

	@Test
	void theSameRequestIsTheSameHoweverItIsWritten() {
		IdempotencyKey key = key(with("\"metadata\": {\"a\": \"1\", \"b\": \"2\"}, \"max_tokens\": 7"));
		assertThat(key(with(
				"\"max_completion_tokens\": 7, \"metadata\": {\"b\": \"2\", \"a\": \"1\"}, \"n\": 1, \"temperature\": 0")))
			.isEqualTo(key);
		assertThat(key(with("\"metadata\": {\"a\": \"1\", \"b\": \"2\"}")).fingerprint())
			.isNotEqualTo(key.fingerprint());
	}

	@Test
	void whatIsPrintedHoldsNoText() {
		assertThat(read(with("\"user\": \"ada\"")))
			.hasToString("ChatRequest[model=assistant, 0 messages before a task of 2 characters]");
	}

	private static IdempotencyKey key(String body) {
		return Objects.requireNonNull(read(body).toCommand("key").idempotency());
	}

	static String with(String members) {
		return "{\"model\": \"assistant\", \"messages\": [" + HI + "], " + members + "}";
	}

	static String history(String message) {
		return "{\"model\": \"assistant\", \"messages\": [" + message + ", " + HI + "]}";
	}

	private static String messages(int count) {
		return "{\"model\": \"assistant\", \"messages\": [" + (HI + ",").repeat(count - 1) + HI + "]}";
	}

	private static void assertUnsupported(String body, String parameter) {
		assertThatExceptionOfType(UnsupportedParameterException.class).isThrownBy(() -> read(body))
			.satisfies((refused) -> assertThat(refused.parameter()).isEqualTo(parameter));
	}

	private static List<String> invalid(String body) {
		try {
			throw new AssertionError("Read " + read(body));
		}
		catch (InvalidRequestException ex) {
			return ((List<?>) Objects.requireNonNull(ex.properties().get("errors"))).stream()
				.map((error) -> ((InvalidField) error).field())
				.toList();
		}
	}

	static ChatRequest read(String body) {
		MockHttpInputMessage message = new MockHttpInputMessage(body.getBytes(StandardCharsets.UTF_8));
		message.getHeaders().setContentType(MediaType.APPLICATION_JSON);
		try {
			return CONVERTER.read(ChatRequest.class, message);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
