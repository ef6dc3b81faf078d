package dev.agentservice.llm.provider;

import java.time.Duration;

import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.support.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * How long a call waits for its first token.
 *
 * @param deadline when it must have come
 * @param silence the longest silence before it; null for the pool's limits
 */
public record FirstTokenLimit(Deadline deadline, @Nullable Duration silence) {

	/** Nothing tells a model that thinks unseen from one that hangs. */
	private static final int FOR_UNSEEN_THOUGHTS = 3;

	/** A client that waits for the whole answer has time for its thoughts. */
	private static final int FOR_WHOLE_ANSWERS = 6;

	/** So much of a prompt is read in the time that is set. */
	private static final long SHORT_PROMPT = 16_000;

	/** What providers read at least in a millisecond beyond that, in tokens. */
	private static final long TOKENS_PER_MILLI = 16;

	/**
	 * The limit of a call.
	 * @param set what is set for its provider
	 * @param prompt the most tokens that its prompt can have
	 * @param unseen whether its model may think before the first token, and show nothing
	 * @param readAlong whether a client reads along
	 */
	public static FirstTokenLimit of(ModelRequest request, Duration set, long prompt, boolean unseen,
			boolean readAlong) {
		Duration own = request.limits().firstToken();
		if (own != null) {
			return new FirstTokenLimit(request.deadline().within(own), own);
		}
		Duration limit = set.plusMillis(Math.max(0, prompt - SHORT_PROMPT) / TOKENS_PER_MILLI);
		if (unseen) {
			limit = limit.multipliedBy(readAlong ? FOR_UNSEEN_THOUGHTS : FOR_WHOLE_ANSWERS);
		}
		return new FirstTokenLimit(request.deadline().within(limit), limit.equals(set) ? null : limit);
	}

}
