package dev.agentservice.tool;

import java.time.Duration;

import dev.agentservice.tool.resilience.ResilienceProperties;
import org.jspecify.annotations.Nullable;

/**
 * How one tool is run, after configuration was laid over its {@link ToolPolicy}.
 *
 * @param timeout the longest a call may take, its retries included
 * @param parallel whether a call may run while other calls of the same step do
 * @param sideEffects whether a call changes anything outside; then it is never repeated,
 * and its results are not kept
 * @param idempotent whether a repeated call with the same key has no further effect
 * @param inDoubt what becomes of a call with side effects whose replica was lost
 * @param trusted whether its results and failure messages hold nothing that a stranger
 * may have written
 * @param thirdParty whether its arguments leave for somebody else's service
 * @param resilience what is done when it fails
 * @param cache how its results are kept; null if they are not
 */
public record ToolSettings(Duration timeout, boolean parallel, boolean sideEffects, boolean idempotent, InDoubt inDoubt,
		boolean trusted, boolean thirdParty, ResilienceProperties resilience, @Nullable Cache cache) {

	public ToolSettings {
		if (!timeout.isPositive()) {
			throw new IllegalArgumentException("the time-out must be positive, not " + timeout);
		}
		if (sideEffects && resilience.maxAttempts() > 1) {
			throw new IllegalArgumentException("a tool with side effects must not be called again by itself: "
					+ "max-attempts must be 1, not " + resilience.maxAttempts());
		}
		if (sideEffects && cache != null) {
			throw new IllegalArgumentException("results of a tool with side effects must not be cached");
		}
		if (inDoubt == InDoubt.ASK) {
			throw new IllegalArgumentException("in-doubt 'ask' needs approvals, which this release does not have; "
					+ "use 'tell', 'retry' or 'check'");
		}
		if (sideEffects && inDoubt == InDoubt.RETRY && !idempotent) {
			throw new IllegalArgumentException("in-doubt 'retry' would do again what may have been done: set "
					+ "'idempotent' as well, if its backend recognises a call by its key");
		}
	}

	/**
	 * How results are kept.
	 *
	 * @param ttl how long
	 * @param scope for whom
	 */
	public record Cache(Duration ttl, CacheScope scope) {

	}

}
