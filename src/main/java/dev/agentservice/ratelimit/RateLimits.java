package dev.agentservice.ratelimit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.ConfiguredCredential;
import dev.agentservice.identity.Credentials;
import dev.agentservice.identity.UserTag;
import dev.agentservice.support.RedisSettings;
import dev.agentservice.support.RedisStore;
import dev.agentservice.support.StoreUnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Decides whether a caller may start another run, or ask for anything else. Thread-safe.
 */
@Component
public final class RateLimits {

	/**
	 * A read waits for Redis a second time, for what it reads: while Redis hangs both
	 * together must not take much longer than one.
	 */
	private static final int PATIENCE_OF_READS = 4;

	private final RateLimitProperties properties;

	private final Credentials credentials;

	private final Buckets buckets;

	private final Buckets ofReads;

	private final Newcomers newcomers;

	private final RateLimitMetrics metrics;

	RateLimits(RateLimitProperties properties, Credentials credentials, RedisStore store, RedisSettings redis,
			MeterRegistry meters) {
		this.properties = properties;
		this.credentials = credentials;
		this.metrics = new RateLimitMetrics(meters, credentials);
		RedisBuckets shared = new RedisBuckets(store, redis.commandTimeout(), System::nanoTime);
		this.buckets = new Buckets(shared, redis.commandTimeout(), meters);
		this.ofReads = new Buckets(shared, redis.commandTimeout().dividedBy(PATIENCE_OF_READS), meters);
		this.newcomers = new Newcomers(store, properties.newUsers().remembered());
	}

	/**
	 * Counts a run against all limits of its caller at once, or, if one of them refuses,
	 * against none. Does not block; what depends on the future must not either.
	 * @param caller who asks
	 * @return the decision, within the time-out of a Redis command, or twice that for a
	 * new user; a {@link StoreUnavailableException} if Redis is away and a limit is
	 * closed then
	 */
	public CompletableFuture<RateDecision> admit(Caller caller) {
		List<Asked> asked = ask(this.buckets, RateLimit.OF_RUNS.stream().map((limit) -> key(limit, caller)).toList());
		if (namesUsers(caller)) {
			asked.add(askAsNewcomer(caller));
		}
		return decision(asked).thenApply((decision) -> welcome(caller, asked, decision));
	}

	/**
	 * Counts a request that starts no run, against its user and its credential. Does not
	 * block; what depends on the future must not either.
	 * @param caller who asks
	 * @return the decision, within a quarter of the time-out of a Redis command; a
	 * {@link StoreUnavailableException} if Redis is away and a limit is closed then
	 */
	public CompletableFuture<RateDecision> admitRead(Caller caller) {
		return decision(
				ask(this.ofReads, List.of(key(RateLimit.USER_READS, caller), key(RateLimit.KEY_READS, caller))));
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
		BucketKey key = BucketKey.of(RateLimit.USER_TOKENS, user, this.properties.userTokens());
		return this.buckets.ask(key, BucketCall.charge(promptTokens)).handle((_, _) -> null);
	}

	private static List<Asked> ask(Buckets buckets, List<BucketKey> keys) {
		List<CompletableFuture<RateStatus>> answers = buckets
			.ask(keys.stream().map((key) -> new Draw(key, key.limit().admission())).toList());
		List<Asked> asked = new ArrayList<>();
		for (int i = 0; i < keys.size(); i++) {
			asked.add(new Asked(buckets, keys.get(i), answers.get(i)));
		}
		return asked;
	}

	/** Costs a known user nothing. */
	private Asked askAsNewcomer(Caller caller) {
		BucketKey key = key(RateLimit.NEW_USERS, caller);
		return new Asked(this.buckets, key,
				this.newcomers.isNew(caller.tag())
					.thenCompose((isNew) -> isNew ? this.buckets.ask(key, BucketCall.TAKE)
							: CompletableFuture.completedFuture(RateStatus.unchecked(key))));
	}

	private CompletableFuture<RateDecision> decision(List<Asked> asked) {
		return CompletableFuture.allOf(asked.stream().map(Asked::answer).toArray(CompletableFuture<?>[]::new))
			.thenApply((_) -> RateDecision.of(asked.stream().map((bucket) -> bucket.answer().join()).toList()))
			.whenComplete((decision, _) -> settle(asked, decision));
	}

	private void settle(List<Asked> asked, @Nullable RateDecision decision) {
		if (decision instanceof RateDecision.Allowed) {
			return;
		}
		asked.stream().filter(Asked::tookOne).forEach(Asked::giveBack);
		if (decision instanceof RateDecision.Refused refused) {
			this.metrics.refused(refused.by().limit());
		}
	}

	private RateDecision welcome(Caller caller, List<Asked> asked, RateDecision decision) {
		boolean counted = asked.getLast().key().limit() == RateLimit.NEW_USERS
				&& asked.getLast().answer().join().source() != RateStatus.Source.NOBODY;
		if (counted && decision instanceof RateDecision.Allowed) {
			this.newcomers.remember(caller.tag());
			this.metrics.newUser(caller.credential());
		}
		return decision;
	}

	private BucketKey key(RateLimit limit, Caller caller) {
		Quota quota = CappedQuota.of(limit, this.properties.quota(limit), caller.credential(), this.credentials);
		return BucketKey.of(limit, caller, quota);
	}

	private boolean namesUsers(Caller caller) {
		return this.credentials.find(caller.credential()).filter(ConfiguredCredential::namesUsers).isPresent();
	}

	/** A bucket and its answer to come. */
	private record Asked(Buckets buckets, BucketKey key, CompletableFuture<RateStatus> answer) {

		boolean tookOne() {
			return this.key.limit().admission().equals(BucketCall.TAKE) && !this.answer.isCompletedExceptionally()
					&& this.answer.join().allowed();
		}

		/** Where it was taken. */
		void giveBack() {
			this.buckets.giveBack(this.key, this.answer.join().source());
		}

	}

}
