package dev.agentservice.llm;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.model.Reasoning;
import dev.agentservice.llm.provider.Calls;
import dev.agentservice.llm.provider.ModelCall;
import dev.agentservice.llm.settings.ModelProperties;
import dev.agentservice.llm.settings.Protocol;
import dev.agentservice.llm.settings.ProviderProperties;
import dev.agentservice.llm.settings.ReasoningForm;
import dev.agentservice.llm.settings.ReasoningProperties;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import io.micrometer.core.instrument.Counter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A model refuses a parameter of ours: over real sockets, plain and streamed. */
@BesideOthers
class RefusedParameterTests {

	private static final String STREAM_REFUSED = """
			{"error": {"message": "Your organization has to be verified before it may stream this model.", "type": "invalid_request_error", "param": "stream", "code": "unsupported_value"}}""";

	private static final String BUDGET_REFUSED = """
			{"type": "error", "error": {"type": "invalid_request_error", "message": "\\"thinking.type.enabled\\" is not supported for this model. Use \\"thinking.type.adaptive\\" and \\"output_config.effort\\"."}}""";

	private static final String ADAPTIVE_REFUSED = """
			{"type": "error", "error": {"type": "invalid_request_error", "message": "adaptive thinking is not supported on this model"}}""";

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					effort        | 400 | "parallel_tool_calls" | parallel_tool_calls | {"error": {"message": "Unsupported parameter: 'parallel_tool_calls' is not supported with this model.", "type": "invalid_request_error", "param": "parallel_tool_calls", "code": "unsupported_parameter"}}
					effort        | 400 | "max_tokens"          | output_cap          | {"error": {"message": "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", "type": "invalid_request_error", "param": "max_tokens", "code": "unsupported_parameter"}}
					effort        | 400 | "max_tokens"          | output_cap          | {"error": {"message": "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", "code": "invalid_request_body"}}
					effort        | 400 | "parallel_tool_calls" | parallel_tool_calls | {"error": {"message": "Unrecognized request argument supplied: parallel_tool_calls", "type": "invalid_request_error", "param": null, "code": null}}
					effort        | 400 | "parallel_tool_calls" | parallel_tool_calls | [{"error": {"code": 400, "message": "Invalid JSON payload received. Unknown name \\"parallel_tool_calls\\": Cannot find field.", "status": "INVALID_ARGUMENT"}}]
					effort        | 422 | "parallel_tool_calls" | parallel_tool_calls | {"object": "error", "message": {"detail": [{"type": "extra_forbidden", "loc": ["body", "parallel_tool_calls"], "msg": "Extra inputs are not permitted", "input": true}]}, "type": "invalid_request_error"}
					effort        | 422 | "parallel_tool_calls" | parallel_tool_calls | {"detail": [{"type": "extra_forbidden", "loc": ["body", "parallel_tool_calls"], "msg": "Extra inputs are not permitted"}]}
					effort        | 400 | "parallel_tool_calls" | parallel_tool_calls | {"message": "Malformed input request: #: extraneous key [parallel_tool_calls] is not permitted, please reformat your input and try again."}
					effort        | 400 | "parallel_tool_calls" | parallel_tool_calls | {"error": {"message": "Provider returned error", "code": 400, "metadata": {"raw": "{\\"error\\": {\\"message\\": \\"Unsupported parameter.\\", \\"param\\": \\"parallel_tool_calls\\", \\"code\\": \\"unsupported_parameter\\"}}"}}}
					effort        | 400 | "reasoning_effort"    | reasoning           | {"error": {"message": "Unsupported value: 'high' is not supported with this model.", "type": "invalid_request_error", "param": "reasoning_effort", "code": "unsupported_value"}}
					effort        | 400 | "reasoning_effort"    | reasoning           | {"error": {"message": "Unsupported value: 'reasoning_effort' does not support 'high' with this model. Supported values are: 'low'.", "type": "invalid_request_error"}}
					effort        | 400 | "reasoning_effort"    | reasoning           | {"code": "Client specified an invalid argument", "error": "Argument not supported on this model: reasoningEffort"}
					effort        | 400 | "reasoning_effort"    | reasoning           | {"code": "invalid-argument", "error": "Model grok-build does not support parameter reasoningEffort."}
					effort        | 400 | "reasoning_effort"    | reasoning           | {"error": {"message": "\\"some-model\\" does not support thinking", "type": "api_error", "param": null, "code": null}}
					effort        | 400 | "high"                | reasoning           | {"error": {"message": "Function tools with reasoning_effort are not supported for gpt-5.6 in /v1/chat/completions. To use function tools, use /v1/responses or set reasoning_effort to 'none'.", "type": "invalid_request_error", "param": "reasoning_effort", "code": null}}
					thinking      | 400 | "thinking"            | reasoning           | {"error": {"message": "Unknown parameter: 'thinking'.", "type": "invalid_request_error", "param": "thinking", "code": "unknown_parameter"}}
					chat-template | 400 | "chat_template_kwargs" | reasoning          | {"error": {"message": "property 'chat_template_kwargs' is unsupported", "code": "unsupported_parameter"}}
					effort        | 400 | "stream_options"      | stream_options      | {"error": {"message": "stream_options is not supported", "type": "invalid_request_error", "param": null, "code": null}}
					""")
	void itIsAskedAgainWithoutAndRemembersIt(String form, int status, String refused, String parameter, String body)
			throws Exception {
		for (boolean streamed : new boolean[] { false, true }) {
			if (!streamed && refused.contains("stream")) {
				continue;
			}
			try (TestGateway test = gateway(Protocol.OPENAI, form, (server) -> {
				if (server.request().body().contains(refused)) {
					server.json(status, body);
				}
				else {
					answer(server, Protocol.OPENAI);
				}
			})) {
				for (int i = 0; i < 3; i++) {
					assertThat(call(test, streamed).message().text()).isEqualTo("Hello there.");
				}
				assertThat(test.server().requests()).as("refused once, remembered").hasSize(4);
				assertThat(counted(test)).containsExactly(Map.entry(parameter, 1.0));
				JsonNode sent = json(test.server().requests().getLast().body());
				assertThat(sent.has("max_tokens") || sent.has("max_completion_tokens")).as("still capped").isTrue();
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "budget, '\"budget_tokens\"', adaptive", "adaptive, '\"output_config\"', enabled" })
	void anAnthropicModelIsToldInTheOtherForm(String form, String refused, String then) throws Exception {
		try (TestGateway test = gateway(Protocol.ANTHROPIC, form, (server) -> {
			if (server.request().body().contains(refused)) {
				server.json(400, form.equals("budget") ? BUDGET_REFUSED : ADAPTIVE_REFUSED);
			}
			else {
				answer(server, Protocol.ANTHROPIC);
			}
		})) {
			call(test, false);
			call(test, true);
			assertThat(test.server().requests()).hasSize(3);
			assertThat(json(test.server().requests().getLast().body()).at("/thinking/type").asString()).isEqualTo(then);
		}
	}

	@Test
	void severalParametersAreRefusedOneAfterTheOther() throws Exception {
		try (TestGateway test = gateway(Protocol.OPENAI, "effort", (server) -> {
			for (String name : List.of("max_tokens", "parallel_tool_calls", "reasoning_effort")) {
				if (server.request().body().contains("\"" + name + "\"")) {
					server.json(400, unsupported(name));
					return;
				}
			}
			answer(server, Protocol.OPENAI);
		})) {
			assertThat(call(test, true).message().text()).isEqualTo("Hello there.");
			assertThat(test.server().requests()).hasSize(4);
		}
	}

	/** OpenAI lets some models stream only to organizations that it has verified. */
	@Test
	void aModelThatMayNotStreamIsAskedForADocument() throws Exception {
		try (TestGateway test = gateway(Protocol.OPENAI, "effort", (server) -> {
			if (server.request().body().contains("\"stream\"")) {
				server.json(400, STREAM_REFUSED);
			}
			else {
				// Long after the first token of a stream was due.
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(700));
				server.json(200, OpenAiWireTests.ANSWER);
			}
		})) {
			StringBuilder heard = new StringBuilder();
			ModelRequest request = request();
			ModelCall call = Calls.of(request, request.deadline().within(Duration.ofMillis(500)), heard::append);
			assertThat(test.charge(call)).isInstanceOf(Charges.Charge.Claimed.class);
			assertThat(heard.toString()).isEqualTo("Hello there.");
			call(test, true);
			assertThat(test.server().requests()).as("refused once, remembered").hasSize(3);
			assertThat(test.server().requests().getLast().body()).doesNotContain("\"stream");
			assertThat(counted(test)).containsExactly(Map.entry("stream", 1.0));
		}
	}

	@Test
	void aModelThatRefusesEverythingIsNotAskedForEver() throws Exception {
		try (TestGateway test = gateway(Protocol.OPENAI, "effort", (server) -> {
			JsonNode sent = json(server.request().body());
			server.json(400, unsupported(sent.has("max_tokens") ? "max_tokens" : "max_completion_tokens"));
		})) {
			assertThat(failure(test).kind()).isEqualTo(Kind.REJECTED);
			assertThat(test.server().requests()).hasSize(2);
			assertThat(failure(test).kind()).isEqualTo(Kind.REJECTED);
			assertThat(test.server().requests()).hasSize(3);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"error": {"message": "Unsupported value: 'messages[0].role' does not support 'system' with this model.", "type": "invalid_request_error", "param": "messages[0].role", "code": "unsupported_value"}}
					{"error": {"message": "max_tokens is too large: 100. This model supports at most 10.", "type": "invalid_request_error", "param": "max_tokens", "code": "invalid_value"}}
					{"error": {"message": "Unsupported parameter: 'logit_bias'.", "type": "invalid_request_error", "param": "logit_bias", "code": "unsupported_parameter"}}
					{"error": {"message": "registry.ollama.ai/library/x does not support tools", "type": "api_error", "param": null, "code": null}}
					{"error": {"message": "Bad request", "type": "invalid_request_error"}}
					""")
	void whatIsNoParameterOfOursIsNotAskedAgain(String body) throws Exception {
		try (TestGateway test = gateway(Protocol.OPENAI, "none", (server) -> server.json(400, body))) {
			assertThat(failure(test).kind()).isEqualTo(Kind.REJECTED);
			assertThat(test.server().requests()).hasSize(1);
			assertThat(counted(test)).isEmpty();
		}
	}

	@Test
	void aQuestionThatIsAskedAgainMayBeBilled() throws Exception {
		try (TestGateway test = gateway(Protocol.OPENAI, "effort", (server) -> {
			if (server.request().body().contains("parallel_tool_calls")) {
				server.json(400, unsupported("parallel_tool_calls"));
			}
			else {
				server.reset();
			}
		})) {
			ModelRequest request = request();
			ModelCall call = Calls.of(request, false);
			assertThat(catchThrowableOfType(ModelException.class, () -> test.gateway().measured(call)).kind())
				.isEqualTo(Kind.CONNECTION);
			assertThat(call.exchange().mayBeBilled()).isTrue();
		}
	}

	private static String unsupported(String parameter) {
		return """
				{"error": {"message": "No.", "type": "invalid_request_error", "param": "%s", "code": "unsupported_parameter"}}"""
			.formatted(parameter);
	}

	private static void answer(ScriptedServer.Connection server, Protocol protocol) throws IOException {
		boolean openAi = protocol == Protocol.OPENAI;
		if (server.request().body().contains("\"stream\":true")) {
			server.stream(openAi ? OpenAiWireTests.STREAM : AnthropicWireTests.STREAM);
		}
		else {
			server.json(200, openAi ? OpenAiWireTests.ANSWER : AnthropicWireTests.ANSWER);
		}
	}

	private static ModelReply call(TestGateway test, boolean streamed) {
		return streamed ? test.call(request(), (_) -> {
		}) : test.call(request());
	}

	private static ModelException failure(TestGateway test) {
		return catchThrowableOfType(ModelException.class, () -> test.call(request()));
	}

	private static ModelRequest request() {
		return new ModelRequest(TestGateway.MODEL, TestGateway.MESSAGES, List.of(TestGateway.WEATHER), 8000,
				Deadline.after(Duration.ofSeconds(20)), Reasoning.HIGH);
	}

	private static JsonNode json(String body) {
		return JsonMapper.shared().readTree(body);
	}

	private static Map<String, Double> counted(TestGateway test) {
		return test.meters()
			.find("agent.model.parameters.refused")
			.tag("provider", "p")
			.counters()
			.stream()
			.collect(
					Collectors.toMap((counter) -> String.valueOf(counter.getId().getTag("parameter")), Counter::count));
	}

	static TestGateway gateway(Protocol protocol, String form, ScriptedServer.Answer answer) throws IOException {
		ScriptedServer server = new ScriptedServer(answer);
		ProviderProperties provider = new ProviderProperties(protocol, server.url(), "sk-secret", true, true, null,
				TestGateway.POOL, null);
		ReasoningProperties reasoning = new ReasoningProperties(
				ReasoningForm.valueOf(form.toUpperCase(Locale.ROOT).replace('-', '_')));
		return TestGateway.of(server, provider, new ModelProperties(100_000, null, null, Set.of(), reasoning, null));
	}

}
