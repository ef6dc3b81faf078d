package dev.agentservice.ratelimit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.bucket4j.distributed.proxy.ClientSideConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A replica whose clock runs 5 minutes ahead and one whose clock is right use one bucket
 * that fills within a second.
 */
@OnSingleAndCluster
class ClockSkewTests {

	private static final Duration SKEW = Duration.ofMinutes(5);

	private final LimitedReplica replica;

	private final Caller caller = LimitedReplica.caller();

	ClockSkewTests(RedisTopology topology) {
		this.replica = LimitedReplica.of(topology.redis(), "user-requests.capacity=2", "user-requests.period=1s");
	}

	@AfterEach
	void close() {
		this.replica.close();
	}

	@Test
	void aReplicaThatIsBehindGetsItsTokensAfterOneThatIsAhead() {
		assertThat(bucket(SKEW).tryConsume(2).join()).isTrue();
		AsyncBucketProxy behind = bucket(Duration.ZERO);
		assertThat(behind.tryConsume(1).join()).isFalse();
		await().atMost(Duration.ofSeconds(10)).until(() -> behind.tryConsume(1).join());
	}

	@Test
	void aReplicaThatIsAheadGetsNoTokensForTimeThatHasNotPassed() {
		assertThat(bucket(Duration.ZERO).tryConsume(2).join()).isTrue();
		assertThat(bucket(SKEW).tryConsume(1).join()).isFalse();
	}

	@Test
	void aBucketLivesAsLongForAReplicaThatIsAhead() {
		assertThat(bucket(Duration.ZERO).tryConsume(2).join()).isTrue();
		assertThat(bucket(SKEW).consumeIgnoringRateLimits(2).join()).isPositive();
		assertThat(bucket(Duration.ZERO).getAvailableTokens().join()).isNegative();
	}

	/** The bucket as a replica sees it whose clock is off. */
	private AsyncBucketProxy bucket(Duration skew) {
		ClientSideConfig config = ClientSideConfig.getDefault().withClientClock(new SkewedClock(skew));
		BucketKey key = BucketKey.of(RateLimit.USER_REQUESTS, this.caller.tag(), this.replica.properties());
		return new RedisBuckets(this.replica.store(), Duration.ofSeconds(20), config).asAsync()
			.builder()
			.build(key, () -> CompletableFuture.completedFuture(key.configuration()));
	}

	private record SkewedClock(Duration skew) implements TimeMeter {

		@Override
		public long currentTimeNanos() {
			return TimeMeter.SYSTEM_MILLISECONDS.currentTimeNanos() + this.skew.toNanos();
		}

		@Override
		public boolean isWallClockBased() {
			return true;
		}

	}

}
