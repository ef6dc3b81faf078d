package dev.agentservice.run.event;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.channel.ChannelListener;

/**
 * Wakes the threads on this replica that wait for events of one run: its readers, its
 * owner, and the watch of its readers. When it is signalled, all readers check the log
 * again.
 */
final class EventSignal implements ChannelListener {

	private final AtomicInteger readers = new AtomicInteger();

	private final AtomicInteger owners = new AtomicInteger();

	private final List<Runnable> whenEmpty = new CopyOnWriteArrayList<>();

	private long count;

	/** How often it was signalled so far. */
	synchronized long count() {
		return this.count;
	}

	synchronized void signal() {
		this.count++;
		notifyAll();
	}

	/**
	 * Waits for the next signal.
	 * @param known the count when the caller last checked the log
	 * @param patience when to stop waiting
	 */
	synchronized void await(long known, Deadline patience) throws InterruptedException {
		for (Duration left = patience.remaining(); this.count == known
				&& left.isPositive(); left = patience.remaining()) {
			// Rounded up: a wait of 0 ms would never end.
			wait(left.toMillis() + 1);
		}
	}

	/** Another replica stored an event. */
	@Override
	public void message(String text) {
		signal();
	}

	@Override
	public void subscribed() {
		signal();
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
		signal();
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
