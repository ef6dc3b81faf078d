package dev.agentservice.knowledge;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.agentservice.endtoend.BudgetBooks;
import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.llm.provider.EmbeddingCall;
import dev.agentservice.simulator.embedding.Reaction;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Embedding requests that fail in the middle of a document: the version before is found,
 * what was paid for is not paid again, and nothing else is left.
 */
class EmbeddingFailureTests {

	private static final String HANDBOOK = "handbook";

	private static final String NEW = "# One\n\nAlpha.\n\n# Two\n\nBeta.\n\n# Three\n\nGamma.\n";

	@RegisterExtension
	static final ServiceUnderTest service = TestDocuments
		.withKeys(new ServiceUnderTest(), List.of("acme kim knowledge"))
		.with("agent-service.knowledge.collections.handbook.language", "en")
		.with("agent-service.knowledge.embedding", KnowledgeVectorsTests.MODEL)
		.with("agent-service.knowledge.search.timeout", "20s")
		.with("agent-service.llm.resilience.max-attempts", "1")
		.with("agent-service.llm.resilience.max-pause", "0s")
		.with("agent-service.llm.resilience.key-pause", "0s")
		.with("agent-service.llm.resilience.breaker.minimum-calls", "1000")
		.with("agent-service.llm.models[" + KnowledgeVectorsTests.MODEL + "].embedding.dimension", "1536")
		.with("agent-service.llm.models[" + KnowledgeVectorsTests.MODEL + "].embedding.max-input-tokens", "8191")
		.with("agent-service.llm.models[" + KnowledgeVectorsTests.MODEL + "].embedding.max-batch", "1");

	private static final Logger LOG = (Logger) LoggerFactory.getLogger(EmbeddingCall.class);

	private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

	private final TestDocuments kim = new TestDocuments(service.baseUrl(), "acme-kim");

	@BeforeEach
	void putTheOldVersion() {
		this.lines.start();
		LOG.addAppender(this.lines);
		this.kim.put(HANDBOOK, "letters", "# Old\n\nOmega.");
		service.clear();
	}

	@AfterEach
	void forget() {
		LOG.detachAppender(this.lines);
		this.kim.delete(HANDBOOK, "letters");
	}

	static Stream<Arguments> flaws() {
		return Stream.of(Arguments.of("a refusal", Reaction.refuse(500), ""),
				Arguments.of("another dimension", vector((vector) -> vector.remove(0)),
						"1535 numbers in a vector, not 1536"),
				Arguments.of("fewer vectors", Reaction.only(0), "0 vectors for 1 texts"),
				Arguments.of("a number beyond", entry((entry) -> entry.put("index", 1)), "beyond the 1 that were sent"),
				Arguments.of("no number", vector((vector) -> vector.set(5, "NaN")), "a vector without a direction"),
				Arguments.of("an error inside", new Reaction.Changed((answer) -> {
					answer.putObject("error").put("message", "overloaded").put("type", "overloaded_error");
					return answer;
				}), ""));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("flaws")
	void theVersionBeforeStaysAndARepeatPaysForTheRestOnly(String name, Reaction flaw, String figures) {
		service.embeddings().next(Reaction.answer(), flaw);
		TestDocuments.Answer failed = this.kim.put(HANDBOOK, "letters", NEW);
		assertThat(failed.status()).as(failed.body()).isEqualTo(503);
		assertThat(failed.text("/code")).isEqualTo("models_unavailable");
		assertThat(flaws(this.lines)).contains(figures);
		assertThat(this.kim.found(HANDBOOK, "omega")).containsExactly("letters");
		assertThat(this.kim.search(HANDBOOK, "alpha").body()).doesNotContain("Alpha");
		service.embeddings().clear();
		TestDocuments.Answer put = this.kim.put(HANDBOOK, "letters", NEW);
		assertThat(put.status()).isEqualTo(200);
		assertThat(put.json().path("reused").asInt()).isOne();
		assertThat(service.embeddings().requests()).hasSize(2);
		assertThat(KnowledgeVectorsTests.search(this.kim, "gamma", "vector", "").text("/hits/0/text"))
			.contains("Gamma");
		try (BudgetBooks books = new BudgetBooks(service.redis())) {
			assertThat(books.openReservations()).isZero();
		}
		assertThat(keys("paid")).isEmpty();
	}

	@Test
	void theBudgetOfADocumentThatEndsInTheMiddleIsSaidAndARepeatGoesOn() {
		TestDocuments.Answer first = this.kim.put(HANDBOOK, "letters?max_cost_usd=0.0000007", NEW);
		assertThat(first.status()).as(first.body()).isEqualTo(429);
		assertThat(first.text("/code")).isEqualTo("budget_exceeded");
		assertThat(first.text("/detail")).contains("max_cost_usd");
		int paid = service.embeddings().requests().size();
		assertThat(paid).isBetween(1, 2);
		assertThat(this.kim.found(HANDBOOK, "omega")).containsExactly("letters");
		TestDocuments.Answer put = this.kim.put(HANDBOOK, "letters?max_cost_usd=0.01", NEW);
		assertThat(put.status()).isEqualTo(200);
		assertThat(put.json().path("reused").asInt()).isEqualTo(paid);
		assertThat(service.embeddings().requests()).hasSize(3 + 1);
	}

	@Test
	void aDeletionInTheMiddleEndsItAndLeavesNothing() {
		service.embeddings()
			.next(Reaction.answer(), new Reaction.Meanwhile(() -> this.kim.delete(HANDBOOK, "letters")));
		TestDocuments.Answer put = this.kim.put(HANDBOOK, "letters", NEW);
		assertThat(put.status()).isEqualTo(409);
		assertThat(put.text("/code")).isEqualTo("document_busy");
		assertThat(service.embeddings().requests()).as("nothing more is paid").hasSize(2);
		assertThat(this.kim.get("/knowledge/handbook/documents/letters").status()).isEqualTo(404);
		assertThat(keys("paid")).isEmpty();
		assertThat(keys("vec")).isEmpty();
		assertThat(keys("stage")).isEmpty();
	}

	@Test
	void anotherWriterIsToldThatTheDocumentIsBusyAndPaysNothing() {
		service.embeddings().next(new Reaction.Meanwhile(() -> {
			TestDocuments.Answer other = this.kim.put(HANDBOOK, "letters", "# Other\n\nDelta.");
			assertThat(other.text("/code")).isEqualTo("document_busy");
		}));
		assertThat(this.kim.put(HANDBOOK, "letters", NEW).status()).isEqualTo(200);
		assertThat(service.embeddings().requests()).hasSize(3);
	}

	@Test
	void whatIsRefusedInTheEndIsNotPaidFor() {
		TestDocuments small = new TestDocuments(
				service.another(Map.of("agent-service.knowledge.limits.embedded-passages", "2")).baseUrl(), "acme-kim");
		TestDocuments.Answer full = small.put(HANDBOOK, "letters", NEW);
		assertThat(full.text("/code")).isEqualTo("collection_full");
		TestDocuments narrow = new TestDocuments(
				service.another(Map.of("agent-service.knowledge.limits.stored", "10KB")).baseUrl(), "acme-kim");
		assertThat(narrow.put(HANDBOOK, "letters", NEW).text("/code")).isEqualTo("collection_full");
		assertThat(service.embeddings().requests()).isEmpty();
	}

	@Test
	void aTransientFailureIsTriedAgainAndEachAttemptIsSettled() {
		TestDocuments patient = new TestDocuments(
				service.another(Map.of("agent-service.llm.resilience.max-attempts", "3")).baseUrl(), "acme-kim");
		service.embeddings()
			.next(Reaction.refuse(503), Reaction.refuse(429).retryAfter(Duration.ofSeconds(1)), Reaction.answer());
		long billed = billed();
		TestDocuments.Answer put = patient.put(HANDBOOK, "letters", NEW);
		assertThat(put.status()).isEqualTo(200);
		assertThat(put.json().at("/usage/input_tokens").asLong()).isEqualTo(billed() - billed);
		assertThat(service.embeddings().requests()).hasSize(5);
	}

	@Test
	void aCostThatDecidesNothingOrIsNoneIsRefused() {
		assertThat(this.kim.put(HANDBOOK, "letters?max_cost_usd=much", NEW).status()).isEqualTo(400);
		assertThat(this.kim.put(HANDBOOK, "letters?max_cost_usd=-1", NEW).status()).isEqualTo(400);
	}

	/**
	 * Otherwise each attempt with another text would take room that nobody has counted.
	 */
	@Test
	void ofTextsThatNobodyStoresAnyMoreNothingStays() {
		for (int i = 0; i < 4; i++) {
			service.embeddings().next(Reaction.answer(), Reaction.answer(), Reaction.refuse(500));
			String text = "# One\n\nAlpha %d.\n\n# Two\n\nBeta %d.\n\n# Three\n\nGamma.\n".formatted(i, i);
			assertThat(this.kim.put(HANDBOOK, "letters", text).status()).isEqualTo(503);
			assertThat(paid()).as("vectors after %d attempts", i + 1).isEqualTo(2);
		}
	}

	/** Its own words say so, whatever else it says. */
	@Test
	void anErrorThatReportsTokensIsPaidFor() {
		long before = charged();
		service.embeddings().next(new Reaction.Changed((answer) -> {
			answer.remove("data");
			answer.putObject("error").put("message", "overloaded").put("type", "overloaded_error");
			return answer;
		}));
		assertThat(this.kim.put(HANDBOOK, "letters", NEW).status()).isEqualTo(503);
		assertThat(charged()).isGreaterThan(before);
	}

	private static long charged() {
		try (BudgetBooks books = new BudgetBooks(service.redis())) {
			return books.users().stream().mapToLong(BudgetBooks.Book::spent).sum();
		}
	}

	private static long paid() {
		try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + service.redis().port());
				StatefulRedisConnection<String, String> redis = client.connect()) {
			return redis.sync().keys("as:{k:*}:paid:*").stream().mapToLong(redis.sync()::hlen).sum();
		}
	}

	private static String flaws(ListAppender<ILoggingEvent> lines) {
		return lines.list.stream().map((line) -> String.valueOf(line.getKeyValuePairs())).collect(Collectors.joining());
	}

	private static long billed() {
		return service.simulator().billing().of(KnowledgeVectorsTests.MODEL).inputTokens();
	}

	private static List<String> keys(String kind) {
		try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + service.redis().port());
				StatefulRedisConnection<String, String> redis = client.connect()) {
			return redis.sync().keys("as:{k:*}:" + kind + ":*");
		}
	}

	private static Reaction entry(Consumer<ObjectNode> change) {
		return new Reaction.Changed((answer) -> {
			change.accept((ObjectNode) answer.path("data").path(0));
			return answer;
		});
	}

	/** The same with the vector as a list of numbers. */
	private static Reaction vector(Consumer<ArrayNode> change) {
		return entry((entry) -> {
			ArrayNode numbers = entry.putArray("embedding");
			for (int i = 0; i < 1536; i++) {
				numbers.add(i % 2);
			}
			change.accept(numbers);
		});
	}

}
