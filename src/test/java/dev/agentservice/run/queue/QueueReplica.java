package dev.agentservice.run.queue;

import java.util.HashMap;
import java.util.Map;

import dev.agentservice.identity.PepperedTags;
import dev.agentservice.identity.UserTags;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.ReplicaContext;
import dev.agentservice.support.redis.channel.RedisChannels;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * A replica of the service as far as the queue goes; nobody works on its runs.
 */
final class QueueReplica implements AutoCloseable {

	private static final String PREFIX = "agent-service.run.queue.";

	private final ReplicaContext context;

	QueueReplica(TestRedis redis, String... settings) {
		Map<String, String> named = new HashMap<>();
		for (int i = 0; i < settings.length; i += 2) {
			named.put(PREFIX + settings[i], settings[i + 1]);
		}
		this.context = new ReplicaContext(redis, named, Wiring.class);
	}

	RunQueue queue() {
		return this.context.get(RunQueue.class);
	}

	DeadRuns dead() {
		return this.context.get(DeadRuns.class);
	}

	MemoryGuard memory() {
		return this.context.get(MemoryGuard.class);
	}

	QueueWatch watch() {
		return this.context.get(QueueWatch.class);
	}

	QueueScripts scripts() {
		return this.context.get(QueueScripts.class);
	}

	RedisStore store() {
		return this.context.store();
	}

	MeterRegistry meters() {
		return this.context.get(MeterRegistry.class);
	}

	QueueView view() {
		return new QueueView(store());
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** No component, so that nobody finds it by scanning. */
	@EnableConfigurationProperties(QueueProperties.class)
	@Import({ RunQueue.class, QueueScripts.class, QueueWindows.class, MemoryGuard.class, QueueMetrics.class,
			QueueWatch.class, DeadRuns.class, RedisChannels.class })
	static class Wiring {

		@Bean
		UserTags tags() {
			return PepperedTags.of("a pepper that is only good for tests");
		}

	}

}
