package dev.agentservice.knowledge;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.simulator.embedding.Reaction;
import dev.agentservice.support.BesideOthers;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.CommandType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Documents of a user's own: found by that user alone, and gone with an erasure. */
@BesideOthers
class KnowledgeOwnTests {

	private static final String HANDBOOK = "handbook";

	private static final String SECRET = "# Notes\n\nThe invoice of the zebra is due.";

	@RegisterExtension
	static final ServiceUnderTest service = TestDocuments
		.withKeys(new ServiceUnderTest(), List.of("acme ann agent,knowledge", "acme ben agent,knowledge"))
		.with("agent-service.knowledge.collections.handbook.language", "en")
		.with("agent-service.knowledge.collections.handbook.write", "ops")
		.with("agent-service.knowledge.collections.handbook.personal", "true")
		.with("agent-service.knowledge.collections.open.personal", "true")
		.with("agent-service.knowledge.collections.manual.language", "en")
		.with("agent-service.knowledge.embedding", KnowledgeVectorsTests.MODEL)
		.with("agent-service.knowledge.search.timeout", "20s")
		.agent("reader", """
				---
				name: reader
				models: {simple: anthropic/claude-haiku-4-5}
				knowledge: {collection: open}
				---
				You answer from documents.
				""")
		.agent("strict", """
				---
				name: strict
				models: {simple: anthropic/claude-haiku-4-5}
				knowledge: {collection: open, required: true}
				---
				You answer from documents.
				""");

	private final TestDocuments ann = new TestDocuments(service.baseUrl(), "acme-ann");

	private final TestDocuments ben = new TestDocuments(service.baseUrl(), "acme-ben");

	@BeforeEach
	void forget() {
		service.redis().flush();
	}

	@Test
	void aUsersDocumentIsFoundByThatUserAlone() {
		TestDocuments.Answer put = this.ann.put(HANDBOOK, "notes?owner=me", SECRET);
		assertThat(put.status()).as(put.body()).isEqualTo(201);
		assertThat(put.json().at("/usage/input_tokens").asLong()).isPositive();
		JsonNode hit = this.ann.search(HANDBOOK, "zebra").json().at("/hits/0");
		assertThat(hit.path("owner").asString()).isEqualTo("me");
		assertThat(hit.path("text").asString()).contains("zebra");
		TestDocuments elsewhere = ann(Map.of());
		assertThat(elsewhere.found(HANDBOOK, "zebra")).as("at once").containsExactly("notes");
		assertThat(this.ann.get("/knowledge/handbook").json().at("/own/documents").asInt()).isOne();
		assertThat(this.ann.get("/knowledge/handbook").json().at("/documents").asInt()).isZero();
		assertThat(this.ann.get("/knowledge/handbook/documents?owner=me").json().at("/documents")).hasSize(1);
		assertThat(this.ben.search(HANDBOOK, "zebra").json().at("/hits")).isEmpty();
		assertThat(this.ben.get("/knowledge/handbook/documents?owner=me").json().at("/documents")).isEmpty();
		for (String owner : List.of("me", "shared")) {
			assertThat(this.ben.get("/knowledge/handbook/documents/notes?owner=" + owner).status()).isEqualTo(404);
		}
		assertThat(this.ben.delete(HANDBOOK, "notes?owner=me").status()).isEqualTo(404);
		assertThat(this.ann.delete(HANDBOOK, "notes?owner=me").status()).isEqualTo(204);
		assertThat(elsewhere.search(HANDBOOK, "zebra").json().at("/hits")).isEmpty();
	}

	@Test
	void whoMayNotChangeWhatIsSharedMayStillHaveDocuments() {
		assertThat(this.ann.put(HANDBOOK, "notes", SECRET).status()).isEqualTo(403);
		assertThat(this.ann.put(HANDBOOK, "notes?owner=me", SECRET).status()).isEqualTo(201);
		TestDocuments.Answer none = this.ann.put("manual", "notes?owner=me", SECRET);
		assertThat(none.status()).isEqualTo(400);
		assertThat(none.body()).contains("users have no documents of their own in this collection");
		assertThat(this.ann.put(HANDBOOK, "notes?owner=ben", SECRET).body()).contains("must be shared or me");
		assertThat(this.ann.put("nothing", "notes?owner=me", SECRET).status()).isEqualTo(404);
	}

	@Test
	void documentsOfTheSameIdAreToldApartInAnswers() {
		this.ann.put("open", "notes", "# Notes\n\nThe zebra is shared.");
		this.ann.put("open", "notes?owner=me", "# Notes\n\nThe zebra is mine.");
		service.anthropic().when((_) -> true).always((asked) -> {
			Matcher labels = Pattern.compile("<passage id=\"(p:[A-Z2-7]+)\"").matcher(asked.task());
			return answer(labels.results().map((one) -> "[" + one.group(1) + "]").collect(Collectors.joining(" ")));
		});
		JsonNode reply = new Client(service.baseUrl(), "acme-ann")
			.ask(Map.of("agent", "reader", "task", "What of the zebra?"))
			.json();
		Map<String, String> quotes = new TreeMap<>();
		reply.path("citations")
			.forEach((one) -> quotes.put(one.path("owner").asString("shared"), one.path("quote").asString()));
		assertThat(quotes.get("me")).contains("mine");
		assertThat(quotes.get("shared")).contains("shared");
		new Client(service.baseUrl(), "acme-ben").ask(Map.of("agent", "reader", "task", "What of the zebra?"));
		assertThat(service.anthropic().requests().getLast().task()).contains("shared").doesNotContain("mine");
	}

	@Test
	void everyKeyIsInTheUsersIndexAndExpires() {
		this.ann.put(HANDBOOK, "notes?owner=me", SECRET);
		await().until(() -> redis((redis) -> redis.keys("as:{*}:who").size()) == 1);
		this.ann.put(HANDBOOK, "notes?owner=me", SECRET + "\n\n# More\n\nAnd more.");
		service.embeddings().next(Reaction.answer(), Reaction.refuse(500));
		this.ann.search(HANDBOOK, "zebra");
		this.ann.put(HANDBOOK, "failed?owner=me", "# Other\n\nText.");
		redis((redis) -> {
			List<String> keys = redis.keys("as:{*}:know:*");
			assertThat(keys).hasSizeGreaterThanOrEqualTo(6);
			for (String key : keys) {
				String user = key.substring(0, key.indexOf('}') + 2);
				assertThat(redis.zscore(user + "keys", key.substring(user.length()))).as(key).isNotNull();
				assertThat(redis.pttl(key)).as(key).isPositive();
				assertThat(redis.pttl(user + "epoch")).isGreaterThan(redis.pttl(key));
				assertThat(redis.hgetall(user + "stored")).containsKey("tenant").hasSizeGreaterThan(1);
			}
			assertThat(redis.exists("as:know:places", "as:know:bytes")).as("they name no user").isZero();
			return keys;
		});
	}

	@Test
	void anErasureTakesThemAndNothingOfTheNeighbour() {
		this.ann.put(HANDBOOK, "notes?owner=me", SECRET);
		this.ann.put("open", "notes?owner=me", SECRET);
		this.ben.put(HANDBOOK, "notes?owner=me", "# Notes\n\nThe zebra of Ben.");
		String export = this.ann.get("/users/me/export").body();
		assertThat(export).contains("invoice of the zebra").doesNotContain("Ben");
		Set<String> all = keys();
		erase();
		Set<String> left = keys();
		assertThat(left).isNotEmpty().hasSizeLessThan(all.size()).isSubsetOf(all);
		assertThat(left.stream().map((key) -> key.substring(0, key.indexOf('}'))).distinct()).hasSize(1);
		assertThat(this.ann.search(HANDBOOK, "zebra").json().at("/hits")).isEmpty();
		assertThat(this.ann.get("/knowledge/handbook/documents/notes?owner=me").status()).isEqualTo(404);
		assertThat(this.ben.found(HANDBOOK, "zebra")).containsExactly("notes");
		assertThat(this.ann.put(HANDBOOK, "notes?owner=me", "# Notes\n\nNew zebra.").status()).isEqualTo(201);
		JsonNode hits = this.ann.search(HANDBOOK, "zebra").json().at("/hits");
		assertThat(hits).hasSize(1);
		assertThat(hits.at("/0/text").asString()).contains("New zebra");
	}

	@Test
	void aRequestUnderWayBringsNothingBack() {
		this.ann.put(HANDBOOK, "notes?owner=me", SECRET);
		service.embeddings().next(new Reaction.Meanwhile(this::erase));
		TestDocuments.Answer late = this.ann.put(HANDBOOK, "notes?owner=me", SECRET + "\n\n# Late\n\nMore.");
		assertThat(late.status()).as(late.body()).isEqualTo(409);
		assertThat(keys()).isEmpty();
	}

	@Test
	void whileTheFenceStandsNothingIsStoredOrSeen() {
		this.ann.put(HANDBOOK, "notes?owner=me", SECRET);
		redis((redis) -> {
			String user = redis.keys("as:{*}:epoch").getFirst().replace("epoch", "");
			redis.del(user + "epoch");
			return redis.set(user + "erasing", "era_1");
		});
		TestDocuments.Answer put = this.ann.put(HANDBOOK, "more?owner=me", SECRET);
		assertThat(put.status()).isEqualTo(409);
		assertThat(put.text("/code")).isEqualTo("erasure_in_progress");
		assertThat(this.ann.search(HANDBOOK, "zebra").json().at("/hits")).isEmpty();
		assertThat(this.ann.get("/knowledge/handbook/documents?owner=me").json().at("/documents")).isEmpty();
		assertThat(this.ann.get("/knowledge/handbook/documents/notes?owner=me").status()).isEqualTo(404);
		assertThat(this.ann.delete(HANDBOOK, "notes?owner=me").status()).isEqualTo(404);
		redis((redis) -> redis.set(redis.keys("as:{*}:erasing").getFirst(), "blocked"));
		assertThat(this.ann.put(HANDBOOK, "more?owner=me", SECRET).status()).isEqualTo(403);
	}

	@Test
	void thereAreSoManyAndNoMore() {
		TestDocuments few = ann(Map.of("agent-service.knowledge.personal.documents", "2",
				"agent-service.knowledge.personal.passages", "3", "agent-service.knowledge.personal.bytes", "60KB"));
		assertThat(few.put(HANDBOOK, "a?owner=me", "# A\n\nText.").status()).isEqualTo(201);
		full(few.put(HANDBOOK, "b?owner=me", "# A\n\n1.\n\n# B\n\n2.\n\n# C\n\n3."), "3 passages");
		assertThat(few.put(HANDBOOK, "b?owner=me", "# B\n\nText.").status()).isEqualTo(201);
		full(few.put(HANDBOOK, "c?owner=me", "# C\n\nText."), "2 documents");
		full(ann(Map.of("agent-service.knowledge.personal.bytes", "10KB")).put(HANDBOOK, "c?owner=me", "# C\n\nText."),
				"10240 bytes");
		assertThat(this.ben.put(HANDBOOK, "c?owner=me", "# C\n\nText.").status()).isEqualTo(201);
	}

	@Test
	void whatCannotBeSearchedOfOnesOwnKeepsNothingSharedBack() {
		this.ann.put("open", "notes", "# Notes\n\nThe zebra is shared.");
		this.ann.put("open", "notes?owner=me", SECRET);
		redis((redis) -> {
			String log = redis.keys("as:{*}:know:open:log").getFirst();
			redis.del(log);
			return redis.set(log, "damaged");
		});
		TestDocuments.Answer answer = this.ann.search("open", "zebra");
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.json().at("/hits")).hasSize(1);
		assertThat(answer.json().path("degraded").asBoolean()).isTrue();
		service.anthropic().next(answer("It is shared."));
		Client.Reply reply = new Client(service.baseUrl(), "acme-ann")
			.ask(Map.of("agent", "strict", "task", "What of the zebra?"));
		assertThat(reply.status()).as(reply.body()).isEqualTo(200);
		assertThat(reply.json().path("notices").toString()).contains("knowledge_degraded");
	}

	@Test
	void aDocumentThatIsDamagedKeepsNoOtherOneOutOfTheExport() {
		this.ann.put(HANDBOOK, "a?owner=me", SECRET);
		this.ann.put(HANDBOOK, "b?owner=me", SECRET);
		redis((redis) -> {
			String docs = redis.keys("as:{*}:know:handbook:docs").getFirst();
			return redis.hset(docs, redis.hkeys(docs).getFirst(), "{}");
		});
		assertThat(this.ann.get("/users/me/export").body()).contains("damaged").contains("invoice of the zebra");
	}

	@Test
	void aRedisThatDoesNotSayHowFullItIsTakesNone() {
		this.ann.put(HANDBOOK, "a?owner=me", SECRET);
		redis((redis) -> redis.aclSetuser("default", AclSetuserArgs.Builder.removeCommand(CommandType.INFO)));
		try {
			TestDocuments.Answer put = this.ann.put(HANDBOOK, "b?owner=me", SECRET);
			assertThat(put.status()).as(put.body()).isEqualTo(503);
		}
		finally {
			redis((redis) -> redis.aclSetuser("default", AclSetuserArgs.Builder.addCommand(CommandType.INFO)));
		}
	}

	private static TestDocuments ann(Map<String, String> settings) {
		return new TestDocuments(service.another(settings).baseUrl(), "acme-ann");
	}

	private static void full(TestDocuments.Answer answer, String of) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(409);
		assertThat(answer.text("/code")).isEqualTo("collection_full");
		assertThat(answer.text("/detail")).contains(of, "of your own");
	}

	private void erase() {
		String id = new Client(service.baseUrl(), "acme-ann").delete("/users/me").text("/id");
		await().until(() -> this.ann.get("/erasures/" + id).text("/status"), "completed"::equals);
	}

	private static Set<String> keys() {
		List<String> keys = redis((redis) -> redis.keys("as:{*}:know:*"));
		return new TreeSet<>(keys);
	}

	private static <T> T redis(Function<RedisCommands<String, String>, T> work) {
		try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + service.redis().port());
				StatefulRedisConnection<String, String> connection = client.connect()) {
			return work.apply(connection.sync());
		}
	}

}
