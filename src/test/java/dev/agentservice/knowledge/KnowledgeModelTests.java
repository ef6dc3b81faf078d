package dev.agentservice.knowledge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three tenants with three users each do random things to documents of the same ids, and
 * a model says what each of them may see: what their tenant shares and what they own
 * themselves, in the last version.
 */
@BesideOthers
class KnowledgeModelTests {

	private static final List<String> TENANTS = List.of("acme", "globex", "initech");

	private static final List<String> USERS = List.of("ann", "ben", "cat");

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
		.with("agent-service.knowledge.collections.handbook.personal", "true")
		.with("agent-service.knowledge.collections.manual.language", "en")
		.with("agent-service.knowledge.search.timeout", "30s")
		.with("agent-service.rate-limits.user-reads.capacity", "100000")
		.with("agent-service.rate-limits.key-reads.capacity", "100000")
		.with("agent-service.rate-limits.user-requests.capacity", "100000")
		.agent("reader", AGENT);

	private final Random random = new Random(11);

	/** By owner and collection: of each document the word that it is about. */
	private final Map<String, Map<String, String>> model = new HashMap<>();

	private static List<String> keys() {
		List<String> keys = new ArrayList<>();
		TENANTS.forEach((tenant) -> USERS.forEach((user) -> keys.add(tenant + " " + user + " agent,knowledge")));
		return keys;
	}

	@Test
	void nobodyEverSeesWhatOthersOwnOrFormerDocuments() {
		int found = 0;
		for (int i = 0; i < OPERATIONS; i++) {
			Actor actor = new Actor(pick(TENANTS), pick(USERS), pick(COLLECTIONS));
			boolean own = actor.collection().equals("handbook") && this.random.nextBoolean();
			String owner = own ? actor.user() : "";
			Map<String, String> documents = documents(actor, owner);
			String id = "d" + this.random.nextInt(6);
			String path = id + (own ? "?owner=me" : "");
			switch (this.random.nextInt(8)) {
				case 0, 1, 2 -> put(actor, owner, id, path);
				case 3 -> assertThat(actor.client().delete(actor.collection(), path).status())
					.isEqualTo((documents.remove(id) != null) ? 204 : 404);
				case 4 ->
					assertThat(actor.client().get("/knowledge/" + actor.collection() + "/documents/" + path).status())
						.isEqualTo(documents.containsKey(id) ? 200 : 404);
				case 5 -> assertThat(listed(actor, own)).isEqualTo(documents.keySet());
				case 6 -> found += searched(actor);
				default -> run(actor);
			}
		}
		assertThat(found).as("hits").isPositive();
	}

	private Map<String, String> documents(Actor actor, String owner) {
		return this.model.computeIfAbsent(actor.tenant() + " " + owner + " " + actor.collection(),
				(_) -> new TreeMap<>());
	}

	private void put(Actor actor, String owner, String id, String path) {
		String word = pick(WORDS);
		Map<String, String> documents = documents(actor, owner);
		int status = actor.client().put(actor.collection(), path, text(actor.tenant(), owner, word)).status();
		assertThat(status).isEqualTo(documents.containsKey(id) ? 200 : 201);
		documents.put(id, word);
	}

	private static String text(String tenant, String owner, String word) {
		return "# Fruit\n\nThe company of " + tenant + owner + "land likes the " + word + ".";
	}

	private static Set<String> listed(Actor actor, boolean own) {
		return actor.client()
			.get("/knowledge/" + actor.collection() + "/documents?limit=100" + (own ? "&owner=me" : ""))
			.json()
			.path("documents")
			.valueStream()
			.map((document) -> document.path("document").asString(""))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private int searched(Actor actor) {
		String word = pick(WORDS);
		Set<String> expected = new TreeSet<>();
		for (String owner : actor.owners()) {
			documents(actor, owner).forEach((id, about) -> {
				if (about.equals(word)) {
					expected.add(id + text(actor.tenant(), owner, word));
				}
			});
		}
		Set<String> seen = new TreeSet<>();
		actor.client().search(actor.collection(), word).json().path("hits").forEach((hit) -> {
			assertThat(hit.path("owner").asString("").equals("me"))
				.isEqualTo(hit.path("text").asString("").contains(actor.tenant() + actor.user() + "land"));
			seen.add(hit.path("document").asString("") + hit.path("text").asString(""));
		});
		assertThat(seen).isEqualTo(expected);
		return seen.size();
	}

	private void run(Actor actor) {
		service.clear();
		service.anthropic().next(answer("Well."));
		assertThat(new Client(service.baseUrl(), actor.key())
			.ask(Map.of("agent", "reader", "task", "Which fruit does the company like?"))
			.status()).isEqualTo(200);
		String prompt = service.anthropic().requests().getLast().task();
		Set<String> lands = Pattern.compile("[a-z]+land")
			.matcher(prompt)
			.results()
			.map(MatchResult::group)
			.collect(Collectors.toSet());
		assertThat(Set.of(actor.tenant() + "land", actor.tenant() + actor.user() + "land")).containsAll(lands);
		int known = COLLECTIONS.stream()
			.map((collection) -> new Actor(actor.tenant(), actor.user(), collection))
			.flatMap((one) -> one.owners().stream().map((owner) -> documents(one, owner)))
			.mapToInt(Map::size)
			.sum();
		assertThat(prompt.split("<passage ", -1)).hasSize(known + 1);
	}

	/** Who does something, and where. */
	private record Actor(String tenant, String user, String collection) {

		String key() {
			return this.tenant + "-" + this.user;
		}

		TestDocuments client() {
			return new TestDocuments(service.baseUrl(), key());
		}

		/** Whose documents it may see there: the tenant's, and its own. */
		List<String> owners() {
			return this.collection.equals("handbook") ? List.of("", this.user) : List.of("");
		}

	}

	private <T> T pick(List<T> some) {
		return some.get(this.random.nextInt(some.size()));
	}

}
