package dev.agentservice.knowledge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three tenants with three users each do random things to documents of the same ids, and
 * a model says what each of them may see: their own tenant's, in the last version.
 */
@BesideOthers
class KnowledgeModelTests {

	private static final List<String> TENANTS = List.of("acme", "globex", "initech");

	private static final List<String> COLLECTIONS = List.of("handbook", "manual");

	private static final List<String> WORDS = List.of("apple", "banana", "cherry", "date", "elder");

	private static final int OPERATIONS = Integer.getInteger("knowledge.operations", 500);

	private static final String AGENT = """
			---
			name: reader
			models: {simple: anthropic/claude-haiku-4-5}
			knowledge: {collection: [handbook, manual], top_k: 20}
			---
			You answer from documents.
			""";

	@RegisterExtension
	static final ServiceUnderTest service = TestDocuments.withKeys(new ServiceUnderTest(), keys())
		.with("agent-service.knowledge.collections.handbook.language", "en")
		.with("agent-service.knowledge.collections.manual.language", "en")
		.with("agent-service.knowledge.search.timeout", "30s")
		.with("agent-service.rate-limits.user-reads.capacity", "100000")
		.with("agent-service.rate-limits.key-reads.capacity", "100000")
		.with("agent-service.rate-limits.user-requests.capacity", "100000")
		.agent("reader", AGENT);

	private final Random random = new Random(11);

	/** By tenant and collection: of each document the word that it is about. */
	private final Map<String, Map<String, String>> model = new HashMap<>();

	private static List<String> keys() {
		List<String> keys = new ArrayList<>();
		TENANTS.forEach((tenant) -> List.of("ann", "ben", "cat")
			.forEach((user) -> keys.add(tenant + " " + user + " agent,knowledge")));
		return keys;
	}

	@Test
	void nobodyEverSeesAnotherTenantsDocumentsOrFormerOnes() {
		int found = 0;
		for (int i = 0; i < OPERATIONS; i++) {
			String tenant = pick(TENANTS);
			String collection = pick(COLLECTIONS);
			String key = tenant + "-" + pick(List.of("ann", "ben", "cat"));
			TestDocuments client = new TestDocuments(service.baseUrl(), key);
			Map<String, String> documents = this.model.computeIfAbsent(tenant + collection, (_) -> new TreeMap<>());
			String id = "d" + this.random.nextInt(6);
			switch (this.random.nextInt(8)) {
				case 0, 1, 2 -> put(client, tenant, collection, id, documents);
				case 3 -> assertThat(client.delete(collection, id).status())
					.isEqualTo((documents.remove(id) != null) ? 204 : 404);
				case 4 -> assertThat(client.get("/knowledge/" + collection + "/documents/" + id).status())
					.isEqualTo(documents.containsKey(id) ? 200 : 404);
				case 5 -> assertThat(listed(client, collection)).isEqualTo(documents.keySet());
				case 6 -> found += searched(client, tenant, collection, documents);
				default -> run(key, tenant);
			}
		}
		assertThat(found).as("hits").isPositive();
	}

	private void put(TestDocuments client, String tenant, String collection, String id, Map<String, String> documents) {
		String word = pick(WORDS);
		int status = client.put(collection, id, text(tenant, word)).status();
		assertThat(status).isEqualTo(documents.containsKey(id) ? 200 : 201);
		documents.put(id, word);
	}

	private static String text(String tenant, String word) {
		return "# Fruit\n\nThe company of " + tenant + "land likes the " + word + ".";
	}

	private static Set<String> listed(TestDocuments client, String collection) {
		return client.get("/knowledge/" + collection + "/documents?limit=100")
			.json()
			.path("documents")
			.valueStream()
			.map((document) -> document.path("document").asString(""))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private int searched(TestDocuments client, String tenant, String collection, Map<String, String> documents) {
		String word = pick(WORDS);
		JsonNode hits = client.search(collection, word).json().path("hits");
		Set<String> expected = documents.entrySet()
			.stream()
			.filter((document) -> document.getValue().equals(word))
			.map(Map.Entry::getKey)
			.collect(Collectors.toCollection(TreeSet::new));
		Set<String> seen = new TreeSet<>();
		hits.forEach((hit) -> {
			assertThat(hit.path("text").asString("")).isEqualTo(text(tenant, word));
			seen.add(hit.path("document").asString(""));
		});
		assertThat(seen).isEqualTo(expected);
		return seen.size();
	}

	private void run(String key, String tenant) {
		service.clear();
		service.anthropic().next(answer("Well."));
		assertThat(new Client(service.baseUrl(), key)
			.ask(Map.of("agent", "reader", "task", "Which fruit does the company like?"))
			.status()).isEqualTo(200);
		String prompt = service.anthropic().requests().getLast().task();
		TENANTS.stream()
			.filter((other) -> !other.equals(tenant))
			.forEach((other) -> assertThat(prompt).doesNotContain(other + "land"));
		long known = COLLECTIONS.stream()
			.mapToLong((collection) -> this.model.getOrDefault(tenant + collection, Map.of()).size())
			.sum();
		assertThat(prompt.split("<passage ", -1)).hasSize((int) known + 1);
	}

	private <T> T pick(List<T> some) {
		return some.get(this.random.nextInt(some.size()));
	}

}
