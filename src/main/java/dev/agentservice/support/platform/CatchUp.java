package dev.agentservice.support.platform;

import java.time.Duration;

/**
 * What background threads do on a server, and what is done when a request begins where
 * there are only requests: a process that was frozen has missed messages and timers.
 */
public interface CatchUp {

	/**
	 * How long a request waits for it. It goes on afterwards, while the request does.
	 */
	Duration patience();

	/**
	 * Does it, if it is due. May block. What it throws is logged and stops no request.
	 */
	void catchUp();

	/** Whether the others need it: then they begin after it. */
	default boolean isFirst() {
		return false;
	}

}
