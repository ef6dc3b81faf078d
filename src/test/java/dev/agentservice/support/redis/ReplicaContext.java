package dev.agentservice.support.redis;

import java.util.Map;
import java.util.Objects;

import dev.agentservice.redis.TestRedis;
import dev.agentservice.support.platform.PlatformProperties;
import dev.agentservice.support.schedule.Scheduler;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * What one replica needs to speak with Redis, wired by Spring Boot exactly as in the
 * service: every instance has its own connection, as a process of its own would.
 */
public final class ReplicaContext implements AutoCloseable {

	/** A busy machine is no outage. */
	private static final Map<String, String> PATIENT = Map.of("agent-service.redis.command-timeout", "60s",
			"agent-service.redis.connect-timeout", "60s", "agent-service.redis.reconnect-after", "60s");

	/** None once it is closed: fixtures are remembered until all tests are over. */
	private volatile @Nullable AnnotationConfigApplicationContext context;

	public ReplicaContext(TestRedis redis, Map<String, String> settings, Class<?>... components) {
		AnnotationConfigApplicationContext replica = new AnnotationConfigApplicationContext();
		TestPropertyValues.of(redis.properties()).and(PATIENT).and(settings).applyTo(replica);
		replica.register(Wiring.class);
		if (components.length > 0) {
			replica.register(components);
		}
		replica.refresh();
		this.context = replica;
	}

	public ReplicaContext(TestRedis redis, Class<?>... components) {
		this(redis, Map.of(), components);
	}

	/** The replica's store. */
	public RedisStore store() {
		return get(RedisStore.class);
	}

	/** A component of the replica. */
	public <T> T get(Class<T> type) {
		return Objects.requireNonNull(this.context, "it is closed").getBean(type);
	}

	@Override
	public void close() {
		AnnotationConfigApplicationContext closed = this.context;
		this.context = null;
		if (closed != null) {
			closed.close();
		}
	}

	/** No component, so that nobody finds it by scanning. */
	@ImportAutoConfiguration(DataRedisAutoConfiguration.class)
	@EnableConfigurationProperties({ RedisProperties.class, PlatformProperties.class })
	@Import({ RedisConfiguration.class, RedisStore.class, Scheduler.class })
	static class Wiring {

		@Bean
		MeterRegistry meters() {
			return new SimpleMeterRegistry();
		}

	}

}
