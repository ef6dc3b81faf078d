package dev.agentservice.llm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.agentservice.budget.price.PriceTable;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.resilience.ModelPauses;
import dev.agentservice.llm.settings.LlmProperties;
import dev.agentservice.llm.settings.ModelCatalog;
import dev.agentservice.llm.settings.ModelProperties;
import dev.agentservice.llm.settings.Protocol;
import dev.agentservice.llm.settings.ProviderProperties;
import dev.agentservice.llm.token.TokenCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Which models make vectors. */
class EmbeddingGatewayTests {

	private static final PriceTable PRICES = PriceTable.load(new ByteArrayResource("""
			as_of: "2026-11-23"
			prices:
			  p/good: {input: 1, cached_input: 1, cache_write: 1, output: 0}
			  c/good: {input: 1, cached_input: 1, cache_write: 1, output: 0}
			  gone/good: {input: 1, cached_input: 1, cache_write: 1, output: 0}
			  p/writer: {input: 1, cached_input: 1, cache_write: 1, output: 1}
			""".getBytes(StandardCharsets.UTF_8)), Map.of());

	private static final ModelProperties GOOD = new ModelProperties(0, null, null, Set.of(), null,
			new ModelProperties.Embedding(8, 64, 3, false));

	private final ScriptedServer server;

	private final ModelGateway gateway;

	private final EmbeddingGateway embeddings;

	EmbeddingGatewayTests() throws IOException {
		this.server = new ScriptedServer((_) -> {
			// It is never called.
		});
		LlmProperties properties = new LlmProperties(
				Map.of("p", provider(Protocol.OPENAI), "c", provider(Protocol.ANTHROPIC)),
				Map.of("p/good", GOOD, "c/good", GOOD, "gone/good", GOOD, "p/unpriced", GOOD, "p/writer",
						new ModelProperties(100_000, null)),
				32_768, TestGateway.RESILIENCE);
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		ModelCatalog models = new ModelCatalog(properties);
		TokenCounter tokens = new TokenCounter(models);
		ModelMetrics metrics = new ModelMetrics(meters, models);
		this.gateway = new ModelGateway(properties, models, tokens, metrics, new ModelPauses(properties, meters),
				meters);
		this.embeddings = new EmbeddingGateway(this.gateway, new ModelFailover(properties, meters), tokens, PRICES,
				metrics, new LocalEmbeddings(metrics));
	}

	private ProviderProperties provider(Protocol protocol) {
		return new ProviderProperties(protocol, this.server.url(), "sk-secret", true, true, null, TestGateway.POOL,
				null);
	}

	@AfterEach
	void close() throws IOException {
		this.gateway.destroy();
		this.server.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			p/writer   | makes no vectors as far as is known
			p/unheard  | makes no vectors as far as is known
			c/good     | does not speak OpenAI's protocol
			gone/good  | is not configured
			p/unpriced | has no price
			""")
	void aModelThatCannotBeUsedIsRefusedAndSaysWhy(String model, String reason) {
		assertThat(this.embeddings.find(ModelId.parse(model))).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> this.embeddings.require(ModelId.parse(model)))
			.withMessageContaining(reason);
	}

	/** With the Maven profile local-embeddings it would be loaded. */
	@Test
	void theModelInThisProcessNeedsAProfileAndNeitherProviderNorPrice() {
		if (LocalEmbeddings.has(LocalEmbeddings.MINI_LM)) {
			assertThat(this.embeddings.require(LocalEmbeddings.MINI_LM).dimension()).isEqualTo(384);
		}
		else {
			assertThat(this.embeddings.find(LocalEmbeddings.MINI_LM)).isEmpty();
			assertThatIllegalArgumentException().isThrownBy(() -> this.embeddings.require(LocalEmbeddings.MINI_LM))
				.withMessageContaining("build it with the Maven profile local-embeddings");
		}
	}

	@Test
	void asManyTextsFitAsTheModelTakesAtOnce() {
		EmbeddingModel model = this.embeddings.require(ModelId.parse("p/good"));
		assertThat(model.dimension()).isEqualTo(8);
		assertThat(model.fitting(List.of("a"))).isOne();
		assertThat(model.fitting(List.of("a", "b", "c", "d"))).isEqualTo(3);
		assertThat(model.fitting(List.of("a".repeat(299_000), "b".repeat(2000), "c"))).isOne();
		assertThat(model.fitting(List.of("a".repeat(400_000)))).isOne();
		assertThat(model.count("ä😀")).isEqualTo(10);
	}

}
