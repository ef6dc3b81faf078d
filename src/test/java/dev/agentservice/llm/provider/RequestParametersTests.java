package dev.agentservice.llm.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import dev.agentservice.llm.TestGateway;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.model.Reasoning;
import dev.agentservice.llm.provider.Correction.Omitted;
import dev.agentservice.llm.provider.Correction.Renamed;
import dev.agentservice.llm.settings.LlmProperties;
import dev.agentservice.llm.settings.ModelCatalog;
import dev.agentservice.llm.settings.OptionalParameter;
import dev.agentservice.llm.settings.OutputCapParameter;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/** What each model is sent, by models.yaml and what configuration adds. */
@BesideOthers
class RequestParametersTests {

	private static final int CAP = 8000;

	private final ApplicationContextRunner contexts = new ApplicationContextRunner()
		.withInitializer(new ConfigDataApplicationContextInitializer())
		.withPropertyValues("agent-service.llm.providers.own.protocol=openai",
				"agent-service.llm.providers.own.base-url=http://127.0.0.1:1/v1",
				"agent-service.llm.providers.clone.protocol=anthropic",
				"agent-service.llm.providers.clone.base-url=http://127.0.0.1:1/v1")
		.withUserConfiguration(Binding.class);

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					openai/gpt-4o                 |        | true  | {"max_completion_tokens":8000,"store":false,"parallel_tool_calls":true}
					openai/gpt-4o                 | HIGH   | false | {"max_completion_tokens":8000,"store":false}
					openai/o3                     |        | true  | {"max_completion_tokens":8000,"store":false}
					openai/o4-mini                | OFF    | true  | {"max_completion_tokens":8000,"store":false,"reasoning_effort":"low"}
					openai/gpt-5-mini             | OFF    | false | {"max_completion_tokens":8000,"store":false,"reasoning_effort":"minimal"}
					openai/gpt-5.1                | OFF    | true  | {"max_completion_tokens":8000,"store":false,"parallel_tool_calls":true,"reasoning_effort":"none"}
					openai/gpt-5.1                | MEDIUM | true  | {"max_completion_tokens":8000,"store":false,"parallel_tool_calls":true,"reasoning_effort":"medium"}
					openai/gpt-5.6-sol            |        | true  | {"max_completion_tokens":8000,"store":false,"parallel_tool_calls":true,"reasoning_effort":"none"}
					openai/gpt-5.6-sol            | HIGH   | true  | {"max_completion_tokens":8000,"store":false,"parallel_tool_calls":true,"reasoning_effort":"none"}
					openai/gpt-5.6-sol            | HIGH   | false | {"max_completion_tokens":8000,"store":false,"reasoning_effort":"high"}
					openai/gpt-6-astra            | OFF    | false | {"max_completion_tokens":8000,"store":false,"reasoning_effort":"low"}
					openai/unheard-of             | HIGH   | true  | {"max_completion_tokens":8000,"store":false,"parallel_tool_calls":true}
					own/anything                  | HIGH   | false | {"max_tokens":8000}
					anthropic/claude-haiku-4-5    |        | true  | {"max_tokens":8000}
					anthropic/claude-haiku-4-5    | OFF    | true  | {"max_tokens":8000}
					anthropic/claude-haiku-4-5    | LOW    | true  | {"max_tokens":8000,"thinking":{"type":"enabled","budget_tokens":2000}}
					anthropic/claude-haiku-4-5    | HIGH   | true  | {"max_tokens":8000,"thinking":{"type":"enabled","budget_tokens":6000}}
					anthropic/claude-sonnet-5     | OFF    | false | {"max_tokens":8000,"thinking":{"type":"disabled"}}
					anthropic/claude-sonnet-5     | MEDIUM | false | {"max_tokens":8000,"thinking":{"type":"adaptive"},"output_config":{"effort":"medium"}}
					anthropic/claude-fable-5-1    | OFF    | false | {"max_tokens":8000,"thinking":{"type":"adaptive"},"output_config":{"effort":"low"}}
					clone/anything                | HIGH   | false | {"max_tokens":8000}
					""")
	void whatAModelIsSent(String model, @Nullable Reasoning reasoning, boolean tools, String expected) {
		assertSent(model, reasoning, tools, expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					effort           | OFF    | {"max_tokens":8000,"reasoning_effort":"none"}
					thinking         | OFF    | {"max_tokens":8000,"thinking":{"type":"disabled"}}
					thinking         | LOW    | {"max_tokens":8000,"thinking":{"type":"enabled"}}
					thinking-effort  | OFF    | {"max_tokens":8000,"thinking":{"type":"disabled"}}
					thinking-effort  | HIGH   | {"max_tokens":8000,"thinking":{"type":"enabled"},"reasoning_effort":"high"}
					enable-thinking  | OFF    | {"max_tokens":8000,"enable_thinking":false}
					enable-thinking  | LOW    | {"max_tokens":8000,"enable_thinking":true}
					chat-template    | OFF    | {"max_tokens":8000,"chat_template_kwargs":{"enable_thinking":false,"thinking":false}}
					chat-template    | HIGH   | {"max_tokens":8000,"chat_template_kwargs":{"enable_thinking":true,"thinking":true}}
					reasoning-object | OFF    | {"max_tokens":8000,"reasoning":{"effort":"none"}}
					reasoning-object | MEDIUM | {"max_tokens":8000,"reasoning":{"effort":"medium"}}
					budget           | HIGH   | {"max_tokens":8000}
					none             | HIGH   | {"max_tokens":8000}
					""")
	void aProviderSaysHowItsModelsAreTold(String form, Reasoning reasoning, String expected) {
		assertSent("own/anything", reasoning, false, expected,
				"agent-service.llm.providers.own.reasoning.form=" + form);
	}

	@Test
	void configurationCorrectsWhatIsKnownValueByValue() {
		String o3 = "agent-service.llm.models[openai/o3].";
		assertSent("openai/o3", Reasoning.HIGH, true,
				"{\"max_tokens\":8000,\"store\":false,\"parallel_tool_calls\":true,\"reasoning_effort\":\"extreme\"}",
				o3 + "omit=", o3 + "output-cap-parameter=max-tokens", o3 + "reasoning.high=extreme");
		assertSent("own/anything", null, true, "{\"max_completion_tokens\":8000}",
				"agent-service.llm.providers.own.omit=parallel-tool-calls",
				"agent-service.llm.providers.own.output-cap-parameter=max-completion-tokens");
	}

	@ParameterizedTest
	@CsvSource({ "https://api.openai.com/v1, false, true", "https://eu.api.openai.com/v1, false, true",
			"https://API.OpenAI.com/v1, false, true", "https://api.openai.com.example/v1, false, false",
			"https://notapi.openai.com.evil/v1, false, false", "https://xapi.openai.com/v1, false, false",
			"http://127.0.0.1:11434/v1, false, false", "https://gateway.example/v1, true, true" })
	void onlyOpenAiAndWhoeverIsConfiguredSoIsToldToKeepNoCopy(String url, boolean configured, boolean told) {
		this.contexts
			.withPropertyValues("agent-service.llm.providers.own.base-url=" + url,
					"agent-service.llm.providers.own.refuse-storage=" + configured)
			.run((context) -> assertThat(
					body(context.getBean(LlmProperties.class), request("own/anything", null, false)).path("store"))
				.hasToString(told ? "false" : ""));
	}

	@Test
	void noSettingStopsOpenAiFromBeingToldToKeepNoCopy() {
		assertSent("openai/gpt-4o", null, false, "{\"max_completion_tokens\":8000,\"store\":false}",
				"agent-service.llm.providers.openai.refuse-storage=false");
		this.contexts.withPropertyValues("agent-service.llm.providers.openai.omit=store")
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void anthropicHasNoSuchParameter() {
		assertSent("anthropic/claude-haiku-4-5", null, false, "{\"max_tokens\":8000}",
				"agent-service.llm.providers.anthropic.refuse-storage=true");
	}

	@Test
	void aBudgetUnderTheLeastIsNone() {
		this.contexts.run((context) -> assertThat(body(context.getBean(LlmProperties.class),
				request("anthropic/claude-haiku-4-5", Reasoning.LOW, false).withMaxOutputTokens(4095)))
			.hasToString("{\"max_tokens\":4095}"));
	}

	@ParameterizedTest
	@CsvSource({ "omit, paralel-tool-calls", "reasoning.form, effrt", "reasoning.high, 'so much'",
			"output-cap-parameter, tokens" })
	void whatIsNoFactStopsTheStart(String key, String value) {
		this.contexts.withPropertyValues("agent-service.llm.models[openai/o3]." + key + "=" + value)
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void aBudgetThatIsNoPercentageStopsTheStart() {
		this.contexts.withPropertyValues("agent-service.llm.models[anthropic/claude-haiku-4-5].reasoning.high=95")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasStackTraceContaining("percentages from 0 to 90"));
	}

	@Test
	void whatIsLearnedIsBounded() {
		Corrections corrections = new Corrections(InstantSource.system());
		Stream.iterate(0, (i) -> i < 1500, (i) -> i + 1)
			.forEach((i) -> corrections.learn(ModelId.parse("p/m" + i), 0, new Omitted(OptionalParameter.SEED)));
		assertThat(corrections.size()).isEqualTo(1000);
		ModelId last = ModelId.parse("p/m1499");
		assertThat(corrections.learn(last, 1, new Omitted(OptionalParameter.SEED))).as("known").isFalse();
		assertThat(corrections.learn(last, 0, new Omitted(OptionalParameter.SEED))).as("others learned meanwhile")
			.isTrue();
		assertThat(corrections.count(last)).isEqualTo(1);
		assertThat(corrections.learn(last, 1, new Renamed(OutputCapParameter.MAX_TOKENS))).isTrue();
		assertThat(corrections.learn(last, 2, new Renamed(OutputCapParameter.MAX_COMPLETION_TOKENS)))
			.as("back and forth")
			.isFalse();
	}

	@Test
	void whatIsLearnedIsForgottenAfterAnHour() {
		AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
		Corrections corrections = new Corrections(now::get);
		ModelId model = ModelId.parse("p/m");
		corrections.learn(model, 0, new Omitted(OptionalParameter.SEED));
		now.set(Instant.EPOCH.plusSeconds(3599));
		assertThat(corrections.count(model)).isEqualTo(1);
		now.set(Instant.EPOCH.plusSeconds(3600));
		assertThat(corrections.count(model)).isZero();
		assertThat(corrections.learn(model, 0, new Omitted(OptionalParameter.SEED))).as("again").isTrue();
	}

	private void assertSent(String model, @Nullable Reasoning reasoning, boolean tools, String expected,
			String... properties) {
		this.contexts.withPropertyValues(properties)
			.run((context) -> assertThat(body(context.getBean(LlmProperties.class), request(model, reasoning, tools)))
				.hasToString(expected));
	}

	private static ObjectNode body(LlmProperties properties, ModelRequest request) {
		RequestParameters parameters = new RequestParameters(request.model().provider(), new ModelCatalog(properties),
				new SimpleMeterRegistry(), InstantSource.system());
		ObjectNode body = JsonMapper.shared().createObjectNode();
		parameters.addTo(body, request);
		parameters.trim(body, request);
		return body;
	}

	private static ModelRequest request(String model, @Nullable Reasoning reasoning, boolean tools) {
		return new ModelRequest(ModelId.parse(model), TestGateway.MESSAGES,
				tools ? List.of(TestGateway.WEATHER) : List.of(), CAP, Deadline.after(Duration.ofSeconds(20)),
				reasoning);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(LlmProperties.class)
	static class Binding {

	}

}
