package dev.agentservice.endtoend;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.agentservice.redis.RedisServer;

/**
 * A Redis that can be made slow: it takes every command at once, and its answers come
 * late, in their order.
 */
final class LaggingRedis extends RedisFront {

	/** One thread: equal delays keep the order. */
	private final ScheduledExecutorService clock = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("lagging-redis").factory());

	private volatile Duration lag = Duration.ZERO;

	private LaggingRedis(RedisServer redis) {
		super(redis);
	}

	/** Stands before a server. */
	static LaggingRedis before(RedisServer redis) {
		LaggingRedis lagging = new LaggingRedis(redis);
		lagging.open();
		return lagging;
	}

	/** How late its answers come from now on. */
	void lag(Duration delay) {
		this.lag = delay;
	}

	@Override
	void request(Runnable sending) {
		sending.run();
	}

	@Override
	void answer(Runnable sending) {
		var _ = this.clock.schedule(sending, this.lag.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public void close() throws IOException {
		super.close();
		this.clock.shutdownNow();
	}

}
