package dev.agentservice.tool;

import java.time.Duration;

/**
 * How one tool is run, after configuration was laid over its {@link ToolPolicy}.
 *
 * @param timeout the longest a call may take
 * @param parallel whether a call may run while other calls of the same step do
 * @param sideEffects whether a call changes anything outside
 */
public record ToolSettings(Duration timeout, boolean parallel, boolean sideEffects) {

	public ToolSettings {
		if (!timeout.isPositive()) {
			throw new IllegalArgumentException("the time-out must be positive, not " + timeout);
		}
	}

}
