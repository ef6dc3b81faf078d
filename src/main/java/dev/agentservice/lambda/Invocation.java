package dev.agentservice.lambda;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * An invocation as the Runtime API hands it out.
 *
 * @param id what its answer is sent under
 * @param deadline when Lambda ends it
 * @param traceId the header {@code X-Amzn-Trace-Id} to be, or null
 * @param event what the trigger sent, JSON
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Invocation(String id, Instant deadline, @Nullable String traceId, byte[] event) {

	/** What a schedule sends: nobody else waits for the answer. */
	private static final byte[] UPKEEP = "{\"agent-service\":\"upkeep\"}".getBytes(StandardCharsets.UTF_8);

	/** Whether it is there for what background threads do elsewhere. */
	boolean isUpkeep() {
		return Arrays.equals(this.event, UPKEEP);
	}

	/** Without the event, which holds what clients wrote. */
	@Override
	public String toString() {
		return "Invocation[" + this.id + ", " + this.event.length + " bytes]";
	}

}
