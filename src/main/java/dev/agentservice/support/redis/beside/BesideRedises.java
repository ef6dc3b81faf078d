package dev.agentservice.support.redis.beside;

import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.redis.RedisProperties;
import io.lettuce.core.resource.ClientResources;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

/**
 * Connects to Redises beside the main one.
 */
@Component
public class BesideRedises {

	private final RedisProperties properties;

	private final ClientResources resources;

	private final MeterRegistry meters;

	BesideRedises(RedisProperties properties, ClientResources resources, MeterRegistry meters) {
		this.properties = properties;
		this.resources = resources;
		this.meters = meters;
	}

	/**
	 * Begins to connect to one.
	 * @param name of its breaker
	 * @param unavailable what cannot be done without it
	 * @param url {@code redis://} or {@code rediss://}, a single node or a Sentinel's
	 * master
	 * @throws IllegalArgumentException if that is no such address; it does not say the
	 * address, which may hold a password
	 */
	public BesideRedis connect(String name, ProblemCode unavailable, String url) {
		return new BesideRedis(name, unavailable, url, this.resources, this.properties, this.meters);
	}

}
