package dev.agentservice.run.event;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.channel.ChannelListener;

/**
 * Those on this replica who care about one run: its readers, its owner, and who wants to
 * know whether anybody reads. When it is rung, all readers look at the log again.
 */
final class Audience implements ChannelListener {

	private final AtomicInteger readers = new AtomicInteger();

	private final AtomicInteger owners = new AtomicInteger();

	private final List<Runnable> whenEmpty = new CopyOnWriteArrayList<>();

	private long rings;

	/** How often it was rung so far. */
	synchronized long rings() {
		return this.rings;
	}

	synchronized void ring() {
		this.rings++;
		notifyAll();
	}

	/**
	 * Waits for a ring.
	 * @param known how often it was rung when the caller last looked
	 * @param patience when to stop waiting
	 */
	synchronized void await(long known, Deadline patience) throws InterruptedException {
		for (Duration left = patience.remaining(); this.rings == known
				&& left.isPositive(); left = patience.remaining()) {
			// Rounded up: waiting for 0 ms would be waiting for ever.
			wait(left.toMillis() + 1);
		}
	}

	/** Another replica stored something. */
	@Override
	public void message(String text) {
		ring();
	}

	@Override
	public void subscribed() {
		ring();
	}

	/** Whether this replica works on the run. */
	boolean owned() {
		return this.owners.get() > 0;
	}

	boolean read() {
		return this.readers.get() > 0;
	}

	void ownerCame() {
		this.owners.incrementAndGet();
	}

	/** There may be a last event to be read. */
	void ownerLeft() {
		this.owners.decrementAndGet();
		ring();
	}

	void readerCame() {
		this.readers.incrementAndGet();
	}

	void readerLeft() {
		if (this.readers.decrementAndGet() == 0) {
			this.whenEmpty.forEach(Runnable::run);
		}
	}

	/** Calls back, briefly, each time the last reader has left. */
	void whenEmpty(Runnable callback) {
		this.whenEmpty.add(callback);
	}

	void forget(Runnable callback) {
		this.whenEmpty.remove(callback);
	}

}
