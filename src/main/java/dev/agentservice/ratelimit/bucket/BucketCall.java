package dev.agentservice.ratelimit.bucket;

import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.Nothing;
import io.github.bucket4j.VerboseBucket;
import io.github.bucket4j.VerboseResult;
import io.github.bucket4j.distributed.remote.MutableBucketEntry;
import io.github.bucket4j.distributed.remote.RemoteCommand;
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
 * @param tokens how many it has taken if it means yes, which can be given back
 */
public record BucketCall<T>(Remote<T> remote, Function<VerboseBucket, VerboseResult<T>> local, Predicate<T> passes,
		long tokens) {

	/** Takes one token, if there is one. */
	public static final BucketCall<Boolean> TAKE = new BucketCall<>(remote(TryConsumeCommand.TRY_CONSUME_ONE),
			(bucket) -> bucket.tryConsume(1), (taken) -> taken, 1);

	/** Asks whether there is a token, and takes none. */
	public static final BucketCall<EstimationProbe> PEEK = new BucketCall<>(
			remote(new EstimateAbilityToConsumeCommand(1)), (bucket) -> bucket.estimateAbilityToConsume(1),
			EstimationProbe::canBeConsumed, 0);

	/** Puts tokens back. */
	static BucketCall<Nothing> giveBack(long tokens) {
		return new BucketCall<>(remote(new AddTokensCommand(tokens)), (bucket) -> bucket.addTokens(tokens), (_) -> true,
				0);
	}

	/** Takes tokens, into debt if there are too few. */
	public static BucketCall<Long> charge(long tokens) {
		return new BucketCall<>(remote(new ConsumeIgnoringRateLimitsCommand(tokens)),
				(bucket) -> bucket.consumeIgnoringRateLimits(tokens), (_) -> true, tokens);
	}

	/**
	 * Takes tokens, into debt if there are too few, and none if there is not even one.
	 */
	static BucketCall<EstimationProbe> chargeUnlessEmpty(long tokens) {
		BucketCall<Long> charge = charge(tokens);
		return new BucketCall<>(
				(bucket, nanos) -> charged(PEEK.remote.execute(bucket, nanos),
						() -> charge.remote.execute(bucket, nanos)),
				(bucket) -> charged(PEEK.local.apply(bucket), () -> charge.local.apply(bucket)), PEEK.passes, tokens);
	}

	private static VerboseResult<EstimationProbe> charged(VerboseResult<EstimationProbe> probe,
			Supplier<VerboseResult<Long>> charge) {
		return PEEK.passes.test(probe.getValue()) ? charge.get().withValue(probe.getValue()) : probe;
	}

	/** Does it to the state of a bucket, at a time of the Redis that holds it. */
	Level ask(MutableBucketEntry bucket, long nanos) {
		return level(this.remote.execute(bucket, nanos));
	}

	Level ask(Bucket bucket) {
		return level(this.local.apply(bucket.asVerbose()));
	}

	private Level level(VerboseResult<T> result) {
		return Level.of(result, this.passes.test(result.getValue()));
	}

	private static <T> Remote<T> remote(RemoteCommand<T> command) {
		VerboseCommand<T> verbose = VerboseCommand.from(command);
		return (bucket, nanos) -> verbose.execute(bucket, nanos).getData().asLocal();
	}

	/**
	 * Does something to the state of a bucket.
	 *
	 * @param <T> what Bucket4j answers
	 */
	@FunctionalInterface
	interface Remote<T> {

		VerboseResult<T> execute(MutableBucketEntry bucket, long nanos);

	}

}
