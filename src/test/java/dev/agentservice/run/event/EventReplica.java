package dev.agentservice.run.event;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.identity.UserTag;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.run.event.store.EventStore;
import dev.agentservice.run.record.LapsedRuns;
import dev.agentservice.run.record.RunEventProperties;
import dev.agentservice.run.record.RunKeys;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.ReplicaContext;
import dev.agentservice.support.redis.channel.RedisChannels;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/**
 * A replica of the service as far as events go.
 */
public final class EventReplica implements AutoCloseable {

	private final ReplicaContext context;

	public EventReplica(TestRedis redis, Map<String, String> settings) {
		this.context = new ReplicaContext(redis, settings, Wiring.class);
	}

	public EventReplica(TestRedis redis) {
		this(redis, Map.of());
	}

	public RunEvents events() {
		return this.context.get(RunEvents.class);
	}

	/** A run of nobody in particular that this replica may write for. */
	public TestRun run() {
		return run(new UserTag(UUID.randomUUID().toString().replace("-", "")));
	}

	/** A run of this user. */
	public TestRun run(UserTag user) {
		return new TestRun(this, user);
	}

	RedisStore redis() {
		return this.context.store();
	}

	<T> T get(Class<T> type) {
		return this.context.get(type);
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** No component, so that nobody finds it by scanning. */
	@EnableConfigurationProperties(RunEventProperties.class)
	@Import({ EventStore.class, EventSignals.class, RunEvents.class, EventLogs.class, ClientPresence.class,
			StreamMetrics.class, StreamQuota.class, RedisChannels.class, LookedAfter.class })
	static class Wiring {

	}

	/** Ends what it looks after, as the reaper would. */
	static class LookedAfter implements LapsedRuns {

		private static final LuaScript<List<@Nullable Object>> CALL = LuaScript.list("test-call");

		private final RedisStore redis;

		private final AtomicInteger runs = new AtomicInteger();

		LookedAfter(RedisStore redis) {
			this.redis = redis;
		}

		@Override
		public void lookAfter(UserTag user, String runId) {
			this.runs.incrementAndGet();
			String key = new RunKeys(user).run(runId);
			this.redis.run(CALL, List.of(key),
					List.of("HSET", key, "status", "failed", "end", "{\"lost\":true}", "seq", "9"));
		}

		int runs() {
			return this.runs.get();
		}

	}

}
