package dev.agentservice.knowledge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.agentservice.endtoend.BudgetBooks;
import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same as {@link KnowledgeModelTests} with vectors: everything is near everything, so
 * each search finds all that its caller may see, and nothing else. In the end the books
 * hold what the provider billed, to the nano-dollar.
 */
@BesideOthers
class KnowledgeVectorModelTests {

	private static final List<String> TENANTS = List.of("acme", "globex", "initech");

	private static final List<String> USERS = List.of("ann", "ben", "cat");

	private static final List<String> WORDS = List.of("apple", "banana", "cherry", "date", "elder");

	private static final int OPERATIONS = Integer.getInteger("knowledge.operations", 500);

	private static final String AGENT = """
			---
			name: reader
			models: {simple: anthropic/claude-haiku-4-5}
			knowledge: {collection: handbook, top_k: 20, min_score: 0}
			---
			You answer from documents.
			""";

	@RegisterExtension
	static final ServiceUnderTest service = TestDocuments.withKeys(new ServiceUnderTest(), keys())
		.with("agent-service.knowledge.collections.handbook.language", "en")
		.with("agent-service.knowledge.embedding", KnowledgeVectorsTests.MODEL)
		.with("agent-service.knowledge.search.timeout", "30s")
		.with("agent-service.rate-limits.user-reads.capacity", "100000")
		.with("agent-service.rate-limits.key-reads.capacity", "100000")
		.with("agent-service.rate-limits.user-requests.capacity", "100000")
		.agent("reader", AGENT);

	private final Random random = new Random(12);

	/** By tenant: of each document its text. */
	private final Map<String, Map<String, String>> model = new HashMap<>();

	private long chats;

	private static List<String> keys() {
		List<String> keys = new ArrayList<>();
		TENANTS.forEach((tenant) -> USERS.forEach((user) -> keys.add(tenant + " " + user + " agent,knowledge")));
		return keys;
	}

	@Test
	void nobodySeesAnotherTenantsVectorsAndTheBooksAreExact() {
		for (int i = 0; i < OPERATIONS; i++) {
			String tenant = pick(TENANTS);
			String key = tenant + "-" + pick(USERS);
			TestDocuments client = new TestDocuments(service.baseUrl(), key);
			Map<String, String> documents = this.model.computeIfAbsent(tenant, (_) -> new TreeMap<>());
			String id = "d" + this.random.nextInt(6);
			switch (this.random.nextInt(7)) {
				case 0, 1 -> {
					String text = "# Fruit\n\nThe company of " + tenant + "land likes the " + pick(WORDS) + ".";
					assertThat(client.put("handbook", id, text).status()).isIn(200, 201);
					documents.put(id, text);
				}
				case 2 -> assertThat(client.delete("handbook", id).status())
					.isEqualTo((documents.remove(id) != null) ? 204 : 404);
				case 3, 4, 5 -> searched(client, pick(List.of("vector", "hybrid")), documents);
				default -> run(key, documents);
			}
		}
		try (BudgetBooks books = new BudgetBooks(service.redis())) {
			assertThat(books.openReservations()).isZero();
			long spent = books.users().stream().mapToLong(BudgetBooks.Book::spent).sum();
			long billed = service.simulator().billing().of(KnowledgeVectorsTests.MODEL).inputTokens();
			assertThat(billed).isPositive();
			assertThat(spent - this.chats).isEqualTo(billed * 20);
		}
	}

	private void searched(TestDocuments client, String mode, Map<String, String> documents) {
		TestDocuments.Answer answer = KnowledgeVectorsTests.search(client, "Which fruit does the company like?", mode,
				", \"min_score\": 0, \"top_k\": 20");
		if (documents.isEmpty()) {
			assertThat(answer.json().path("hits")).isEmpty();
			return;
		}
		Map<String, String> seen = new TreeMap<>();
		answer.json()
			.path("hits")
			.forEach((hit) -> seen.put(hit.path("document").asString(""), hit.path("text").asString("")));
		assertThat(seen).isEqualTo(documents);
	}

	private void run(String key, Map<String, String> documents) {
		service.anthropic().next(answer("Well."));
		JsonNode reply = new Client(service.baseUrl(), key)
			.ask(Map.of("agent", "reader", "task", "Which fruit does the company like?"))
			.json();
		assertThat(reply.path("answer").asString("")).isEqualTo("Well.");
		reply.path("steps")
			.valueStream()
			.filter((step) -> step.path("type").asString("").equals("model"))
			.forEach((step) -> this.chats += step.path("cost_usd").decimalValue().movePointRight(9).longValueExact());
		String prompt = service.anthropic().requests().getLast().task();
		Set<String> lands = new TreeSet<>();
		TENANTS.stream().filter((tenant) -> prompt.contains(tenant + "land")).forEach(lands::add);
		assertThat(lands).hasSizeLessThanOrEqualTo(1);
		assertThat(prompt.split("<passage ", -1)).hasSize(documents.size() + 1);
		documents.values().forEach((text) -> assertThat(prompt).contains(text.substring(text.lastIndexOf('\n') + 1)));
	}

	private <T> T pick(List<T> some) {
		return some.get(this.random.nextInt(some.size()));
	}

}
