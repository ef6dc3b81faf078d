package dev.agentservice.support.redis.channel;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.agentservice.support.redis.channel.RedisChannels.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a copy of something in Redis up to date: it is read soon after a message on a
 * channel, and every so often because messages can be lost. Messages that arrive before
 * the next read share it. Reads happen one after the other, on a thread of their own.
 */
public final class RefreshLoop implements ChannelListener, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RefreshLoop.class);

	private final String name;

	private final Runnable read;

	private final ScheduledExecutorService thread;

	private final AtomicBoolean due = new AtomicBoolean();

	private final Subscription changes;

	/**
	 * Listens from now on, and reads at fixed intervals once it is
	 * {@link #start(Duration, Duration) started}.
	 * @param name for the thread and the log
	 * @param channels where changes are told
	 * @param channel the name of the channel
	 * @param read reads the copy anew; an exception is logged, and ends nothing
	 */
	public RefreshLoop(String name, RedisChannels channels, String channel, Runnable read) {
		this.name = name;
		this.read = read;
		this.thread = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name(name).factory());
		this.changes = channels.subscribe(channel, this);
	}

	/**
	 * Begins to read every so often.
	 * @param delay until the first time
	 * @param period between two of them
	 */
	public void start(Duration delay, Duration period) {
		var _ = this.thread.scheduleWithFixedDelay(this::read, delay.toMillis(), period.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	@Override
	public void message(String text) {
		readSoon();
	}

	@Override
	public void subscribed() {
		readSoon();
	}

	@Override
	public void close() {
		this.changes.close();
		this.thread.shutdownNow();
	}

	private void readSoon() {
		if (this.due.compareAndSet(false, true)) {
			try {
				this.thread.execute(this::read);
			}
			catch (RejectedExecutionException ex) {
				logger.atDebug().addKeyValue("loop", this.name).setCause(ex).log("Not read again: it is stopping");
			}
		}
	}

	private void read() {
		this.due.set(false);
		try {
			this.read.run();
		}
		catch (RuntimeException ex) {
			// An exception would end the schedule.
			logger.atError().addKeyValue("loop", this.name).setCause(ex).log("Reading failed, and is tried again");
		}
	}

}
