package dev.agentservice.knowledge;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.identity.UserTags;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.BesideOthers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
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
		DOCUMENTS.kill();
		unavailable(this.kim.get("/knowledge/handbook/documents/trains"));
		unavailable(this.kim.search("handbook", "train"));
		unavailable(this.kim.put("handbook", "trains", "# Trains\n\nTravel by night train."));
		assertThat(this.kim.get("/knowledge/handbook/documents/notes?owner=me").status()).isEqualTo(200);
		DOCUMENTS.restart();
	}

	/** The other Redis stands still between the first question and the second. */
	@Test
	void nothingIsWrittenThatPassedTheFenceOfItsTenantJustBeforeItWasRaised() {
		await().until(() -> this.kim.put("handbook", "first", "# First\n\nText.").status() == 201);
		String fence = "as:{" + service.bean(UserTags.class).ofTenant("acme") + "}:erasing";
		commands(DOCUMENTS, (redis) -> redis.dispatch(CommandType.CLIENT, new StatusOutput<>(StringCodec.UTF8),
				new CommandArgs<>(StringCodec.UTF8).add("PAUSE").add(60_000).add("WRITE")));
		CompletableFuture<TestDocuments.Answer> late = CompletableFuture
			.supplyAsync(() -> this.kim.put("handbook", "late", "# Late\n\nA zebra."), Thread::startVirtualThread);
		await().until(() -> commands(DOCUMENTS, (redis) -> redis.info("clients")).contains("blocked_clients:1"));
		commands(service.redis(), (redis) -> redis.set(fence, "ten_x"));
		commands(DOCUMENTS, (redis) -> redis.dispatch(CommandType.CLIENT, new StatusOutput<>(StringCodec.UTF8),
				new CommandArgs<>(StringCodec.UTF8).add("UNPAUSE")));
		assertThat(late.join().text("/code")).isEqualTo("erasure_in_progress");
		commands(service.redis(), (redis) -> redis.del(fence));
		assertThat(this.kim.get("/knowledge/handbook/documents/late").status()).isEqualTo(404);
		assertThat(keys(DOCUMENTS)).noneMatch((key) -> key.contains(":stage:"));
	}

	private static void unavailable(TestDocuments.Answer answer) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(503);
		assertThat(answer.text("/code")).isEqualTo("knowledge_unavailable");
	}

	private static List<String> keys(RedisServer server) {
		return commands(server, (redis) -> redis.keys("as:*")).stream()
			.filter((key) -> key.contains("}:know:") || key.contains("{k:") || key.startsWith("as:know:"))
			.toList();
	}

	private static <T> T commands(RedisServer server, Function<RedisCommands<String, String>, T> asked) {
		try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + server.port());
				StatefulRedisConnection<String, String> redis = client.connect()) {
			return asked.apply(redis.sync());
		}
	}

}
