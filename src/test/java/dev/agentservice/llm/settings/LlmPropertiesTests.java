package dev.agentservice.llm.settings;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import com.knuddels.jtokkit.api.EncodingType;
import dev.agentservice.llm.TestGateway;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.resilience.CircuitBreakerLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class LlmPropertiesTests {

	private final ApplicationContextRunner contexts = new ApplicationContextRunner()
		.withInitializer(new ConfigDataApplicationContextInitializer())
		.withUserConfiguration(Binding.class);

	@Test
	void bothProvidersAreThereButNotUsableWithoutAKey() {
		this.contexts.withPropertyValues("OPENAI_API_KEY=", "ANTHROPIC_API_KEY=").run((context) -> {
			Map<String, ProviderProperties> providers = context.getBean(LlmProperties.class).providers();
			assertThat(providers).containsOnlyKeys("openai", "anthropic");
			assertThat(providers.values()).noneMatch(ProviderProperties::usable);
		});
	}

	@Test
	void aKeyMakesAProviderUsable() {
		this.contexts.withPropertyValues("ANTHROPIC_API_KEY= sk-ant-1\n").run((context) -> {
			ProviderProperties anthropic = provider(context.getBean(LlmProperties.class), "anthropic");
			assertThat(anthropic.usable()).isTrue();
			assertThat(anthropic.apiKey()).isEqualTo("sk-ant-1");
			assertThat(anthropic.protocol()).isEqualTo(Protocol.ANTHROPIC);
			assertThat(anthropic.pool().keepAlive()).isEqualTo(Duration.ofSeconds(30));
			assertThat(anthropic.pool().maxConnections()).as("of the 200 runs that a replica takes on").isEqualTo(150);
		});
	}

	@Test
	void whatOneProviderDoesOtherwiseLeavesTheRestAsForAll() {
		String openai = "agent-service.llm.providers.openai.resilience.";
		this.contexts
			.withPropertyValues("agent-service.llm.resilience.max-backoff=7s", openai + "max-attempts=2",
					openai + "first-token=8s", openai + "breaker.open=30s")
			.run((context) -> {
				LlmProperties properties = context.getBean(LlmProperties.class);
				ResilienceProperties own = properties.resilience("openai");
				assertThat(own.maxAttempts()).isEqualTo(2);
				assertThat(own.firstToken()).isEqualTo(Duration.ofSeconds(8));
				assertThat(own.maxBackoff()).isEqualTo(Duration.ofSeconds(7));
				assertThat(own.breaker())
					.isEqualTo(new CircuitBreakerLimits(50, 20, Duration.ofSeconds(30), Duration.ofSeconds(30), 3));
				assertThat(properties.resilience("anthropic")).isEqualTo(properties.resilience());
			});
	}

	@Test
	void pausesAndLastResortsAreTheSameForAllProviders() {
		String all = "agent-service.llm.resilience.";
		this.contexts
			.withPropertyValues(all + "max-pause=5m", all + "key-pause=0s", all + "last-resort.per-second=3",
					all + "last-resort.at-once=2", "agent-service.llm.providers.openai.resilience.max-attempts=2")
			.run((context) -> {
				ResilienceProperties own = context.getBean(LlmProperties.class).resilience("openai");
				assertThat(own.maxPause()).isEqualTo(Duration.ofMinutes(5));
				assertThat(own.keyPause()).isZero();
				assertThat(own.lastResort()).isEqualTo(new LastResortProperties(3, 2));
			});
	}

	@Test
	void aServerOfYourOwnIsConfigurationAlone() {
		this.contexts
			.withPropertyValues("agent-service.llm.providers.ollama.protocol=openai",
					"agent-service.llm.providers.ollama.base-url=http://localhost:11434/v1",
					"agent-service.llm.providers.ollama.key-required=false",
					"agent-service.llm.providers.ollama.pool.max-connections=4",
					"agent-service.llm.models[ollama/llama3.2-3b].context-window=8192")
			.run((context) -> {
				LlmProperties properties = context.getBean(LlmProperties.class);
				ProviderProperties ollama = provider(properties, "ollama");
				assertThat(ollama.usable()).isTrue();
				assertThat(ollama.outputCap()).isEqualTo(OutputCapParameter.MAX_TOKENS);
				assertThat(ollama.pool().maxConnections()).isEqualTo(4);
				assertThat(new ModelCatalog(properties).contextWindow(ModelId.parse("ollama/llama3.2-3b")))
					.isEqualTo(8192);
			});
	}

	@Test
	void windowsAndTokenizersComeFromTheModelsFile() {
		this.contexts.run((context) -> {
			ModelCatalog models = new ModelCatalog(context.getBean(LlmProperties.class));
			assertThat(models.contextWindow(ModelId.parse("anthropic/claude-haiku-4-5"))).isEqualTo(200_000);
			assertThat(models.contextWindow(ModelId.parse("openai/gpt-5.4-mini"))).isEqualTo(400_000);
			assertThat(models.contextWindow(ModelId.parse("openai/unheard-of"))).isEqualTo(32_768);
			assertThat(models.encoding(ModelId.parse("openai/gpt-4.1"))).isEqualTo(EncodingType.O200K_BASE);
			assertThat(models.encoding(ModelId.parse("openai/gpt-4"))).isEqualTo(EncodingType.CL100K_BASE);
			assertThat(models.encoding(ModelId.parse("anthropic/claude-haiku-4-5"))).isNull();
		});
	}

	@Test
	void whatIsKnownOfModelsThatMakeVectorsComesFromTheModelsFile() {
		this.contexts.run((context) -> {
			ModelCatalog models = new ModelCatalog(context.getBean(LlmProperties.class));
			assertThat(models.embedding(ModelId.parse("openai/text-embedding-3-small")))
				.isEqualTo(new ModelProperties.Embedding(1536, 8191, 256, false));
			assertThat(models.embedding(ModelId.parse("openai/text-embedding-3-large")))
				.isEqualTo(new ModelProperties.Embedding(3072, 8191, 256, false));
			assertThat(models.embedding(ModelId.parse("openai/gpt-4.1"))).isNull();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "dimension=8", "max-input-tokens=512", "max-batch=16", "dimension=0" })
	void aFactThatIsMissingOfSuchAModelStopsTheStart(String only) {
		this.contexts.withPropertyValues("agent-service.llm.models[ollama/embedder].embedding." + only)
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void aModelThatWritesNeedsItsWindow() {
		this.contexts.withPropertyValues("agent-service.llm.models[ollama/writer].encoding=cl100k-base")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("context-window must be at least 1024"));
	}

	@Test
	void aLimitThatMakesNoSenseStopsTheStart() {
		this.contexts.withPropertyValues("agent-service.llm.providers.openai.pool.max-connections=0")
			.run((context) -> assertThat(context).hasFailed());
		this.contexts.withPropertyValues("agent-service.llm.providers.openai.base-url=ftp://example.com")
			.run((context) -> assertThat(context).hasFailed());
		this.contexts.withPropertyValues("agent-service.llm.models.nonsense.context-window=4096")
			.run((context) -> assertThat(context).hasFailed());
		this.contexts.withPropertyValues("agent-service.llm.providers.empty.enabled=true")
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void pausesThatDoNotFitTogetherStopTheStart() {
		String refused = "max-backoff must be longer than backoff, which is 4000 ms";
		this.contexts.withPropertyValues("agent-service.llm.resilience.backoff=4s")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause().hasMessage(refused));
		this.contexts.withPropertyValues("agent-service.llm.providers.openai.resilience.backoff=4s")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("provider openai: " + refused));
	}

	@Test
	void aFailedStartDoesNotPrintTheKey() {
		this.contexts
			.withPropertyValues("agent-service.llm.providers.openai.pool.max-connections=0",
					"OPENAI_API_KEY=sk-very-secret")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.extracting(Throwable::toString)
				.asString()
				.contains("maxConnections")
				.doesNotContain("sk-very-secret"));
	}

	@Test
	void nothingPrintsAKey() {
		ProviderProperties provider = new ProviderProperties(Protocol.OPENAI, URI.create("https://api.openai.com/v1"),
				"sk-secret", true, true, null, TestGateway.POOL, null);
		assertThat(provider.toString()).doesNotContain("sk-secret").contains("***");
		assertThat(provider.outputCap()).isEqualTo(OutputCapParameter.MAX_COMPLETION_TOKENS);
	}

	private static ProviderProperties provider(LlmProperties properties, String name) {
		return Objects.requireNonNull(properties.providers().get(name));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(LlmProperties.class)
	static class Binding {

	}

}
