package dev.agentservice.knowledge.index.pinecone;

import dev.agentservice.knowledge.index.IndexUnavailableException;

/**
 * A failure of Pinecone that does not pass by itself: the request, the key or the index
 * is wrong.
 */
final class PineconeRefusedException extends IndexUnavailableException {

	private static final int BAD_REQUEST = 400;

	private final int status;

	PineconeRefusedException(int status, String message) {
		super("Pinecone refused a call with " + status + ": " + message, null);
		this.status = status;
	}

	int status() {
		return this.status;
	}

	@Override
	public boolean isOutage() {
		return false;
	}

	@Override
	public boolean isRefusal() {
		return this.status == BAD_REQUEST;
	}

}
