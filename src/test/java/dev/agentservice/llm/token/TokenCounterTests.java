package dev.agentservice.llm.token;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.agentservice.llm.TestGateway;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.OpaquePart;
import dev.agentservice.llm.settings.LlmProperties;
import dev.agentservice.llm.settings.ModelCatalog;
import dev.agentservice.llm.settings.ModelProperties;
import dev.agentservice.llm.settings.Protocol;
import dev.agentservice.llm.settings.ProviderProperties;
import dev.agentservice.support.BesideOthers;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@BesideOthers
class TokenCounterTests {

	private static final ModelId GPT = ModelId.parse("openai/gpt-4o");

	private static final ModelId COMPATIBLE = ModelId.parse("vllm/gpt-4o");

	private static final ModelId CLAUDE = ModelId.parse("anthropic/claude");

	private static final String ENGLISH = "The quick brown fox jumps over the lazy dog, and then it sleeps. "
		.repeat(50);

	private static final Encoding O200K = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

	private final TokenCounter tokens = new TokenCounter(new ModelCatalog(new LlmProperties(
			Map.of("openai", provider(Protocol.OPENAI, "https://api.openai.com/v1"), "vllm",
					provider(Protocol.OPENAI, "http://vllm:8000/v1"), "anthropic",
					provider(Protocol.ANTHROPIC, "https://api.anthropic.com/v1")),
			Map.of("openai/gpt-4o", new ModelProperties(128_000, EncodingType.O200K_BASE), "vllm/gpt-4o",
					new ModelProperties(128_000, EncodingType.O200K_BASE)),
			32_768, TestGateway.RESILIENCE)));

	private static ProviderProperties provider(Protocol protocol, String url) {
		return new ProviderProperties(protocol, URI.create(url), "k", true, true, null, TestGateway.POOL, null);
	}

	private static List<ChatMessage> user(String text) {
		return List.of(UserMessage.from(text));
	}

	static Stream<String> texts() {
		return Stream.of(ENGLISH, "Zażółć gęślą jaźń. ".repeat(50), "敏捷的棕色狐狸跳过了懒狗。".repeat(50),
				"👩‍👩‍👧‍👦🏳️‍🌈".repeat(50), "{\"a\":[1,2,3],\"b\":{\"c\":null}}".repeat(50),
				"\u0000\u0001\uFFFD\u200B".repeat(50), "<|im_end|><|endoftext|>".repeat(50), "a".repeat(5000),
				"\n\t ".repeat(500), "\uD800x".repeat(100));
	}

	@ParameterizedTest
	@MethodSource("texts")
	void theBoundIsNeverBelowTheCountOfARealTokenizer(String text) {
		long real = O200K.countTokensOrdinary(text);
		for (ModelId model : List.of(GPT, COMPATIBLE, CLAUDE)) {
			assertThat(this.tokens.upperBound(model, user(text), List.of())).isGreaterThanOrEqualTo(real + 512);
			assertThat(this.tokens.ceiling(model, user(text), List.of(TestGateway.WEATHER)))
				.isGreaterThanOrEqualTo(this.tokens.upperBound(model, user(text), List.of(TestGateway.WEATHER)));
		}
	}

	@Test
	void theBoundIsTightOnlyWhereTheTokenizerIsKnownToRun() {
		long bytes = ENGLISH.length() + 528L;
		assertThat(this.tokens.upperBound(CLAUDE, user(ENGLISH), List.of())).isEqualTo(bytes);
		assertThat(this.tokens.upperBound(COMPATIBLE, user(ENGLISH), List.of())).isEqualTo(bytes);
		assertThat(this.tokens.upperBound(GPT, user(ENGLISH), List.of())).isLessThan(bytes / 2);
	}

	@Test
	void toolsAndToolCallsAreInTheBound() {
		ToolExecutionRequest call = ToolExecutionRequest.builder().id("id").name("weather").arguments("{}").build();
		List<ChatMessage> messages = List.of(UserMessage.from("Weather?"), AiMessage.from(call),
				ToolExecutionResultMessage.from(call, "Sunny"));
		int texts = "Weather?".length() + "idweather{}".length() + "idweatherSunny".length();
		int withTool = TestGateway.WEATHER.toJson().length() + 64;
		assertThat(this.tokens.upperBound(COMPATIBLE, messages, List.of(TestGateway.WEATHER)))
			.isEqualTo(512L + 3 * 16 + 16 + texts + withTool);
	}

	@Test
	void toolsThatMustBeDeclaredForTheHistorysSakeAreInTheBound() {
		ToolExecutionRequest call = ToolExecutionRequest.builder().id("id").name("weather").arguments("{}").build();
		List<ChatMessage> messages = List.of(AiMessage.from(call));
		assertThat(this.tokens.upperBound(CLAUDE, messages, List.of()))
			.isGreaterThanOrEqualTo(this.tokens.upperBound(COMPATIBLE, messages, List.of()) + 64);
	}

	@Test
	void whatOnlyItsProviderUnderstandsIsInTheBoundAndInTheEstimate() {
		List<ChatMessage> plain = List.of(AiMessage.from("Yes."));
		List<ChatMessage> thoughtful = List.of(new OpaquePart("anthropic", ENGLISH).on(AiMessage.from("Yes.")));
		assertThat(this.tokens.upperBound(CLAUDE, thoughtful))
			.isEqualTo(this.tokens.upperBound(CLAUDE, plain) + ENGLISH.length());
		assertThat(this.tokens.estimate(CLAUDE, thoughtful, List.of()))
			.isGreaterThan(this.tokens.estimate(CLAUDE, plain, List.of()) + ENGLISH.length() / 8);
	}

	@Test
	void theEstimateIsTheTokenizersCountWhereOneIsKnown() {
		int real = O200K.countTokensOrdinary(ENGLISH);
		assertThat(this.tokens.estimate(GPT, user(ENGLISH), List.of())).isBetween(real, real + 10);
	}

	@ParameterizedTest
	@ValueSource(strings = { "The quick brown fox jumps over the lazy dog. ", "敏捷的棕色狐狸跳过了懒狗。",
			"{\"id\": \"7f3aZ9+QxLw==\", \"total\": 1234.56, \"paid\": true}\n",
			"for (int i = 0; i < n; i++) { sum += a[i]; }\n", "Съешь ещё этих мягких французских булок. " })
	void theEstimateForOtherModelsIsNearTheTruthAndRatherHigh(String text) {
		String prompt = text.repeat(100);
		int real = O200K.countTokensOrdinary(prompt);
		assertThat(this.tokens.estimate(CLAUDE, user(prompt), List.of())).isBetween(real * 9 / 10, real * 3);
	}

	static Stream<String> megabytes() {
		return Stream.of("a".repeat(1 << 20), "A".repeat(1 << 20), " ".repeat(1 << 20), "\n".repeat(1 << 20),
				"!".repeat(1 << 20), "1".repeat(1 << 20), "é".repeat(1 << 19), "字".repeat(1 << 18),
				"aA".repeat(1 << 19), "a!".repeat(1 << 19), "\uD83D\uDE00".repeat(1 << 18), "\u0301".repeat(1 << 19),
				" a".repeat(1 << 19), ("x".repeat(255) + " ").repeat(1 << 12));
	}

	@ParameterizedTest
	@MethodSource("megabytes")
	void aMegabyteOfAnythingIsCountedQuickly(String text) {
		this.tokens.estimate(GPT, user("warm"), List.of());
		long start = System.nanoTime();
		assertThat(this.tokens.estimate(GPT, user(text), List.of())).isPositive();
		assertThat(this.tokens.upperBound(GPT, user(text), List.of())).isPositive();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
	}

	@Test
	void whatIsNoTextCannotBeCounted() {
		List<ChatMessage> image = List.of(UserMessage.from(ImageContent.from("https://example.com/cat.png")));
		assertThatIllegalArgumentException().isThrownBy(() -> this.tokens.upperBound(GPT, image, List.of()));
	}

}
