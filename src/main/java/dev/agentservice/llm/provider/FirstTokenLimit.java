package dev.agentservice.llm.provider;

import java.time.Duration;

import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.support.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * How long a call waits for its first token.
 *
 * @param deadline when it must have arrived
 * @param silence the longest silence before it; null for the pool's limits
 */
public record FirstTokenLimit(Deadline deadline, @Nullable Duration silence) {

	/** A model with hidden thoughts cannot be distinguished from one that hangs. */
	private static final int FOR_UNSEEN_THOUGHTS = 3;

	/** A client that waits for the whole answer accepts a longer wait for thoughts. */
	private static final int FOR_WHOLE_ANSWERS = 6;

	/** The tokens of a prompt that are read within the configured limit. */
	private static final long SHORT_PROMPT = 16_000;

	/** The tokens that providers read at least in a millisecond beyond that. */
	private static final long TOKENS_PER_MILLI = 16;

	/**
	 * The limit of a call.
	 * @param set the provider's configured limit
	 * @param prompt the most tokens that its prompt can have
	 * @param unseen whether its model may have hidden thoughts before the first token
	 * @param readAlong whether the client is streaming
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
