package dev.agentservice.ratelimit.bucket;

import java.util.concurrent.CompletableFuture;

/**
 * Something that is asked of a bucket.
 *
 * @param key the bucket
 * @param call what is asked
 * @param answer what Redis says, once it has said it; who has stopped waiting completes
 * it, and nothing is done that has not been done by then
 */
public record Draw(BucketKey key, BucketCall<?> call, CompletableFuture<Level> answer) {

	public Draw(BucketKey key, BucketCall<?> call) {
		this(key, call, new CompletableFuture<>());
	}

	boolean isAwaited() {
		return !this.answer.isDone();
	}

}
