package dev.agentservice.knowledge.index.pinecone;

import java.time.Duration;

import dev.agentservice.knowledge.index.IndexUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * A failure of Pinecone that may pass by itself.
 */
final class PineconePassingException extends IndexUnavailableException {

	private final Duration retryAfter;

	private final boolean outage;

	PineconePassingException(String message, Duration retryAfter, @Nullable Throwable cause) {
		this(message, retryAfter, cause, true);
	}

	PineconePassingException(String message, Duration retryAfter, @Nullable Throwable cause, boolean outage) {
		super(message, cause);
		this.retryAfter = retryAfter;
		this.outage = outage;
	}

	Duration retryAfter() {
		return this.retryAfter;
	}

	/** A limit is that of one namespace or plan. */
	@Override
	public boolean isOutage() {
		return this.outage;
	}

}
