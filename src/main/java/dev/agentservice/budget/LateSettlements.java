package dev.agentservice.budget;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.agentservice.support.redis.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settlements Redis could not be told of: tried again until it answers, so that a user is
 * charged what a call cost and not its worst case. Whatever is lost on the way (with the
 * process, or after {@link #TRIES}) is swept, which charges more, never less.
 */
final class LateSettlements implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(LateSettlements.class);

	/** With the longest delay between them these last for an hour. */
	private static final int TRIES = 120;

	private static final int CAPACITY = 10_000;

	private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);

	private static final Executor THREADS = (task) -> Thread.ofVirtual().name("late-settlement").start(task);

	private final Set<String> waiting = ConcurrentHashMap.newKeySet();

	private final Consumer<Settlement> settle;

	private final Duration firstDelay;

	private volatile boolean closed;

	/**
	 * Starts with none.
	 * @param settle tells Redis, or throws {@link StoreUnavailableException}
	 * @param firstDelay longer than a reservation's not-after, so that a reservation that
	 * may still be on its way has arrived or never will
	 */
	LateSettlements(Consumer<Settlement> settle, Duration firstDelay) {
		this.settle = settle;
		this.firstDelay = firstDelay;
	}

	void add(Settlement settlement) {
		if (this.waiting.size() >= CAPACITY) {
			logger.atError().log("Too many settlements wait for Redis, a call will be charged in full");
		}
		else if (this.waiting.add(id(settlement))) {
			schedule(settlement, 1);
		}
	}

	/**
	 * Whether a reservation is going to be settled. Granting it once more meanwhile would
	 * make a call whose cost is never charged.
	 */
	boolean contains(String id) {
		return this.waiting.contains(id);
	}

	@Override
	public void close() {
		this.closed = true;
	}

	private void schedule(Settlement settlement, int tries) {
		Duration delay = this.firstDelay.multipliedBy(1L << Math.min(tries - 1, 10));
		long millis = Math.min(delay.toMillis(), LONGEST_DELAY.toMillis());
		CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, THREADS)
			.execute(() -> attempt(settlement, tries));
	}

	private void attempt(Settlement settlement, int tries) {
		if (this.closed) {
			return;
		}
		try {
			this.settle.accept(settlement);
			this.waiting.remove(id(settlement));
		}
		catch (StoreUnavailableException ex) {
			if (tries < TRIES) {
				schedule(settlement, tries + 1);
			}
			else {
				giveUp(settlement, ex);
			}
		}
		catch (IllegalStateException ex) {
			giveUp(settlement, ex);
		}
	}

	private void giveUp(Settlement settlement, RuntimeException reason) {
		this.waiting.remove(id(settlement));
		logger.atError().setCause(reason).log("A call could not be settled and will be charged in full");
	}

	private static String id(Settlement settlement) {
		return settlement.grant().reservation().id();
	}

}
