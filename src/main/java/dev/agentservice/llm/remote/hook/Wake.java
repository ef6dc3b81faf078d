package dev.agentservice.llm.remote.hook;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.agentservice.llm.http.Exchange;
import dev.agentservice.llm.remote.RemoteRef;
import dev.agentservice.llm.resilience.Patience;
import org.jspecify.annotations.Nullable;

/**
 * The time of a run that waits for its provider. A hook ends a pause, but none that the
 * provider has asked for, and a stream that stays silent, but none of a later part of a
 * session; each at most once, so that what a hook costs is one look at the provider's
 * record. Thread-safe.
 */
public final class Wake implements Patience.Time, AutoCloseable {

	/** Records are not asked for more often, whatever hooks say. */
	static final Duration LEAST = Duration.ofMillis(200);

	/** What is still under way comes without such pauses. */
	private static final Duration MOMENT = Duration.ofSeconds(1);

	private final Wakes wakes;

	private @Nullable RemoteRef ref;

	private @Nullable Exchange stream;

	private boolean woken;

	Wake(Wakes wakes) {
		this.wakes = wakes;
	}

	/** From now on hooks about this are for it. */
	public synchronized void enter(RemoteRef begun) {
		if (this.ref == null) {
			this.ref = begun;
			if (this.wakes.enter(begun, this)) {
				wake();
			}
		}
	}

	/** No hooks any more. */
	@Override
	public synchronized void close() {
		if (this.ref != null) {
			this.wakes.leave(this.ref, this);
			this.ref = null;
		}
	}

	synchronized void wake() {
		this.woken = true;
		notifyAll();
		if (this.stream != null) {
			endIfWoken(this.stream);
		}
	}

	private void endIfWoken(Exchange silent) {
		if (this.woken && !mayBeLate()) {
			silent.endIfSilentFor(MOMENT);
		}
	}

	/**
	 * A session has one name for all parts: this may be about the end of the one before.
	 */
	synchronized boolean mayBeLate() {
		return this.ref != null && this.ref.eventsBefore() > 0;
	}

	@Override
	public synchronized void listens(Exchange stream) {
		this.stream = stream;
		endIfWoken(stream);
	}

	@Override
	public long nanos() {
		return System.nanoTime();
	}

	@Override
	public synchronized void sleep(Duration least, Duration time) throws InterruptedException {
		long begin = nanos();
		long rest = rest(begin, least, time);
		while (rest > 0) {
			// Rounded up: a wait of 0 ms would never end.
			wait(TimeUnit.NANOSECONDS.toMillis(rest) + 1);
			rest = rest(begin, least, time);
		}
		this.woken = false;
	}

	private long rest(long begin, Duration least, Duration time) {
		Duration shortest = (least.compareTo(LEAST) > 0) ? least : LEAST;
		Duration pause = (this.woken && time.compareTo(shortest) > 0) ? shortest : time;
		return pause.toNanos() - (nanos() - begin);
	}

}
