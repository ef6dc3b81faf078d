package dev.agentservice.run.interaction.seal;

import java.time.Clock;
import java.time.Duration;

import dev.agentservice.identity.UserTags;
import dev.agentservice.run.interaction.seal.InteractionProperties.Sink;
import dev.agentservice.support.redis.RedisProperties;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

/** Seals outside of the service. */
public final class TestSeals {

	private TestSeals() {
	}

	/** Settings with everything else as shipped. */
	public static InteractionProperties settings(Sink sink, Duration retention) {
		return new InteractionProperties(sink, retention, DataSize.ofKilobytes(4));
	}

	/** What seals for 30 days. */
	public static Seals of(UserTags tags, Clock clock) {
		return of(settings(Sink.SEALED_LOG, Duration.ofDays(30)), tags, clock);
	}

	static Seals of(InteractionProperties settings, UserTags tags, Clock clock) {
		RedisProperties redis = new Binder(new MapConfigurationPropertySource()).bindOrCreate("agent-service.redis",
				RedisProperties.class);
		return new Seals(settings, redis, tags, clock);
	}

}
