package dev.agentservice.tool.cache;

import java.time.Duration;
import java.util.Map;

import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@BesideOthers
class ResultCacheOutageTests {

	private static final JsonNode NOTHING = JsonMapper.shared().readTree("{}");

	private static final ResultKey KEY = ResultKey.shared("tool", NOTHING);

	private final RedisServer redis = RedisServer.start();

	private final CacheReplica replica = new CacheReplica(this.redis,
			Map.of("agent-service.tools.cache.lookup-timeout", "500ms"));

	@AfterEach
	void close() {
		this.replica.close();
		this.redis.close();
	}

	@Test
	void aFrozenRedisIsNotWaitedForAndIsUsedAgainOnceItThaws() {
		keep();
		this.redis.freeze();
		long begun = System.nanoTime();
		assertThat(this.replica.cache().find(KEY, false)).isNull();
		this.replica.cache().keep(KEY, "later", false, Duration.ofMinutes(1));
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofMillis(500),
				Duration.ofSeconds(9));
		assertThat(unavailable()).isOne();
		this.redis.thaw();
		await().until(() -> this.replica.cache().find(KEY, false) != null);
	}

	@Test
	void aRedisThatIsGoneIsAMiss() {
		keep();
		this.redis.close();
		assertThat(this.replica.cache().find(KEY, false)).isNull();
		this.replica.cache().keep(KEY, "later", false, Duration.ofMinutes(1));
		assertThat(unavailable()).isOne();
	}

	@Test
	void anInterruptedLookupLeavesTheThreadInterrupted() {
		Thread.currentThread().interrupt();
		assertThat(this.replica.cache().find(KEY, false)).isNull();
		assertThat(Thread.interrupted()).isTrue();
	}

	private void keep() {
		this.replica.cache().keep(KEY, "kept", false, Duration.ofMinutes(1));
		await().until(() -> this.replica.cache().find(KEY, false) != null);
	}

	private double unavailable() {
		return this.replica.meters().get("agent.tool.cache").tags("result", "unavailable").counter().count();
	}

}
