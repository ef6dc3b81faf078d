package dev.agentservice.privacy.restore;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import dev.agentservice.privacy.ledger.LedgerEntry;
import dev.agentservice.privacy.ledger.LedgerFile;
import dev.agentservice.privacy.restore.LedgerScripts.LedgerView;
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
 * has seen. Shows {@code agent.privacy.ledger.behind}, how many erasures Redis lacks, and
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

	private final LedgerScripts scripts;

	private final Restoration restoration;

	private final Reconnections reconnections;

	private final RestoreGate gate;

	private final Scheduler scheduler;

	private final Clock clock = Clock.systemUTC();

	private final ReentrantLock looking = new ReentrantLock();

	private final Age looked = new Age();

	private final AtomicLong behind = new AtomicLong();

	private final AtomicLong proofAt = new AtomicLong();

	/** How many connections there had been at the latest look. */
	private volatile long connections = -1;

	private long highest;

	private String boot = "";

	private boolean restoring;

	/** Whether users' data are kept from being read. */
	private volatile boolean closed;

	LedgerWatch(LedgerFile file, LedgerScripts scripts, Restoration restoration, Reconnections reconnections,
			RestoreGate gate, Scheduler scheduler, MeterRegistry meters) {
		this.file = file;
		this.scripts = scripts;
		this.restoration = restoration;
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
		this.scheduler.every("ledger", TICK, TICK, () -> {
			if (this.closed || this.looked.exceeds(PERIOD)) {
				tryLook();
			}
		});
	}

	/** What cannot be compared stays as it is: shut at the start, otherwise open. */
	private void tryLook() {
		try {
			look();
		}
		catch (StoreUnavailableException ex) {
			logger.atDebug().setCause(ex).log("Redis is compared with the ledger later");
		}
		catch (UncheckedIOException ex) {
			logger.atError().setCause(ex).log("The ledger cannot be read, so Redis is not compared with it");
		}
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
			catch (UncheckedIOException ex) {
				throw new StoreUnavailableException("ledger", ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
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

	/** Compares, and does again what is missing. */
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
		List<LedgerEntry> entries = this.file.entries();
		LedgerView seen = this.scripts.compare(entries);
		this.looked.renewed();
		this.proofAt.set(seen.proofAt());
		boolean emptied = !this.boot.isEmpty() && !this.boot.equals(seen.boot());
		this.boot = seen.boot();
		this.highest = Math.max(emptied ? 0 : this.highest,
				entries.stream().mapToLong(LedgerEntry::seq).max().orElse(0));
		this.behind.set(Math.max(seen.missing().size(), this.highest - seen.seq()));
		this.highest = Math.max(this.highest, seen.seq());
		if (this.file.isConfigured()) {
			settle(seen);
		}
		else if (this.behind.get() > 0) {
			logger.atError()
				.addKeyValue("seq", seen.seq())
				.addKeyValue("seen", this.highest)
				.log("Redis was restored from an older backup: replay the log of erasures");
		}
	}

	private void settle(LedgerView seen) {
		boolean current = this.behind.get() <= 0;
		if (!current) {
			shut(seen);
			current = this.restoration.goOn(seen.missing(), this.highest);
		}
		if (current) {
			this.behind.set(0);
			this.restoring = false;
			this.closed = false;
			this.gate.set(true);
		}
	}

	private void shut(LedgerView seen) {
		this.gate.set(false);
		if (!this.restoring) {
			logger.atError()
				.addKeyValue("seq", seen.seq())
				.addKeyValue("ledger", this.highest)
				.addKeyValue("missing", seen.missing().size())
				.log("Redis is older than the ledger: what was erased since is erased again before anybody is served");
		}
		this.restoring = true;
		this.closed = true;
	}

	private double proofAge() {
		long at = this.proofAt.get();
		return (at > 0) ? Math.max(0, this.clock.millis() - at) / 1000.0 : Double.NaN;
	}

}
