package dev.agentservice.support.redis.check;

import java.util.List;

import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.StoreUnavailableException;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether Redis answers a script in time. Stands in for Spring Boot's own indicator, by
 * its name, because that one knows neither our time-out nor our breaker, and tells the
 * version of the server.
 */
@Component("redisHealthIndicator")
class StoreHealth implements HealthIndicator {

	private static final LuaScript<Long> PING = LuaScript.number("support/ping");

	private static final List<String> KEY = List.of("as:ping");

	private final RedisStore redis;

	StoreHealth(RedisStore redis) {
		this.redis = redis;
	}

	@Override
	public Health health() {
		try {
			this.redis.run(PING, KEY, List.of());
			return Health.up().build();
		}
		catch (StoreUnavailableException _) {
			return Health.down().build();
		}
	}

}
