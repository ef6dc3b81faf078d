package dev.agentservice.llm.http;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How long a provider may be silent in one exchange, where the limits of its pool do not
 * apply.
 *
 * @param beforeAnswer before the answer begins; null for the pool's limits
 * @param gap between two pieces of a streamed answer, regardless of other bytes; null if
 * only the pool's limit between two bytes applies
 */
public record Silence(@Nullable Duration beforeAnswer, @Nullable Duration gap) {

	/** The limits of the pool apply. */
	public static final Silence AS_POOLED = new Silence(null, null);

	/** The longest silence before the head of the answer. */
	Duration beforeHead(Duration pooled) {
		return (this.beforeAnswer != null) ? this.beforeAnswer : pooled;
	}

	/** The longest silence between the head and the beginning of the answer. */
	Duration beforeAnswer(Duration pooled) {
		return longer(this.beforeAnswer, pooled);
	}

	/** The longest silence between two bytes of the answer. */
	Duration insideAnswer(Duration pooled) {
		return longer(this.gap, pooled);
	}

	private static Duration longer(@Nullable Duration own, Duration pooled) {
		return (own != null && own.compareTo(pooled) > 0) ? own : pooled;
	}

}
