package dev.agentservice.ratelimit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.ConfiguredCredential;
import dev.agentservice.identity.Credentials;
import dev.agentservice.identity.UserTag;
import dev.agentservice.ratelimit.bucket.BucketCall;
import dev.agentservice.ratelimit.bucket.BucketKey;
import dev.agentservice.ratelimit.bucket.Buckets;
import dev.agentservice.ratelimit.bucket.Draw;
import dev.agentservice.ratelimit.bucket.Quota;
import dev.agentservice.ratelimit.bucket.RateLimit;
import dev.agentservice.ratelimit.bucket.RateStatus;
import dev.agentservice.ratelimit.bucket.RedisBuckets;
import dev.agentservice.support.platform.PlatformProperties;
import dev.agentservice.support.redis.RedisProperties;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.StoreUnavailableException;
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

	private final PlatformProperties platform;

	private final Buckets buckets;

	private final Buckets ofReads;

	private final Newcomers newcomers;

	private final RateLimitMetrics metrics;

	RateLimits(RateLimitProperties properties, Credentials credentials, RedisStore store, RedisProperties redis,
			PlatformProperties platform, MeterRegistry meters) {
		this.properties = properties;
		this.credentials = credentials;
		this.platform = platform;
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
		return admit(caller, List.of(), 0);
	}

	/**
	 * The same for a request for which some limits were drawn on before. What is going to
	 * be inspected is counted with it, so that it costs no wait of its own: as all of it
	 * if the request is admitted, into debt if there is room for less.
	 * @param caller who asks
	 * @param drawn how the caller stands with those
	 * @param bytes how many are going to be inspected
	 */
	public CompletableFuture<RateDecision> admit(Caller caller, List<RateStatus> drawn, long bytes) {
		Set<RateLimit> known = drawn.stream().map(RateStatus::limit).collect(Collectors.toSet());
		List<Asked> asked = ask(this.buckets,
				RateLimit.OF_RUNS.stream()
					.filter((limit) -> !known.contains(limit))
					.map((limit) -> new Draw(key(limit, caller), limit.admission(bytes)))
					.toList());
		drawn.forEach((status) -> asked
			.add(new Asked(this.buckets, new Draw(key(status.limit(), caller), status.limit().admission()),
					CompletableFuture.completedFuture(status))));
		return newcomersCounted(caller, known, asked).thenApply((decision) -> {
			if (decision instanceof RateDecision.Allowed && bytes > 0) {
				var _ = charge(caller, BucketCall.charge(bytes), known.stream().filter(RateLimit::countsBytes));
			}
			return decision;
		});
	}

	private CompletableFuture<RateDecision> newcomersCounted(Caller caller, Set<RateLimit> known, List<Asked> asked) {
		if (known.contains(RateLimit.NEW_USERS) || !namesUsers(caller)) {
			return decision(asked);
		}
		Asked newcomer = askAsNewcomer(caller);
		asked.add(newcomer);
		return decision(asked).thenApply((decision) -> welcome(caller, newcomer, decision));
	}

	/**
	 * Counts a run against the limits of its credential, where its user is not known yet.
	 * @param credential the name of the API key
	 * @param tenant whose it is
	 */
	public CompletableFuture<RateDecision> admitKey(String credential, String tenant) {
		return decision(ask(this.buckets,
				RateLimit.OF_RUNS.stream()
					.filter(RateLimit::isOfKey)
					.map((limit) -> new Draw(BucketKey.of(limit, credential, tenant, quota(limit, credential)),
							limit.admission()))
					.toList()));
	}

	/**
	 * Counts a request that starts no run, against its user and its credential. Does not
	 * block; what depends on the future must not either.
	 * @param caller who asks
	 * @return the decision, within a quarter of the time-out of a Redis command; a
	 * {@link StoreUnavailableException} if Redis is away and a limit is closed then
	 */
	public CompletableFuture<RateDecision> admitRead(Caller caller) {
		return decision(ask(this.ofReads,
				Stream.of(RateLimit.USER_READS, RateLimit.KEY_READS)
					.map((limit) -> new Draw(key(limit, caller), limit.admission()))
					.toList()));
	}

	/**
	 * Counts prompt tokens that are about to be sent to a model. They are never refused,
	 * since the run was admitted: a bucket that holds fewer goes into debt, and the
	 * user's next run is admitted when the debt has been refilled. Does not block, but
	 * where there are only requests: there nothing is sent after them.
	 * @param user whose run it is
	 * @param promptTokens an estimate; nothing happens if it is not above 0
	 * @return completes, never with an error, when the tokens are counted
	 */
	public CompletableFuture<Void> charge(UserTag user, long promptTokens) {
		if (promptTokens <= 0) {
			return CompletableFuture.completedFuture(null);
		}
		BucketKey key = BucketKey.of(RateLimit.USER_TOKENS, user, this.properties.userTokens());
		CompletableFuture<Void> charged = this.buckets.ask(key, BucketCall.charge(promptTokens)).handle((_, _) -> null);
		if (this.platform.onlyRequests()) {
			charged.join();
		}
		return charged;
	}

	/**
	 * Counts bytes that are about to be inspected, into debt if there are fewer, against
	 * the caller's user and credential. Does not block.
	 * @return completes, never with an error, when they are counted
	 */
	public CompletableFuture<Void> chargeInspection(Caller caller, long bytes) {
		return charge(caller, BucketCall.charge(bytes), Stream.of(RateLimit.USER_BYTES, RateLimit.KEY_BYTES));
	}

	/**
	 * Counts a text of the caller that was refused, into debt if there is room for none.
	 * Does not block.
	 * @return completes, never with an error, when it is counted
	 */
	public CompletableFuture<Void> chargeRefusal(Caller caller) {
		return charge(caller, BucketCall.charge(1), Stream.of(RateLimit.USER_REFUSALS));
	}

	private CompletableFuture<Void> charge(Caller caller, BucketCall<?> call, Stream<RateLimit> limits) {
		List<Draw> draws = limits.map((limit) -> new Draw(key(limit, caller), call)).toList();
		if (draws.isEmpty()) {
			return CompletableFuture.completedFuture(null);
		}
		return CompletableFuture.allOf(this.buckets.ask(draws).toArray(CompletableFuture<?>[]::new))
			.exceptionally((_) -> null);
	}

	private static List<Asked> ask(Buckets buckets, List<Draw> draws) {
		List<Asked> asked = new ArrayList<>();
		if (draws.isEmpty()) {
			return asked;
		}
		List<CompletableFuture<RateStatus>> answers = buckets.ask(draws);
		for (int i = 0; i < draws.size(); i++) {
			asked.add(new Asked(buckets, draws.get(i), answers.get(i)));
		}
		return asked;
	}

	/** Costs a known user nothing. */
	private Asked askAsNewcomer(Caller caller) {
		Draw draw = new Draw(key(RateLimit.NEW_USERS, caller), BucketCall.TAKE);
		return new Asked(this.buckets, draw,
				this.newcomers.isNew(caller.tag())
					.thenCompose((isNew) -> isNew ? this.buckets.ask(List.of(draw)).getFirst()
							: CompletableFuture.completedFuture(RateStatus.unchecked(draw.key()))));
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
		asked.stream().filter(Asked::tookSome).forEach(Asked::giveBack);
		if (decision instanceof RateDecision.Refused refused) {
			this.metrics.refused(refused.by().limit());
		}
	}

	private RateDecision welcome(Caller caller, Asked newcomer, RateDecision decision) {
		boolean counted = newcomer.answer().join().source() != RateStatus.Source.NOBODY;
		if (counted && decision instanceof RateDecision.Allowed) {
			this.newcomers.remember(caller.tag());
			this.metrics.newUser(caller.credential());
		}
		return decision;
	}

	private BucketKey key(RateLimit limit, Caller caller) {
		return BucketKey.of(limit, caller, quota(limit, caller.credential()));
	}

	private Quota quota(RateLimit limit, String credential) {
		Quota quota = CappedQuota.of(limit, this.properties.quota(limit), credential, this.credentials);
		return this.platform.onlyRequests() ? ClosedQuota.of(quota) : quota;
	}

	private boolean namesUsers(Caller caller) {
		return this.credentials.find(caller.credential()).filter(ConfiguredCredential::namesUsers).isPresent();
	}

	/** What is asked of a bucket, and its answer to come. */
	private record Asked(Buckets buckets, Draw draw, CompletableFuture<RateStatus> answer) {

		boolean tookSome() {
			return this.draw.call().tokens() > 0 && !this.answer.isCompletedExceptionally()
					&& this.answer.join().allowed();
		}

		/** Where it was taken. */
		void giveBack() {
			this.buckets.giveBack(this.draw.key(), this.draw.call().tokens(), this.answer.join().source());
		}

	}

}
