package dev.agentservice.endtoend.faults;

import java.time.Duration;

/**
 * What is promised when something goes wrong.
 *
 * @param outcome what the client gets: {@code 200} and the whole answer, or a status and
 * a problem's code
 * @param fallback whether the client is told that another model stood in
 * @param first the calls that the first provider sees
 * @param second the calls that the fallback's provider sees
 * @param earliest how long the client waits at least
 */
record Promise(String outcome, boolean fallback, int first, int second, Duration earliest) {

	/** The longest that any of it may take; every limit of the service is far below. */
	static final Duration LATEST = Duration.ofSeconds(8);

	static Promise answer(String text, int first, int second) {
		return new Promise("200 " + text, second > 0, first, second, Duration.ZERO);
	}

	static Promise problem(int status, String code, int first, int second) {
		return new Promise(status + " " + code, false, first, second, Duration.ZERO);
	}

	/** An error behind the beginning of an answer. */
	static Promise brokenOff(String code, int first, int second) {
		return new Promise("broken off " + code, false, first, second, Duration.ZERO);
	}

	/** The same after a call of the first model that went well. */
	Promise afterOneMoreCall() {
		return new Promise(this.outcome, this.fallback, this.first + 1, this.second, this.earliest);
	}

	Promise saying(String text) {
		return answer(text, this.first, this.second);
	}

	Promise notBefore(Duration wait) {
		return new Promise(this.outcome, this.fallback, this.first, this.second, wait);
	}

}
