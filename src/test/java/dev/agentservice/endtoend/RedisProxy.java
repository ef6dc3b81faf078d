package dev.agentservice.endtoend;

import java.io.IOException;
import java.time.Duration;

import dev.agentservice.redis.RedisServer;

/**
 * Stands between the service and its Redis and holds the answers back, so that it can
 * count how often the service waits: see {@link RedisRounds}.
 */
final class RedisProxy extends RedisFront {

	private final RedisRounds rounds;

	private RedisProxy(RedisServer redis, Duration delay) {
		super(redis);
		this.rounds = new RedisRounds(delay);
	}

	/**
	 * Stands before a server.
	 * @param redis the server
	 * @param delay how long answers are held back
	 */
	static RedisProxy before(RedisServer redis, Duration delay) {
		RedisProxy proxy = new RedisProxy(redis, delay);
		proxy.open();
		return proxy;
	}

	RedisRounds rounds() {
		return this.rounds;
	}

	@Override
	void request(Runnable sending) {
		this.rounds.ask(sending);
	}

	@Override
	void answer(Runnable sending) {
		this.rounds.answer(sending);
	}

	@Override
	public void close() throws IOException {
		this.rounds.close();
		super.close();
	}

}
