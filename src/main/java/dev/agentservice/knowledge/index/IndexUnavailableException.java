package dev.agentservice.knowledge.index;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * An index cannot be asked, or does not answer in time.
 */
public class IndexUnavailableException extends RuntimeException {

	/** A caller that comes with less has nothing to say about the index. */
	private static final Duration FAIR = Duration.ofSeconds(1);

	public IndexUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	/**
	 * There is no answer within the time that the caller had.
	 * @param had how much that was at first
	 */
	public static IndexUnavailableException late(String message, Duration had, @Nullable Throwable cause) {
		return (had.compareTo(FAIR) >= 0) ? new IndexUnavailableException(message, cause)
				: new LateException(message, cause);
	}

	/** Whether it probably fails for all calls now, and not for this one alone. */
	public boolean isOutage() {
		return true;
	}

	/** Whether the index does not take what it was given, now or later. */
	public boolean isRefusal() {
		return false;
	}

	/** It is too late for this caller. */
	private static final class LateException extends IndexUnavailableException {

		private LateException(String message, @Nullable Throwable cause) {
			super(message, cause);
		}

		@Override
		public boolean isOutage() {
			return false;
		}

	}

}
