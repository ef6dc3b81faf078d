package dev.agentservice.ratelimit.bucket;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.agentservice.ratelimit.bucket.RateStatus.Source;
import dev.agentservice.support.LatestUsed;
import dev.agentservice.support.redis.StoreUnavailableException;
import io.github.bucket4j.Bucket;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All buckets: in Redis as long as it answers within the time-out, otherwise as each
 * limit's failure mode says.
 */
public final class Buckets {

	private static final Logger logger = LoggerFactory.getLogger(Buckets.class);

	private static final int KEPT = 10_000;

	private final RedisBuckets redis;

	private final LatestUsed<BucketKey, Bucket> local = new LatestUsed<>(KEPT, Buckets::localBucket);

	private final StoreOutage outage = new StoreOutage();

	private final Duration timeout;

	private final MeterRegistry meters;

	public Buckets(RedisBuckets redis, Duration timeout, MeterRegistry meters) {
		this.redis = redis;
		this.timeout = timeout;
		this.meters = meters;
	}

	/**
	 * Asks a bucket.
	 * @return the answer, within the time-out; a {@link StoreUnavailableException} if
	 * Redis is away and the limit is closed then
	 */
	public CompletableFuture<RateStatus> ask(BucketKey key, BucketCall<?> call) {
		return ask(List.of(new Draw(key, call))).getFirst();
	}

	/** Asks several at once: the answers, in the same order. */
	public List<CompletableFuture<RateStatus>> ask(List<Draw> draws) {
		StoreUnavailableException away = this.outage.cause();
		if (away != null) {
			probe(draws.getFirst().key());
			return draws.stream().map((draw) -> withoutRedis(draw, away)).toList();
		}
		this.redis.ask(draws);
		return draws.stream()
			.map((draw) -> answer(draw).exceptionallyCompose((failure) -> withoutRedis(draw, unavailable(failure))))
			.toList();
	}

	/** Undoes what was taken, where it was taken. */
	public void giveBack(BucketKey key, long tokens, Source source) {
		switch (source) {
			case REDIS -> askRedis(key, BucketCall.giveBack(tokens)).exceptionally((failure) -> {
				logger.atDebug().setCause(failure).log("Tokens were not given back");
				return RateStatus.unchecked(key);
			});
			case LOCAL -> BucketCall.giveBack(tokens).ask(this.local.get(key));
			case NOBODY -> {
				// Nothing was taken.
			}
		}
	}

	private CompletableFuture<RateStatus> askRedis(BucketKey key, BucketCall<?> call) {
		Draw draw = new Draw(key, call);
		this.redis.ask(List.of(draw));
		return answer(draw);
	}

	private CompletableFuture<RateStatus> answer(Draw draw) {
		return draw.answer()
			.orTimeout(this.timeout.toNanos(), TimeUnit.NANOSECONDS)
			.thenApply((level) -> RateStatus.of(draw.key(), level, Source.REDIS));
	}

	private void probe(BucketKey key) {
		if (this.outage.claimProbe()) {
			askRedis(key, BucketCall.PEEK).thenRun(this.outage::end).exceptionally((failure) -> {
				logger.atDebug().setCause(failure).log("Redis is still away");
				return null;
			});
		}
	}

	private CompletableFuture<RateStatus> withoutRedis(Draw draw, StoreUnavailableException cause) {
		BucketKey key = draw.key();
		StoreFailureMode mode = key.quota().onStoreFailure();
		this.meters
			.counter("agent.ratelimit.fallbacks", "limit", key.limit().label(), "mode",
					mode.name().toLowerCase(Locale.ROOT))
			.increment();
		return switch (mode) {
			case LOCAL -> CompletableFuture
				.completedFuture(RateStatus.of(key, draw.call().ask(this.local.get(key)), Source.LOCAL));
			case OPEN -> CompletableFuture.completedFuture(RateStatus.unchecked(key));
			case CLOSED -> CompletableFuture.failedFuture(cause);
		};
	}

	/** A defect is no outage: it is logged each time, and the next caller tries again. */
	private StoreUnavailableException unavailable(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause instanceof StoreUnavailableException || cause instanceof TimeoutException) {
			StoreUnavailableException away = (cause instanceof StoreUnavailableException known) ? known
					: new StoreUnavailableException("bucket", cause);
			this.outage.begin(away);
			return away;
		}
		logger.atError().setCause(cause).log("A rate limit could not be checked");
		return new StoreUnavailableException("bucket", cause);
	}

	/** On the monotonic clock, which nobody sets. */
	private static Bucket localBucket(BucketKey key) {
		return Bucket.builder().addLimit(key.configuration().getBandwidths()[0]).withNanosecondPrecision().build();
	}

}
