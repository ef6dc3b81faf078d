package dev.agentservice.support.schedule;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.agentservice.support.platform.PlatformProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The replica's clock. Its one thread only hands over what is due: each run of a task has
 * a thread of its own, so a task that blocks delays itself and no other. Those are
 * platform threads, since tools that compute on virtual ones would hold up the others.
 * What a task throws is logged and ends nothing.
 * <p>
 * It works from the beginning, since beans schedule while they are made, and until the
 * web server is down: runs that are drained still need their leases. From then on nothing
 * begins any more, what is scheduled is dropped, and what is under way is interrupted.
 */
@Component
public final class Scheduler implements SmartLifecycle, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Scheduler.class);

	/** After the web server stops, and before the connections to Redis do. */
	private static final int PHASE = DEFAULT_PHASE / 2;

	private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1,
			Thread.ofPlatform().daemon().name("scheduler").factory(), new ThreadPoolExecutor.DiscardPolicy());

	private final boolean background;

	private final ExecutorService threads = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());

	/**
	 * The clock of a replica.
	 * @param platform whether it works between requests
	 */
	public Scheduler(PlatformProperties platform) {
		this.background = !platform.onlyRequests();
	}

	/**
	 * Whether there is a background: otherwise a request that begins does what is due.
	 */
	public boolean hasBackground() {
		return this.background;
	}

	/**
	 * The same as {@link #every} for what serves no request: where there are only
	 * requests it is not done at all.
	 */
	public void background(String name, Duration delay, Duration pause, Runnable task) {
		if (this.background) {
			every(name, delay, pause, task);
		}
	}

	/**
	 * Does something once.
	 * @param name the name of the thread that does it
	 * @param delay the time until then
	 * @param task what is done; it may block
	 */
	public void after(String name, Duration delay, Runnable task) {
		Runnable named = () -> {
			Thread.currentThread().setName(name);
			run(name, task);
		};
		var _ = this.clock.schedule(() -> this.threads.execute(named), delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Does something again and again, never twice at a time.
	 * @param name the name of the thread that does it
	 * @param delay the time until the first run
	 * @param pause the time from the end of each run to the next
	 * @param task what is done; it may block
	 */
	public void every(String name, Duration delay, Duration pause, Runnable task) {
		after(name, delay, () -> {
			try {
				task.run();
			}
			finally {
				every(name, pause, pause, task);
			}
		});
	}

	/**
	 * Does something again and again on the clock's own thread, so that no thread has to
	 * begin for it.
	 * @param name its name in the log
	 * @param period the time from one beginning to the next, and until the first
	 * @param task what is done; it must not block, since all others wait for it
	 */
	public void beat(String name, Duration period, Runnable task) {
		var _ = this.clock.scheduleAtFixedRate(() -> run(name, task), period.toNanos(), period.toNanos(),
				TimeUnit.NANOSECONDS);
	}

	@Override
	public void start() {
		// It has worked since it was made.
	}

	@Override
	public void stop() {
		close();
	}

	@Override
	public boolean isRunning() {
		return !this.clock.isShutdown();
	}

	/** There is no way back, as for a replica that was drained. */
	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	@Override
	public void close() {
		this.clock.shutdownNow();
		this.threads.shutdownNow();
	}

	private void run(String name, Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			// An error, too, must not end what is done again and again. What is
			// interrupted at the end is no failure.
			(isRunning() ? logger.atError() : logger.atDebug()).addKeyValue("task", name)
				.setCause(ex)
				.log("A scheduled task failed");
		}
	}

}
