package dev.agentservice.identity.token;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import dev.agentservice.identity.KeyProperties;
import org.jspecify.annotations.Nullable;

/**
 * The issuer's keys as they were fetched last. One fetch at a time, and none sooner than
 * an interval after the one before: all requests that need newer keys wait for the same
 * fetch.
 */
final class KeyCache {

	/** Longer than any fetch. */
	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final KeyProperties properties;

	private final Fetcher fetcher;

	private final Semaphore waiting;

	private final ReentrantLock fetching = new ReentrantLock();

	private volatile @Nullable Fetched latest;

	private @Nullable Attempt attempt;

	KeyCache(KeyProperties properties, Fetcher fetcher) {
		this.properties = properties;
		this.fetcher = fetcher;
		this.waiting = new Semaphore(properties.maxWaiting());
	}

	/**
	 * The keys, not older than they may be; older ones while the issuer is down, or while
	 * another caller is fetching them.
	 * @throws KeySourceException if there are none
	 */
	JWKSet current() throws KeySourceException {
		Fetched known = this.latest;
		if (known == null || known.age() >= this.properties.maxAge().plus(this.properties.outage()).toNanos()) {
			return first();
		}
		if (known.age() >= this.properties.maxAge().toNanos()) {
			renew();
		}
		return known().keys();
	}

	/**
	 * The keys as of a fetch that began at a moment or later.
	 * @param moment on the clock of {@link System#nanoTime()}
	 * @throws KeySourceException if that fetch failed, or too many wait for it
	 */
	JWKSet fetchedSince(long moment) throws KeySourceException {
		if (!this.waiting.tryAcquire()) {
			throw new RemoteKeySourceException("Too many tokens wait for the issuer's keys", null);
		}
		try {
			lock();
			try {
				if (this.attempt == null || this.attempt.begun() - moment < 0) {
					pause();
					fetch();
				}
				return this.attempt().keys();
			}
			finally {
				this.fetching.unlock();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RemoteKeySourceException("Interrupted while waiting for the issuer's keys", ex);
		}
		finally {
			this.waiting.release();
		}
	}

	/**
	 * Nobody can be answered without them; who failed a moment ago is not asked again.
	 */
	private JWKSet first() throws KeySourceException {
		return fetchedSince(System.nanoTime() - this.properties.refreshInterval().toNanos());
	}

	/** What we have is good enough to go on with if this fails, or somebody is at it. */
	private void renew() {
		if (this.fetching.tryLock()) {
			try {
				if (mayFetch()) {
					fetch();
				}
			}
			finally {
				this.fetching.unlock();
			}
		}
	}

	private void lock() throws InterruptedException, KeySourceException {
		if (!this.fetching.tryLock(this.properties.refreshInterval().toNanos() + PATIENCE_NANOS,
				TimeUnit.NANOSECONDS)) {
			throw new RemoteKeySourceException("The issuer's keys did not arrive in time", null);
		}
	}

	private boolean mayFetch() {
		return left() <= 0;
	}

	private void pause() throws InterruptedException {
		long left = left();
		if (left > 0) {
			TimeUnit.NANOSECONDS.sleep(left);
		}
	}

	private long left() {
		return (this.attempt != null)
				? this.attempt.begun() + this.properties.refreshInterval().toNanos() - System.nanoTime() : 0;
	}

	private void fetch() {
		long begun = System.nanoTime();
		try {
			JWKSet keys = this.fetcher.fetch();
			this.latest = new Fetched(keys, begun);
			this.attempt = new Attempt(begun, keys, null);
		}
		catch (KeySourceException ex) {
			this.attempt = new Attempt(begun, null, ex);
		}
	}

	private Fetched known() {
		Fetched known = this.latest;
		if (known == null) {
			throw new IllegalStateException("fetched keys are never forgotten");
		}
		return known;
	}

	private Attempt attempt() {
		if (this.attempt == null) {
			throw new IllegalStateException("there was an attempt");
		}
		return this.attempt;
	}

	/** Asks the issuer. */
	@FunctionalInterface
	interface Fetcher {

		JWKSet fetch() throws KeySourceException;

	}

	private record Fetched(JWKSet keys, long begun) {

		long age() {
			return System.nanoTime() - this.begun;
		}

	}

	/** What came of asking: keys or a failure. */
	private record Attempt(long begun, @Nullable JWKSet fetched, @Nullable KeySourceException failure) {

		JWKSet keys() throws KeySourceException {
			if (this.fetched == null) {
				throw new RemoteKeySourceException("The issuer's keys cannot be fetched", this.failure);
			}
			return this.fetched;
		}

	}

}
