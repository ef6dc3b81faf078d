package dev.agentservice.ratelimit;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTag;
import dev.agentservice.support.RedisSettings;
import dev.agentservice.support.RedisStore;
import dev.agentservice.support.StoreUnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Decides whether a caller may start another run. Thread-safe.
 */
@Component
public final class RateLimits {

	private final RateLimitProperties properties;

	private final Buckets buckets;

	private final MeterRegistry meters;

	RateLimits(RateLimitProperties properties, RedisStore store, RedisSettings redis, MeterRegistry meters) {
		this.properties = properties;
		this.meters = meters;
		RedisBuckets shared = new RedisBuckets(store, redis.commandTimeout(), System::nanoTime);
		this.buckets = new Buckets(shared, redis.commandTimeout(), meters);
	}

	/**
	 * Counts a request against all limits of its caller at once, or, if one of them
	 * refuses, against none. Does not block; what depends on the future must not either.
	 * @param caller who asks
	 * @return the decision, within the time-out of a Redis command; a
	 * {@link StoreUnavailableException} if Redis is away and a limit is closed then
	 */
	public CompletableFuture<RateDecision> admit(Caller caller) {
		List<BucketKey> keys = Arrays.stream(RateLimit.values())
			.flatMap((limit) -> BucketKey.of(limit, caller, this.properties).stream())
			.toList();
		List<CompletableFuture<RateStatus>> answers = this.buckets
			.ask(keys.stream().map((key) -> new Draw(key, key.limit().admission())).toList());
		List<Asked> asked = IntStream.range(0, keys.size())
			.mapToObj((i) -> new Asked(keys.get(i), answers.get(i)))
			.toList();
		return CompletableFuture.allOf(asked.stream().map(Asked::answer).toArray(CompletableFuture<?>[]::new))
			.thenApply((_) -> decide(asked))
			.whenComplete((decision, _) -> settle(asked, decision));
	}

	/**
	 * Counts prompt tokens that are about to be sent to a model. They are never refused,
	 * since the run was admitted: a bucket that holds fewer goes into debt, and the
	 * user's next run is admitted when the debt has been refilled. Does not block.
	 * @param user whose run it is
	 * @param promptTokens an estimate; nothing happens if it is not above 0
	 * @return completes, never with an error, when the tokens are counted
	 */
	public CompletableFuture<Void> charge(UserTag user, long promptTokens) {
		if (promptTokens <= 0) {
			return CompletableFuture.completedFuture(null);
		}
		BucketKey key = BucketKey.of(RateLimit.USER_TOKENS, user, this.properties);
		return this.buckets.ask(key, BucketCall.charge(promptTokens)).handle((_, _) -> null);
	}

	private static RateDecision decide(List<Asked> asked) {
		return RateDecision.of(asked.stream().map((bucket) -> bucket.answer().join()).toList());
	}

	private void settle(List<Asked> asked, @Nullable RateDecision decision) {
		if (decision instanceof RateDecision.Allowed) {
			return;
		}
		asked.stream()
			.filter(Asked::tookOne)
			.forEach((bucket) -> this.buckets.giveBack(bucket.key(), bucket.answer().join().source()));
		if (decision instanceof RateDecision.Refused refused) {
			this.meters.counter("agent.ratelimit.rejections", "limit", refused.by().limit().label()).increment();
		}
	}

	/** A bucket and its answer to come. */
	private record Asked(BucketKey key, CompletableFuture<RateStatus> answer) {

		boolean tookOne() {
			return this.key.limit().admission().equals(BucketCall.TAKE) && !this.answer.isCompletedExceptionally()
					&& this.answer.join().allowed();
		}

	}

}
