package dev.agentservice.support.redis.channel;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A connection that hears channels. Lettuce makes it again when it breaks, and then
 * subscribes to the same channels. Used by one thread, which it blocks.
 */
final class Subscriptions {

	private final StatefulRedisPubSubConnection<String, String> connection;

	private final Duration timeout;

	private final Set<String> channels = new HashSet<>();

	private Subscriptions(StatefulRedisPubSubConnection<String, String> connection, Duration timeout) {
		this.connection = connection;
		this.timeout = timeout;
	}

	/**
	 * Connects.
	 * @throws RuntimeException if that fails
	 */
	static Subscriptions open(LettuceConnectionFactory factory, Duration timeout, Listener listener) {
		StatefulRedisPubSubConnection<String, String> connection = connect(factory.getRequiredNativeClient());
		connection.addListener(new RedisPubSubAdapter<>() {

			@Override
			public void message(String channel, String text) {
				listener.message(channel, text);
			}

			@Override
			public void subscribed(String channel, long count) {
				listener.subscribed(channel);
			}

		});
		return new Subscriptions(connection, timeout);
	}

	private static StatefulRedisPubSubConnection<String, String> connect(AbstractRedisClient client) {
		return switch (client) {
			case RedisClusterClient cluster -> cluster.connectPubSub(StringCodec.UTF8);
			case RedisClient single -> single.connectPubSub(StringCodec.UTF8);
			default -> throw new IllegalStateException("No client that can subscribe");
		};
	}

	/**
	 * Subscribes to these channels and no others.
	 * @throws RuntimeException if Redis does not confirm it in time
	 */
	void become(Set<String> wanted) {
		change(without(wanted, this.channels), (names) -> this.connection.async().subscribe(names));
		change(without(this.channels, wanted), (names) -> this.connection.async().unsubscribe(names));
		this.channels.clear();
		this.channels.addAll(wanted);
	}

	/**
	 * Makes sure that Redis still answers: a host that vanished closes no connection.
	 * @throws RuntimeException if it does not
	 */
	void probe() {
		await(this.connection.async().ping());
	}

	void close() {
		var _ = this.connection.closeAsync();
	}

	private void change(Set<String> names, Function<String[], CompletionStage<?>> command) {
		if (!names.isEmpty()) {
			await(command.apply(names.toArray(String[]::new)));
		}
	}

	private void await(CompletionStage<?> answer) {
		answer.toCompletableFuture().orTimeout(this.timeout.toNanos(), TimeUnit.NANOSECONDS).join();
	}

	private static Set<String> without(Set<String> all, Set<String> others) {
		Set<String> rest = new HashSet<>(all);
		rest.removeAll(others);
		return rest;
	}

	/** Hears all channels. */
	interface Listener {

		void message(String channel, String text);

		void subscribed(String channel);

	}

}
