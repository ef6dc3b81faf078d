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
 * @param trusted whether its results and failure messages hold nothing that a stranger
 * may have written
 * @param thirdParty whether its arguments leave for somebody else's service
 * @param resilience what is done when it fails
 * @param cache how its results are kept; null if they are not
 */
public record ToolSettings(Duration timeout, boolean parallel, boolean sideEffects, boolean trusted, boolean thirdParty,
		ResilienceProperties resilience, @Nullable Cache cache) {

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
