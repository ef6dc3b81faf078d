package dev.agentservice.support.redis.check;

import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicLong;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.stereotype.Component;

/**
 * Counts when a connection to Redis was made or lost: behind the next one may be another
 * process, with other data. Thread-safe.
 */
@Component
public class Reconnections {

	private final AtomicLong changes = new AtomicLong();

	Reconnections(LettuceConnectionFactory factory) {
		AbstractRedisClient client = factory.getNativeClient();
		if (client != null) {
			client.addListener(new RedisConnectionStateListener() {

				@Override
				public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
					Reconnections.this.changes.incrementAndGet();
				}

				@Override
				public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
					Reconnections.this.changes.incrementAndGet();
				}

			});
		}
	}

	/** How often that has happened; the same number says that nothing has. */
	public long count() {
		return this.changes.get();
	}

}
