package dev.agentservice.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A time that the documentation promises. Other load can only add to it, so the least of
 * some attempts is nearest to what the code takes: one attempt in time is enough, and
 * code that always takes longer fails.
 */
public final class Promised {

	private static final Logger logger = LoggerFactory.getLogger(Promised.class);

	private static final int ATTEMPTS = 10;

	private Promised() {
	}

	/**
	 * Tries until it was done in time.
	 * @param promised what the documentation says
	 * @param attempt does it and says how long it took; it must be possible several times
	 */
	public static void within(Duration promised, Attempt attempt) {
		List<Duration> took = new ArrayList<>();
		do {
			took.add(attempt.took());
		}
		while (took.size() < ATTEMPTS && took.getLast().compareTo(promised) > 0);
		assertThat(took).as("one attempt within %s", promised)
			.anySatisfy((time) -> assertThat(time).isLessThanOrEqualTo(promised));
	}

	/**
	 * The same for what has to go well as long as the machine lets the code run at all,
	 * such as to renew something in time: tries until it did once.
	 * @param attempt does it and throws when it failed; it must be possible several times
	 */
	public static void once(Runnable attempt) {
		for (int i = 1; i < ATTEMPTS; i++) {
			try {
				attempt.run();
				return;
			}
			catch (AssertionError | RuntimeException ex) {
				logger.atWarn().setCause(ex).log("An attempt failed");
			}
		}
		attempt.run();
	}

	/** How long something takes. */
	public static Duration time(Runnable work) {
		long begun = System.nanoTime();
		work.run();
		return Duration.ofNanos(System.nanoTime() - begun);
	}

	/** Something that can be tried again. */
	@FunctionalInterface
	public interface Attempt {

		Duration took();

	}

}
