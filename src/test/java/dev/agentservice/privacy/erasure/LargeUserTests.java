package dev.agentservice.privacy.erasure;

import java.util.Map;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.run.owner.Tickets;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A user with very many keys holds nobody up.
 */
@Tag("slow")
class LargeUserTests {

	private static final int RUNS = 30_000;

	/** In microseconds. */
	private static final int LONG = 5_000;

	private final Caller jane = Tickets.somebody();

	@Test
	void noScriptOfAnErasureBlocksRedisForLong() {
		try (RedisServer redis = RedisServer.start();
				ErasureReplica replica = new ErasureReplica(redis,
						Map.of("agent-service.privacy.scan-rate", "1000000"));
				RedisClient client = RedisClient.create("redis://127.0.0.1:" + redis.port())) {
			StatefulRedisConnection<String, String> connection = client.connect();
			RedisCommands<String, String> commands = connection.sync();
			for (int run = 0; run < RUNS; run++) {
				String key = this.jane.tag().key("run:run_" + run);
				var _ = connection.async().hset(key, Map.of("status", "succeeded", "doc", "x".repeat(200)));
				var _ = connection.async().rpush(key + ":steps", "{}", "{}");
				var _ = connection.async().zadd(this.jane.tag().key("keys"), 0, "run:run_" + run);
			}
			commands.ping();
			commands.configSet("slowlog-log-slower-than", Integer.toString(LONG));
			commands.slowlogReset();
			String id = replica.open(this.jane);
			int steps = replica.work(id, RUNS);
			assertThat(replica.keys(this.jane.tag().value())).isEmpty();
			assertThat(replica.report(id).stores().toString()).contains("deleted=" + RUNS);
			assertThat(steps).isGreaterThan(RUNS / UserFence.AT_ONCE);
			// Now and then the machine itself stands still: most is not all.
			assertThat(commands.slowlogLen()).as("%s", commands.slowlogGet()).isLessThan(steps / 20L);
		}
	}

}
