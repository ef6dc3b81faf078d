package dev.agentservice.privacy.restore;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import dev.agentservice.privacy.ledger.LedgerFile;
import dev.agentservice.privacy.restore.LedgerComparison.Compared;
import dev.agentservice.support.platform.Age;
import dev.agentservice.support.redis.StoreUnavailableException;
import dev.agentservice.support.redis.check.Reconnections;
import dev.agentservice.support.schedule.Scheduler;
import dev.agentservice.support.state.RestoreGate;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Compares Redis with the ledger: before the first request, every minute, and before the
 * first request on a new connection. Where it lacks an erasure that a file has, it was
 * restored from an older backup, or has lost its latest writes: nobody reads users' data
 * until the erasure is done again. Without files it only remembers the highest number it
 * has seen. What a request waits for is the look alone; what takes longer is done beside.
 * Shows {@code agent.privacy.ledger.behind}, how many erasures Redis lacks, and
 * {@code agent.erasure.proof.age}.
 */
@Component
class LedgerWatch implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(LedgerWatch.class);

	private static final Duration TICK = Duration.ofSeconds(1);

	/** So long a request waits for the look of another. */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private static final Duration PERIOD = Duration.ofMinutes(1);

	private final LedgerFile file;

	private final LedgerComparison comparison;

	private final List<Restored> restorations;

	private final LedgerCopy copy;

	private final Reconnections reconnections;

	private final RestoreGate gate;

	private final Scheduler scheduler;

	private final Clock clock = Clock.systemUTC();

	private final ReentrantLock looking = new ReentrantLock();

	private final Age tried = new Age();

	private final Age complained = new Age();

	private final AtomicLong behind = new AtomicLong();

	private final AtomicLong proofAt = new AtomicLong();

	/** How many connections there had been at the latest look. */
	private volatile long connections = -1;

	private volatile List<LedgerLag> missing = List.of();

	private boolean restoring;

	private boolean copied;

	/** Whether users' data are kept from being read. */
	private volatile boolean closed;

	LedgerWatch(LedgerFile file, LedgerComparison comparison, List<Restored> restorations, LedgerCopy copy,
			Reconnections reconnections, RestoreGate gate, Scheduler scheduler, MeterRegistry meters) {
		this.file = file;
		this.comparison = comparison;
		this.restorations = List.copyOf(restorations);
		this.copy = copy;
		this.reconnections = reconnections;
		this.gate = gate;
		this.scheduler = scheduler;
		this.closed = file.isConfigured();
		gate.set(!this.closed);
		Gauge.builder("agent.privacy.ledger.behind", this.behind, AtomicLong::get)
			.description("Erasures in the ledger that Redis does not know: it was restored from an older backup")
			.register(meters);
		Gauge.builder("agent.erasure.proof.age", this, LedgerWatch::proofAge)
			.description("For how many seconds it is known that an erasure leaves nothing; absent without a proof")
			.baseUnit("seconds")
			.register(meters);
	}

	@Override
	public void afterSingletonsInstantiated() {
		tryLook();
		if (this.file.isConfigured()) {
			this.gate.before(this::lookOnNewConnection);
		}
		this.scheduler.every("ledger", TICK, TICK, this::work);
	}

	/** A failure leaves all as it is, until the next time. */
	private void work() {
		if (this.closed || this.tried.exceeds(PERIOD)) {
			tryLook();
		}
		attempt(this::restore);
	}

	/** What cannot be compared stays as it is: shut at the start, otherwise open. */
	private void tryLook() {
		this.tried.renewed();
		attempt(this::look);
	}

	private void attempt(Runnable task) {
		try {
			task.run();
		}
		catch (StoreUnavailableException ex) {
			logger.atDebug().setCause(ex).log("Redis is compared with the ledger later");
		}
		catch (RuntimeException ex) {
			if (this.complained.exceeds(PERIOD)) {
				this.complained.renewed();
				logger.atError().setCause(ex).log("The ledger cannot be read, or Redis cannot be compared with it");
			}
		}
	}

	/** Does again what is missing, in the one thread that does so. */
	void restore() {
		List<LedgerLag> open = this.missing;
		if (open.isEmpty()) {
			this.restorations.forEach(Restored::forget);
			if (!this.closed && !this.copied) {
				this.copy.copy();
				this.copied = true;
			}
			return;
		}
		List<LedgerLag> doable = open.stream().filter(LedgerLag::mayBeDone).toList();
		long done = doable.stream().filter(this::isDone).count();
		if (!doable.isEmpty() && done == doable.size()) {
			look();
		}
	}

	private boolean isDone(LedgerLag lag) {
		return this.restorations.stream()
			.filter((one) -> one.kind() == lag.kind())
			.allMatch((one) -> one.goOn(lag.missing(), lag.filed()));
	}

	/**
	 * Before a request that may be served by another Redis than the one before. What
	 * waits for such a look does not wait for another one.
	 */
	private void lookOnNewConnection() {
		if (this.connections != this.reconnections.count()) {
			try {
				if (!this.looking.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
					throw new StoreUnavailableException("ledger", new TimeoutException());
				}
				lookOnce();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new StoreUnavailableException("ledger", ex);
			}
			catch (StoreUnavailableException ex) {
				throw ex;
			}
			catch (RuntimeException ex) {
				throw new StoreUnavailableException("ledger", ex);
			}
		}
	}

	private void lookOnce() {
		try {
			if (this.connections != this.reconnections.count()) {
				look();
			}
		}
		finally {
			this.looking.unlock();
		}
	}

	/** Compares, and opens the gate or shuts it. */
	void look() {
		this.looking.lock();
		try {
			long now = this.reconnections.count();
			compare();
			this.connections = now;
		}
		finally {
			this.looking.unlock();
		}
	}

	private void compare() {
		Compared seen = this.comparison.compare();
		this.proofAt.set(seen.proofAt());
		this.behind.set(seen.behind());
		boolean current = this.behind.get() <= 0;
		this.missing = (current || !this.file.isConfigured()) ? List.of() : seen.lags();
		if (!current) {
			seen.lags().stream().filter((lag) -> lag.behind() > 0).forEach(this::tell);
		}
		this.restoring = !current;
		if (this.file.isConfigured()) {
			this.closed = !current;
			this.gate.set(current);
		}
	}

	private void tell(LedgerLag lag) {
		if (!this.restoring) {
			logger.atError()
				.addKeyValue("kind", lag.kind())
				.addKeyValue("seq", lag.seq())
				.addKeyValue("ledger", lag.known())
				.addKeyValue("missing", lag.missing().size())
				.log(this.file.isConfigured()
						? "Redis is older than the ledger: what was erased since is erased again before anybody is served"
						: "Redis was restored from an older backup: replay the log of erasures");
		}
		if (lag.lost() > 0 && !lag.mayBeDone() && this.file.isConfigured() && this.complained.exceeds(PERIOD)) {
			this.complained.renewed();
			logger.atError()
				.addKeyValue("lost", lag.lost())
				.log("No file has erasures that Redis has lost: replay the log of erasures");
		}
	}

	private double proofAge() {
		long at = this.proofAt.get();
		return (at > 0) ? Math.max(0, this.clock.millis() - at) / 1000.0 : Double.NaN;
	}

}
