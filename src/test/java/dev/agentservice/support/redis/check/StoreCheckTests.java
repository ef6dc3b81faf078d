package dev.agentservice.support.redis.check;

import java.util.Map;

import dev.agentservice.redis.RedisCluster;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.support.redis.ReplicaContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What a Redis is told of that is not set up as the documentation asks for.
 */
@Isolated("it reads what is printed")
@ExtendWith(OutputCaptureExtension.class)
class StoreCheckTests {

	private static final String[] AS_DOCUMENTED = { "--appendonly", "yes", "--appendfsync", "always",
			"--maxmemory-policy", "noeviction" };

	private static final Map<String, String> REQUIRE = Map.of("agent-service.redis.durability", "require");

	@Test
	void aRedisThatForgetsIsToldOfOrStopsTheStart(CapturedOutput output) {
		try (RedisServer redis = RedisServer.start("--maxmemory-policy", "allkeys-lru")) {
			try (ReplicaContext _ = replica(redis, Map.of())) {
				await().until(() -> output.getOut().contains("maxmemory-policy is allkeys-lru")
						&& output.getOut().contains("appendonly is no"));
			}
			assertThatThrownBy(() -> replica(redis, REQUIRE)).hasMessageContainingAll("maxmemory-policy is allkeys-lru",
					"appendonly is no", "appendfsync is everysec");
		}
	}

	@Test
	void aRedisThatKeepsWhatItAcknowledgesIsNot() {
		try (RedisServer redis = RedisServer.start(AS_DOCUMENTED); ReplicaContext replica = replica(redis, REQUIRE)) {
			assertThat(replica.store().flaws().join()).isEmpty();
		}
	}

	@Test
	void allMastersOfAClusterAreAsked() {
		try (ReplicaContext replica = replica(RedisCluster.shared(), Map.of())) {
			assertThat(replica.store().flaws().join()).hasSize(2)
				.anySatisfy((flaw) -> assertThat(flaw).startsWith("appendonly is no"));
		}
	}

	@Test
	void whoMayNotConfigureRedisMayStillAsk(CapturedOutput output) {
		try (RedisServer redis = RedisServer.start("--user", "default", "on", "nopass", "~*", "&*", "+@all",
				"-config")) {
			assertThatThrownBy(() -> replica(redis, REQUIRE)).hasMessageContaining("appendonly is no")
				.hasMessageNotContaining("appendfsync is");
		}
		try (RedisServer redis = RedisServer.start("--user", "default", "on", "nopass", "~*", "&*", "+@all", "-info")) {
			assertThatThrownBy(() -> replica(redis, REQUIRE)).hasMessageContaining("It cannot be asked: NOPERM");
			try (ReplicaContext _ = replica(redis, Map.of("agent-service.redis.durability", "ignore"))) {
				assertThat(output).doesNotContain("could not be asked");
			}
		}
	}

	@Test
	void aWrongPasswordIsCalledThat(CapturedOutput output) {
		try (RedisServer redis = RedisServer.start()) {
			redis.demandPassword("the-right-one");
			Map<String, String> wrong = Map.of("spring.data.redis.password", "the-wrong-one");
			try (ReplicaContext replica = replica(redis, wrong)) {
				await().until(() -> output.getOut().contains("Cannot connect to Redis: WRONGPASS"));
				replica.store().flaws().handle((_, _) -> "").join();
			}
			assertThat(output.getOut().split("Cannot connect to Redis: WRONGPASS", -1)).hasSize(2);
			assertThatThrownBy(() -> replica(redis,
					Map.of("spring.data.redis.password", "the-wrong-one", "agent-service.redis.durability", "require")))
				.hasMessageContaining("It cannot be asked: WRONGPASS")
				.hasMessageNotContaining("the-wrong-one");
			assertThat(output).doesNotContain("the-wrong-one", "the-right-one");
		}
	}

	private static ReplicaContext replica(TestRedis redis, Map<String, String> settings) {
		return new ReplicaContext(redis, settings, StoreCheck.class);
	}

}
