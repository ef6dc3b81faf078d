package dev.agentservice.ratelimit;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.Nothing;
import io.github.bucket4j.VerboseBucket;
import io.github.bucket4j.VerboseResult;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.bucket4j.distributed.AsyncVerboseBucket;

/**
 * One thing to do with a bucket, wherever it is.
 *
 * @param <T> what Bucket4j answers
 * @param remote how to do it in Redis
 * @param local how to do it in memory
 * @param passes whether the answer means yes
 */
record BucketCall<T>(Function<AsyncVerboseBucket, CompletableFuture<VerboseResult<T>>> remote,
		Function<VerboseBucket, VerboseResult<T>> local, Predicate<T> passes) {

	/** Takes one token, if there is one. */
	static final BucketCall<Boolean> TAKE = new BucketCall<>((bucket) -> bucket.tryConsume(1),
			(bucket) -> bucket.tryConsume(1), (taken) -> taken);

	/** Asks whether there is a token, and takes none. */
	static final BucketCall<EstimationProbe> PEEK = new BucketCall<>((bucket) -> bucket.estimateAbilityToConsume(1),
			(bucket) -> bucket.estimateAbilityToConsume(1), EstimationProbe::canBeConsumed);

	/** Puts one token back. */
	static final BucketCall<Nothing> GIVE_BACK = new BucketCall<>((bucket) -> bucket.addTokens(1),
			(bucket) -> bucket.addTokens(1), (_) -> true);

	/** Takes tokens, into debt if there are too few. */
	static BucketCall<Long> charge(long tokens) {
		return new BucketCall<>((bucket) -> bucket.consumeIgnoringRateLimits(tokens),
				(bucket) -> bucket.consumeIgnoringRateLimits(tokens), (_) -> true);
	}

	CompletableFuture<Level> ask(AsyncBucketProxy bucket) {
		return this.remote.apply(bucket.asVerbose()).thenApply(this::level);
	}

	Level ask(Bucket bucket) {
		return level(this.local.apply(bucket.asVerbose()));
	}

	private Level level(VerboseResult<T> result) {
		return Level.of(result, this.passes.test(result.getValue()));
	}

}
