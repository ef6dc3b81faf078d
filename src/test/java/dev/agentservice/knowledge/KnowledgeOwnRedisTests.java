package dev.agentservice.knowledge;

import java.util.List;

import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.BesideOthers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What tenants share is in a Redis of its own, and an outage of that one is its own. */
@BesideOthers
class KnowledgeOwnRedisTests {

	private static final RedisServer DOCUMENTS = RedisServer.start();

	@RegisterExtension
	static final ServiceUnderTest service = TestDocuments
		.withKeys(new ServiceUnderTest(), List.of("acme kim agent,knowledge"))
		.with("agent-service.knowledge.redis.url", "redis://127.0.0.1:" + DOCUMENTS.port())
		.with("agent-service.knowledge.collections.handbook.personal", "true");

	private final TestDocuments kim = new TestDocuments(service.baseUrl(), "acme-kim");

	@Test
	void onlyWhatUsersOwnIsInTheMainOneAndOutlivesTheOther() {
		assertThat(this.kim.put("handbook", "trains", "# Trains\n\nTravel by train.").status()).isEqualTo(201);
		assertThat(this.kim.put("handbook", "notes?owner=me", "# Notes\n\nMy zebra.").status()).isEqualTo(201);
		await().until(() -> this.kim.search("handbook", "train zebra").json().at("/hits").size() == 2);
		assertThat(keys(service.redis())).isNotEmpty().allMatch((key) -> key.contains("}:know:"));
		assertThat(keys(DOCUMENTS)).isNotEmpty().noneMatch((key) -> key.contains("}:know:"));
		DOCUMENTS.close();
		unavailable(this.kim.get("/knowledge/handbook/documents/trains"));
		unavailable(this.kim.search("handbook", "train"));
		unavailable(this.kim.put("handbook", "trains", "# Trains\n\nTravel by night train."));
		assertThat(this.kim.get("/knowledge/handbook/documents/notes?owner=me").status()).isEqualTo(200);
	}

	private static void unavailable(TestDocuments.Answer answer) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(503);
		assertThat(answer.text("/code")).isEqualTo("knowledge_unavailable");
	}

	private static List<String> keys(RedisServer server) {
		try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + server.port());
				StatefulRedisConnection<String, String> redis = client.connect()) {
			return redis.sync()
				.keys("as:*")
				.stream()
				.filter((key) -> key.contains("}:know:") || key.contains("{k:") || key.startsWith("as:know:"))
				.toList();
		}
	}

}
