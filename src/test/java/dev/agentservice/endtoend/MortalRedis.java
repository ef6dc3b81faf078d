package dev.agentservice.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;

import dev.agentservice.redis.RedisServer;

/**
 * Stands between a replica and its Redis, and has the replica die at a chosen moment, as
 * far as anybody else can tell: its Redis is silent, and its tools do nothing any more.
 * The replica can be brought back for the next trial.
 */
final class MortalRedis extends RedisFront {

	private CountDownLatch death = new CountDownLatch(1);

	private Moment moment = Moment.NEVER;

	private int left;

	private int revivals;

	private MortalRedis(RedisServer redis) {
		super(redis);
	}

	static MortalRedis before(RedisServer redis) {
		MortalRedis front = new MortalRedis(redis);
		front.open();
		return front;
	}

	/** When a replica dies. */
	enum Moment {

		BEFORE_REQUEST, AFTER_REQUEST, BEFORE_EFFECT, AFTER_EFFECT, NEVER

	}

	/** The replica dies at the moment of the so manieth request or effect, from 1. */
	synchronized void dieAt(Moment moment, int count) {
		this.moment = moment;
		this.left = count;
	}

	synchronized boolean isDead() {
		return this.death.getCount() == 0;
	}

	/** Brings the replica back, which knows of nothing. */
	void revive() {
		synchronized (this) {
			this.moment = Moment.NEVER;
			this.death = new CountDownLatch(1);
			this.revivals++;
			notifyAll();
		}
		try {
			disconnect();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Does something outside, unless the replica is dead: then nothing happens, and
	 * whoever did it never hears of it.
	 */
	synchronized void effect(Runnable effect) throws InterruptedException {
		int life = this.revivals;
		strike(Moment.BEFORE_EFFECT);
		if (!isDead()) {
			effect.run();
			strike(Moment.AFTER_EFFECT);
		}
		while (isDead()) {
			wait();
		}
		if (life != this.revivals) {
			throw new IllegalStateException("killed");
		}
	}

	@Override
	synchronized void request(Runnable sending) {
		strike(Moment.BEFORE_REQUEST);
		if (!isDead()) {
			sending.run();
			strike(Moment.AFTER_REQUEST);
		}
	}

	@Override
	synchronized void answer(Runnable sending) {
		if (!isDead()) {
			sending.run();
		}
	}

	private void strike(Moment now) {
		if (now == this.moment && --this.left == 0) {
			this.death.countDown();
		}
	}

}
