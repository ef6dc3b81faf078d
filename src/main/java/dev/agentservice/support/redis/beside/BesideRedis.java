package dev.agentservice.support.redis.beside;

import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.redis.RedisProperties;
import dev.agentservice.support.redis.RedisStore;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.ClientResources;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The connection of a Redis beside the main one, with the main one's time-outs. Like that
 * one it fails fast and repeats nothing.
 */
public final class BesideRedis implements AutoCloseable {

	private final LettuceConnectionFactory factory;

	private final RedisStore store;

	/**
	 * Begins to connect.
	 * @param name of its breaker
	 * @param unavailable what cannot be done without it
	 * @param url {@code redis://} or {@code rediss://}, a single node or a Sentinel's
	 * master
	 * @param resources what all connections share
	 * @throws IllegalArgumentException if that is no such address; it does not say the
	 * address, which may hold a password
	 */
	BesideRedis(String name, ProblemCode unavailable, String url, ClientResources resources, RedisProperties properties,
			MeterRegistry meters) {
		this.factory = factory(url, resources, properties);
		this.factory.afterPropertiesSet();
		this.factory.start();
		this.store = new RedisStore(name, unavailable, this.factory, properties, meters);
	}

	/** What runs scripts there. */
	public RedisStore store() {
		return this.store;
	}

	private static LettuceConnectionFactory factory(String url, ClientResources resources, RedisProperties properties) {
		RedisURI uri = parsed(url);
		LettuceClientConfiguration.LettuceClientConfigurationBuilder client = LettuceClientConfiguration.builder()
			.commandTimeout(properties.commandTimeout())
			.clientResources(resources)
			.clientOptions(ClientOptions.builder()
				.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
				.timeoutOptions(TimeoutOptions.enabled(properties.commandTimeout()))
				.socketOptions(
						SocketOptions.builder().connectTimeout(properties.connectTimeout()).keepAlive(true).build())
				.build());
		if (uri.isSsl()) {
			client.useSsl();
		}
		return new LettuceConnectionFactory(LettuceConnectionFactory.createRedisConfiguration(uri), client.build());
	}

	private static RedisURI parsed(String url) {
		try {
			return RedisURI.create(url);
		}
		catch (RuntimeException _) {
			throw new IllegalArgumentException("it must be redis://host:port or rediss://host:port");
		}
	}

	@Override
	public void close() {
		this.factory.destroy();
	}

}
