package dev.agentservice.knowledge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.agentservice.endtoend.BudgetBooks;
import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.simulator.embedding.Reaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A collection moves to another model: the one before is searched until then, and
 * everything is paid once.
 */
class KnowledgeReembedTests {

	private static final String HANDBOOK = "handbook";

	private static final String LARGE = "openai/text-embedding-3-large";

	private static final String LARGE_FACTS = "agent-service.llm.models[" + LARGE + "].embedding.";

	private static final String GENERATIONS = "/knowledge/handbook/generations";

	private static final String FORCED = "{\"force\": true, \"reason\": \"The former model ends.\"}";

	@RegisterExtension
	static final ServiceUnderTest service = TestDocuments
		.withKeys(new ServiceUnderTest(),
				List.of("acme kim agent,knowledge", "acme otto agent,knowledge,ops", "globex gil knowledge,ops"))
		.with("agent-service.knowledge.collections.handbook.language", "en")
		.with("agent-service.knowledge.embedding", KnowledgeVectorsTests.MODEL)
		.with("agent-service.knowledge.search.timeout", "20s")
		.with("agent-service.llm.resilience.max-attempts", "1")
		.with("agent-service.llm.resilience.breaker.minimum-calls", "1000");

	@TempDir
	static Path folder;

	/** A replica with the other model. */
	private static String large = "";

	private final TestDocuments kim = new TestDocuments(service.baseUrl(), "acme-kim");

	private final TestDocuments there = new TestDocuments(large, "acme-otto");

	@BeforeAll
	static void start() throws IOException {
		Path golden = Files.writeString(folder.resolve("golden.jsonl"),
				"{\"query\": \"invoices\", \"documents\": [\"talk\"]}\n");
		Map<String, String> settings = new TreeMap<>(Map.of("agent-service.knowledge.embedding", LARGE,
				"agent-service.knowledge.collections.handbook.golden", golden.toString()));
		settings.putAll(Map.of(LARGE_FACTS + "dimension", "3072", LARGE_FACTS + "max-input-tokens", "8191",
				LARGE_FACTS + "max-batch", "1"));
		large = service.another(settings).baseUrl();
	}

	@AfterEach
	void forget() {
		this.kim.get("/knowledge/handbook/documents?limit=100")
			.json()
			.path("documents")
			.forEach((document) -> this.kim.delete(HANDBOOK, document.path("document").asString("")));
	}

	private void putThree() {
		this.kim.put(HANDBOOK, "talk", "# Talk\n\nInvoices matter.");
		this.kim.put(HANDBOOK, "trains", "# Trains\n\nTravel by train.");
		this.kim.put(HANDBOOK, "tea", "# Tea\n\nDrink tea.");
		await().untilAsserted(() -> assertFound(KnowledgeVectorsTests.MODEL));
	}

	@Test
	void aJobWaitsForItsBudgetAndGoesOnWithoutPayingTwice() {
		putThree();
		assertThat(this.there.put(HANDBOOK, "more", "More.").text("/code")).isEqualTo("collection_bound");
		long before = spent();
		long tokens = billed();
		begin("{\"max_cost_usd\": 0.0000045}");
		await().until(() -> state("/generations/1/state"), "waiting_for_budget"::equals);
		assertThat(state("/generations/1/reason")).isEqualTo("budget_exceeded");
		assertThat(find("/generations/1/done").asInt()).isBetween(1, 2);
		assertFound(KnowledgeVectorsTests.MODEL);
		begin("{\"max_cost_usd\": 0.01}");
		await().until(() -> state("/generations/1/state"), "ready"::equals);
		assertThat(find("/generations/1/done").asInt()).isEqualTo(3);
		long paid = billed() - tokens;
		assertThat(find("/generations/1/input_tokens").asLong()).as("each text once").isEqualTo(paid);
		assertThat(find("/generations/1/cost_usd").decimalValue().movePointRight(9).longValueExact())
			.isEqualTo(paid * 130);
		// Two searches by the former model are paid besides, to the nano-dollar.
		assertThat((spent() - before - paid * 130) % 20).isZero();
		begin("{}");
		await().until(() -> state("/generations/1/state"), "ready"::equals);
		assertThat(billed() - tokens).as("nothing is missing").isEqualTo(paid);
	}

	@Test
	void itIsSearchedOtherwiseOnAllReplicasOnceItIsShownToBeAsGood() {
		putThree();
		begin("{}");
		await().until(() -> state("/generations/1/state"), "ready"::equals);
		assertThat(this.there.put(HANDBOOK, "tea", "# Tea\n\nDrink green tea.").status()).as("in both").isEqualTo(200);
		assertThat(this.kim.put(HANDBOOK, "late", "# Late\n\nBe late.").status()).isEqualTo(201);
		TestDocuments otto = new TestDocuments(service.baseUrl(), "acme-otto");
		String activate = GENERATIONS + "/" + state("/generations/1/generation") + "/activate";
		assertThat(this.there.post(activate, "{}").text("/detail")).as("late is missing").contains("missing");
		begin("{}");
		await().until(() -> state("/generations/1/state"), "ready"::equals);
		TestDocuments.Answer unproven = otto.post(activate, "{}");
		assertThat(unproven.status()).isEqualTo(409);
		assertThat(unproven.text("/detail")).contains("golden");
		assertThat(otto.post(activate, "{\"force\": true}").status()).as("without a reason").isEqualTo(400);
		service.embeddings().next(Reaction.answer(), new Reaction.Changed(KnowledgeReembedTests::against));
		TestDocuments.Answer worse = this.there.post(activate, "{}");
		assertThat(worse.status()).isEqualTo(409);
		assertThat(worse.json().path("ndcg_after").asDouble()).isLessThan(worse.json().path("ndcg_before").asDouble());
		assertFound(KnowledgeVectorsTests.MODEL);
		TestDocuments.Answer good = this.there.post(activate, "{}");
		assertThat(good.status()).as(good.body()).isEqualTo(200);
		assertThat(good.json().path("ndcg_after").asDouble()).isEqualTo(1);
		assertThat(good.text("/generations/generations/1/state")).isEqualTo("kept");
		await().untilAsserted(() -> assertFound(LARGE));
		assertThat(this.kim.put(HANDBOOK, "late", "Never late.").text("/code")).isEqualTo("collection_bound");
		assertThat(this.there.delete(HANDBOOK, "late").status()).isEqualTo(204);
		drop();
		assertFound(LARGE);
		assertThat(otto.get("/ops/audit").body()).contains("knowledge.reembedding.begun",
				"knowledge.generation.activated", "knowledge.generation.deleted", "nDCG@10");
	}

	@Test
	void onlyOperatorsOfItsTenantMoveACollectionAndCancelIt() {
		putThree();
		assertThat(new TestDocuments(large, "acme-kim").post(GENERATIONS, "{}").status()).isEqualTo(403);
		assertThat(new TestDocuments(large, "globex-gil").post(GENERATIONS, "{}").text("/code"))
			.isEqualTo("collection_bound");
		assertThat(new TestDocuments(service.baseUrl(), "acme-otto").post(GENERATIONS, "{}").text("/detail"))
			.contains("nothing to do");
		begin("{}");
		await().until(() -> state("/generations/1/state"), "ready"::equals);
		assertThat(new TestDocuments(large, "globex-gil").get(GENERATIONS).json().path("generations")).hasSize(1);
		assertThat(this.there.post(GENERATIONS + "/99/activate", FORCED).status()).isEqualTo(404);
		drop();
		assertFound(KnowledgeVectorsTests.MODEL);
		assertThat(this.there.put(HANDBOOK, "more", "More.").text("/code")).isEqualTo("collection_bound");
	}

	@Test
	void whatAnErasedUserHasBegunIsPaidForByNobody() {
		putThree();
		service.embeddings().always(Reaction.refuse(503));
		begin("{}");
		await().until(() -> state("/generations/1/reason"), (reason) -> reason.startsWith("model_"));
		String id = new Client(large, "acme-otto").delete("/users/me").text("/id");
		await().until(() -> this.there.get("/erasures/" + id).text("/status"), "completed"::equals);
		service.clear();
		assertThat(state("/generations/1/state")).isEqualTo("waiting_for_budget");
		assertThat(state("/generations/1/reason")).isEqualTo("payer_erased");
		drop();
	}

	private void begin(String body) {
		TestDocuments.Answer begun = this.there.post(GENERATIONS, body);
		assertThat(begun.status()).as(begun.body()).isEqualTo(202);
	}

	private void drop() {
		assertThat(this.there.delete(GENERATIONS + "/" + state("/generations/1/generation")).status()).isEqualTo(204);
		await().until(() -> find("/generations").size() == 1);
	}

	private JsonNode find(String pointer) {
		return this.there.get(GENERATIONS).json().at(pointer);
	}

	private String state(String pointer) {
		return find(pointer).asString("");
	}

	/** By its vector alone, at both replicas. */
	private void assertFound(String model) {
		for (TestDocuments replica : List.of(this.kim, this.there)) {
			assertThat(replica.get("/knowledge/handbook").text("/vectors")).isEqualTo(model);
			assertThat(KnowledgeVectorsTests.search(replica, "Invoiceless", "vector", ", \"min_score\": 0.1")
				.text("/hits/0/document")).isEqualTo("talk");
		}
	}

	/** The opposite of a vector: what was the best is the worst. */
	private static ObjectNode against(ObjectNode answer) {
		ObjectNode entry = (ObjectNode) answer.path("data").path(0);
		ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(entry.path("embedding").asString("")))
			.order(ByteOrder.LITTLE_ENDIAN);
		ArrayNode numbers = entry.putArray("embedding");
		while (bytes.hasRemaining()) {
			numbers.add(-bytes.getFloat());
		}
		return answer;
	}

	private static long billed() {
		return service.simulator().billing().of(LARGE).inputTokens();
	}

	private static long spent() {
		try (BudgetBooks books = new BudgetBooks(service.redis())) {
			return books.users().stream().mapToLong(BudgetBooks.Book::spent).sum();
		}
	}

}
