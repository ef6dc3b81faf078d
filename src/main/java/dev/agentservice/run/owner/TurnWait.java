package dev.agentservice.run.owner;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.agentservice.support.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Polls for a turn that another run has: often at first, then less, at random moments, so
 * that waiting runs do not synchronise.
 */
final class TurnWait {

	private static final Duration SHORTEST = Duration.ofMillis(20);

	private static final Duration LONGEST = Duration.ofMillis(250);

	private TurnWait() {
	}

	/**
	 * Polls until there is an answer or the wait is over.
	 * @param wait how long to poll; zero polls once
	 * @param ask returns null while the turn is taken
	 * @return the answer, or null when the wait is over
	 * @throws CancellationException if this thread is interrupted; it stays interrupted
	 */
	static <T> @Nullable T await(Duration wait, Supplier<@Nullable T> ask) {
		Deadline deadline = Deadline.after(wait);
		long pause = SHORTEST.toNanos();
		T answer = ask.get();
		while (answer == null && !deadline.passed()) {
			long jittered = ThreadLocalRandom.current().nextLong(pause / 2, pause);
			pause(Math.min(jittered, deadline.remaining().toNanos()));
			pause = Math.min(2 * pause, LONGEST.toNanos());
			answer = ask.get();
		}
		return answer;
	}

	private static void pause(long nanos) {
		try {
			TimeUnit.NANOSECONDS.sleep(nanos);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw (CancellationException) new CancellationException("Interrupted while waiting for the turn")
				.initCause(ex);
		}
	}

}
