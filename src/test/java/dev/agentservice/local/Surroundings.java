package dev.agentservice.local;

import java.util.Map;
import java.util.TreeMap;

import dev.agentservice.redis.RedisServer;
import dev.agentservice.simulator.Simulator;
import dev.agentservice.simulator.script.LatencyProfile;

/**
 * What the service needs and finds in production already running: Redis, model providers
 * and credentials.
 *
 * @param redis an empty Redis that keeps nothing
 * @param simulator the simulated providers
 * @param openai where OpenAI's models are
 * @param anthropic where Anthropic's models are
 * @param credentials what a caller needs
 */
record Surroundings(RedisServer redis, Simulator simulator, Provider openai, Provider anthropic,
		Credentials credentials) implements AutoCloseable {

	static Surroundings start(Map<String, String> environment, LatencyProfile latency) {
		Simulator simulator = Simulator.start(0, latency);
		return new Surroundings(RedisServer.start(), simulator, Provider.openai(environment, simulator),
				Provider.anthropic(environment, simulator), Credentials.random());
	}

	/** All of it as the service's configuration. */
	Map<String, Object> properties() {
		Map<String, Object> properties = new TreeMap<>(this.credentials.properties());
		properties.putAll(this.openai.properties());
		properties.putAll(this.anthropic.properties());
		properties.putAll(this.redis.properties());
		properties.putAll(Handbook.properties());
		// It is meant to forget.
		properties.put("agent-service.redis.durability", "ignore");
		return properties;
	}

	@Override
	public void close() {
		this.simulator.close();
		this.redis.close();
	}

}
