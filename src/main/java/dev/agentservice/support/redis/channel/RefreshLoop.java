package dev.agentservice.support.redis.channel;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.agentservice.support.schedule.Scheduler;

/**
 * Keeps a copy of something in Redis up to date: it is read soon after a message on a
 * channel, and every so often because messages can be lost. Messages that arrive before
 * the next read share it. Reads happen one after the other.
 */
public final class RefreshLoop implements ChannelListener {

	private final String name;

	private final Runnable read;

	private final Scheduler scheduler;

	private final AtomicBoolean due = new AtomicBoolean();

	/**
	 * Listens from now on, and reads at fixed intervals once it is
	 * {@link #start(Duration, Duration) started}.
	 * @param name for the threads that read
	 * @param scheduler until whose end it reads
	 * @param channels where changes are told
	 * @param channel the name of the channel
	 * @param read reads the copy anew; an exception is logged, and ends nothing
	 */
	public RefreshLoop(String name, Scheduler scheduler, RedisChannels channels, String channel, Runnable read) {
		this.name = name;
		this.scheduler = scheduler;
		this.read = read;
		var _ = channels.subscribe(channel, this);
	}

	/**
	 * Begins to read every so often.
	 * @param delay until the first time
	 * @param period between two of them
	 */
	public void start(Duration delay, Duration period) {
		this.scheduler.every(this.name, delay, period, this::read);
	}

	@Override
	public void message(String text) {
		readSoon();
	}

	@Override
	public void subscribed() {
		readSoon();
	}

	private void readSoon() {
		if (this.due.compareAndSet(false, true)) {
			this.scheduler.after(this.name, Duration.ZERO, this::read);
		}
	}

	private synchronized void read() {
		this.due.set(false);
		this.read.run();
	}

}
