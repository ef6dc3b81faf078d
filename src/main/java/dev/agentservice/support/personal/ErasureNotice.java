package dev.agentservice.support.personal;

import java.util.Optional;

/**
 * What all replicas are told at the moment from which a user's data may not be written
 * any more, so that what is at work for the user stops at once. Messages can be lost:
 * what missed it finds the epoch gone with its next write.
 *
 * @param user the user's tag
 * @param epoch the epoch that is gone; what was admitted under another goes on
 */
public record ErasureNotice(String user, String epoch) {

	/** The Redis channel on which it is published, as {@code <user> <epoch>}. */
	public static final String CHANNEL = "as:erasures";

	/** Reads a message; empty if it is none. */
	public static Optional<ErasureNotice> of(String message) {
		int blank = message.indexOf(' ');
		return (blank > 0) ? Optional.of(new ErasureNotice(message.substring(0, blank), message.substring(blank + 1)))
				: Optional.empty();
	}

}
