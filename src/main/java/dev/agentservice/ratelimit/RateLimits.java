package dev.agentservice.ratelimit;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
		return admit(caller, List.of());
	}

	/**
	 * The same for a request for which some limits were drawn on before.
	 * @param caller who asks
	 * @param drawn how the caller stands with those
	 */
	public CompletableFuture<RateDecision> admit(Caller caller, List<RateStatus> drawn) {
		Set<RateLimit> known = drawn.stream().map(RateStatus::limit).collect(Collectors.toSet());
		List<BucketKey> keys = Arrays.stream(RateLimit.values())
			.filter((limit) -> !known.contains(limit))
			.flatMap((limit) -> BucketKey.of(limit, caller, this.properties).stream())
			.toList();
		Stream<Asked> before = drawn.stream()
			.flatMap((status) -> BucketKey.of(status.limit(), caller, this.properties)
				.map((key) -> new Asked(key, CompletableFuture.completedFuture(status)))
				.stream());
		return decide(Stream.concat(before, ask(keys).stream()).toList());
	}

	/**
	 * Counts a request against the limits of its credential, where its user is not known
	 * yet.
	 * @param credential the name of the API key
	 */
	public CompletableFuture<RateDecision> admitKey(String credential) {
		return decide(ask(Arrays.stream(RateLimit.values())
			.filter(RateLimit::isOfKey)
			.flatMap((limit) -> BucketKey.ofKey(limit, credential, this.properties).stream())
			.toList()));
	}

	private List<Asked> ask(List<BucketKey> keys) {
		if (keys.isEmpty()) {
			return List.of();
		}
		List<CompletableFuture<RateStatus>> answers = this.buckets
			.ask(keys.stream().map((key) -> new Draw(key, key.limit().admission())).toList());
		return IntStream.range(0, keys.size()).mapToObj((i) -> new Asked(keys.get(i), answers.get(i))).toList();
	}

	private CompletableFuture<RateDecision> decide(List<Asked> asked) {
		return CompletableFuture.allOf(asked.stream().map(Asked::answer).toArray(CompletableFuture<?>[]::new))
			.thenApply((_) -> RateDecision.of(asked.stream().map((bucket) -> bucket.answer().join()).toList()))
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

	/**
	 * Counts bytes that are about to be inspected, into debt if there are fewer, against
	 * the caller's user and key. Does not block.
	 * @return completes, never with an error, when they are counted
	 */
	public CompletableFuture<Void> chargeInspection(Caller caller, long bytes) {
		return charge(caller, BucketCall.charge(bytes), RateLimit.USER_BYTES, RateLimit.KEY_BYTES);
	}

	/**
	 * Counts a text of the caller that was refused, into debt if there is room for none.
	 * Does not block.
	 * @return completes, never with an error, when it is counted
	 */
	public CompletableFuture<Void> chargeRefusal(Caller caller) {
		return charge(caller, BucketCall.charge(1), RateLimit.USER_REFUSALS);
	}

	private CompletableFuture<Void> charge(Caller caller, BucketCall<?> call, RateLimit... limits) {
		List<Draw> draws = Arrays.stream(limits)
			.flatMap((limit) -> BucketKey.of(limit, caller, this.properties).stream())
			.map((key) -> new Draw(key, call))
			.toList();
		return CompletableFuture.allOf(this.buckets.ask(draws).toArray(CompletableFuture<?>[]::new))
			.exceptionally((_) -> null);
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
