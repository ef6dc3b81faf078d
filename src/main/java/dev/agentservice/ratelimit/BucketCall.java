package dev.agentservice.ratelimit;

import java.util.function.Function;
import java.util.function.Predicate;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.Nothing;
import io.github.bucket4j.VerboseBucket;
import io.github.bucket4j.VerboseResult;
import io.github.bucket4j.distributed.remote.MutableBucketEntry;
import io.github.bucket4j.distributed.remote.RemoteCommand;
import io.github.bucket4j.distributed.remote.RemoteVerboseResult;
import io.github.bucket4j.distributed.remote.commands.AddTokensCommand;
import io.github.bucket4j.distributed.remote.commands.ConsumeIgnoringRateLimitsCommand;
import io.github.bucket4j.distributed.remote.commands.EstimateAbilityToConsumeCommand;
import io.github.bucket4j.distributed.remote.commands.TryConsumeCommand;
import io.github.bucket4j.distributed.remote.commands.VerboseCommand;

/**
 * One thing to do with a bucket, wherever it is.
 *
 * @param <T> what Bucket4j answers
 * @param remote how to do it to the state of a bucket in Redis
 * @param local how to do it in memory
 * @param passes whether the answer means yes
 */
record BucketCall<T>(RemoteCommand<RemoteVerboseResult<T>> remote, Function<VerboseBucket, VerboseResult<T>> local,
		Predicate<T> passes) {

	/** Takes one token, if there is one. */
	static final BucketCall<Boolean> TAKE = new BucketCall<>(VerboseCommand.from(TryConsumeCommand.TRY_CONSUME_ONE),
			(bucket) -> bucket.tryConsume(1), (taken) -> taken);

	/** Asks whether there is a token, and takes none. */
	static final BucketCall<EstimationProbe> PEEK = new BucketCall<>(
			VerboseCommand.from(new EstimateAbilityToConsumeCommand(1)), (bucket) -> bucket.estimateAbilityToConsume(1),
			EstimationProbe::canBeConsumed);

	/** Puts one token back. */
	static final BucketCall<Nothing> GIVE_BACK = new BucketCall<>(VerboseCommand.from(new AddTokensCommand(1)),
			(bucket) -> bucket.addTokens(1), (_) -> true);

	/** Takes tokens, into debt if there are too few. */
	static BucketCall<Long> charge(long tokens) {
		return new BucketCall<>(VerboseCommand.from(new ConsumeIgnoringRateLimitsCommand(tokens)),
				(bucket) -> bucket.consumeIgnoringRateLimits(tokens), (_) -> true);
	}

	/** Does it to the state of a bucket, at a time of the Redis that holds it. */
	Level ask(MutableBucketEntry bucket, long nanos) {
		return level(this.remote.execute(bucket, nanos).getData().asLocal());
	}

	Level ask(Bucket bucket) {
		return level(this.local.apply(bucket.asVerbose()));
	}

	private Level level(VerboseResult<T> result) {
		return Level.of(result, this.passes.test(result.getValue()));
	}

}
