package dev.agentservice.run.event;

import java.util.Map;
import java.util.UUID;

import dev.agentservice.identity.UserTag;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.run.event.store.EventStore;
import dev.agentservice.run.record.RunEventProperties;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.ReplicaContext;
import dev.agentservice.support.redis.channel.RedisChannels;

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
			StreamMetrics.class, StreamQuota.class, RedisChannels.class })
	static class Wiring {

	}

}
