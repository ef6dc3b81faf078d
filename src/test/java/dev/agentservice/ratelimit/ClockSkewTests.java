package dev.agentservice.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import dev.agentservice.identity.Caller;
import dev.agentservice.ratelimit.bucket.BucketCall;
import dev.agentservice.ratelimit.bucket.BucketKey;
import dev.agentservice.ratelimit.bucket.Draw;
import dev.agentservice.ratelimit.bucket.Level;
import dev.agentservice.ratelimit.bucket.RateLimit;
import dev.agentservice.ratelimit.bucket.RedisBuckets;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A replica whose clock was set 5 minutes ahead or back while it ran, and one whose clock
 * is right, use one bucket that fills within a second.
 */
@OnSingleAndCluster
@BesideOthers
class ClockSkewTests {

	private static final Duration SKEW = Duration.ofMinutes(5);

	/** Two tokens come each second, and fewer than these in the time of the skew. */
	private static final long MINUTES_OF_DEBT = 360;

	@AutoClose
	private final LimitedReplica replica;

	private final Caller caller = LimitedReplica.caller();

	private final AtomicLong skew = new AtomicLong();

	private final RedisBuckets skewed;

	private final RedisBuckets right;

	ClockSkewTests(RedisTopology topology) {
		this.replica = LimitedReplica.of(topology.own(ClockSkewTests.class), "user-requests.capacity=2",
				"user-requests.period=1s");
		this.skewed = new RedisBuckets(this.replica.store(), Duration.ofSeconds(20),
				() -> System.nanoTime() + this.skew.get());
		this.right = new RedisBuckets(this.replica.store(), Duration.ofSeconds(20), System::nanoTime);
	}

	@Test
	void aReplicaThatIsAheadGetsNoTokensForTimeThatHasNotPassed() {
		emptied(this.skewed, MINUTES_OF_DEBT);
		this.skew.set(SKEW.toNanos());
		assertThat(ask(this.skewed, BucketCall.charge(2)).tokens()).isNegative();
	}

	@Test
	void aReplicaThatIsBehindGetsTokensForTimeThatHasPassed() {
		emptied(this.skewed);
		this.skew.set(-SKEW.toNanos());
		await().until(() -> ask(this.skewed, BucketCall.TAKE).passes());
	}

	@Test
	void aReplicaThatIsRightGetsItsTokensAfterOneThatIsAhead() {
		ask(this.skewed, BucketCall.PEEK);
		this.skew.set(SKEW.toNanos());
		emptied(this.skewed);
		await().until(() -> ask(this.right, BucketCall.TAKE).passes());
	}

	@Test
	void aBucketLivesAsLongForAReplicaThatIsAhead() {
		ask(this.skewed, BucketCall.PEEK);
		emptied(this.right, MINUTES_OF_DEBT);
		this.skew.set(SKEW.toNanos());
		assertThat(ask(this.skewed, BucketCall.charge(2)).tokens()).isNegative();
		assertThat(ask(this.right, BucketCall.PEEK).tokens()).isNegative();
	}

	private void emptied(RedisBuckets buckets) {
		emptied(buckets, 6);
	}

	/** So far in debt that a slow machine finds it empty, too. */
	private void emptied(RedisBuckets buckets, long charge) {
		assertThat(ask(buckets, BucketCall.charge(charge)).tokens()).isNegative();
	}

	private Level ask(RedisBuckets buckets, BucketCall<?> call) {
		Draw draw = new Draw(
				BucketKey.of(RateLimit.USER_REQUESTS, this.caller.tag(), this.replica.properties().userRequests()),
				call);
		buckets.ask(List.of(draw));
		return draw.answer().join();
	}

}
