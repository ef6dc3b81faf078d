package dev.agentservice.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

import dev.agentservice.identity.Caller;
import dev.agentservice.ratelimit.RateDecision.Allowed;
import dev.agentservice.ratelimit.RateDecision.Refused;
import dev.agentservice.ratelimit.bucket.RateLimit;
import dev.agentservice.ratelimit.bucket.RateStatus;
import dev.agentservice.ratelimit.bucket.RateStatus.Source;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.agentservice.ratelimit.LimitedReplica.caller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@BesideOthers
class RateLimitOutageTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	/** Less than 50 time-outs take, one after the other. */
	private static final Duration SOON = Duration.ofSeconds(40);

	private final RedisServer redis = RedisServer.start();

	private LimitedReplica replica = replica();

	@BeforeEach
	void connect() {
		awaitSharedBuckets(caller());
	}

	@AfterEach
	void close() {
		this.replica.close();
		this.redis.close();
	}

	@Test
	void aFrozenRedisIsReplacedByLocalBucketsWithinTheTimeout() {
		Caller caller = caller();
		this.replica.admit(caller);
		this.redis.freeze();
		long begun = System.nanoTime();
		RateDecision decision = this.replica.admit(caller);
		assertThat(since(begun)).isLessThan(SOON);
		assertThat(decision).isInstanceOf(Allowed.class);
		assertThat(decision.limits()).extracting(RateStatus::source).containsOnly(Source.LOCAL);
	}

	@Test
	void manyWhoMeetAFrozenRedisWaitNoLongerThanOne() {
		Caller caller = caller();
		this.replica.admit(caller);
		this.redis.freeze();
		long begun = System.nanoTime();
		List<CompletableFuture<RateDecision>> decisions = this.replica.admitAtOnce(caller, 50);
		assertThat(decisions.stream().map(CompletableFuture::join).filter(Allowed.class::isInstance)).hasSize(5);
		assertThat(since(begun)).isLessThan(SOON);
	}

	@Test
	void nobodyWaitsForARedisThatIsKnownToBeAway() {
		Caller caller = caller();
		this.replica.admit(caller);
		this.redis.freeze();
		this.replica.admit(caller);
		long begun = System.nanoTime();
		for (int i = 0; i < 100; i++) {
			this.replica.admit(caller);
		}
		assertThat(since(begun)).isLessThan(SOON);
	}

	@Test
	void localBucketsHoldNoMoreThanTheLimit() {
		this.redis.kill();
		Caller caller = caller();
		this.replica.admitAtOnce(caller, 5)
			.forEach((decision) -> assertThat(decision.join()).isInstanceOf(Allowed.class));
		Refused refused = (Refused) this.replica.admit(caller);
		assertThat(refused.by().limit()).isEqualTo(RateLimit.USER_REQUESTS);
		assertThat(refused.by().source()).isEqualTo(Source.LOCAL);
	}

	@Test
	void localBucketsGetBackWhatARefusedRequestTook() {
		this.redis.kill();
		Caller caller = caller("shared");
		this.replica.admitAtOnce(caller, 50).forEach(CompletableFuture::join);
		RateDecision other = this.replica.admit(caller("shared"));
		assertThat(LimitedReplica.status(other, RateLimit.KEY_REQUESTS).remaining()).isEqualTo(594);
	}

	@Test
	void aThawedRedisIsUsedAgain() {
		Caller caller = caller();
		this.replica.admit(caller);
		this.redis.freeze();
		this.replica.admit(caller);
		this.redis.thaw();
		awaitSharedBuckets(caller);
	}

	@Test
	void aRestartedRedisIsUsedAgain() {
		Caller caller = caller();
		this.replica.admit(caller);
		this.redis.kill();
		assertThat(this.replica.admit(caller).limits()).extracting(RateStatus::source).containsOnly(Source.LOCAL);
		this.redis.restart();
		awaitSharedBuckets(caller);
	}

	@Test
	void aClosedLimitAdmitsNobodyWithoutRedis() {
		restart("key-requests.on-store-failure=closed");
		this.redis.kill();
		CompletableFuture<RateDecision> decision = this.replica.limits().admit(caller());
		assertThatExceptionOfType(CompletionException.class).isThrownBy(decision::join)
			.withCauseInstanceOf(StoreUnavailableException.class);
	}

	@Test
	void anOpenLimitAdmitsEverybodyWithoutRedisAndClaimsNoNumbers() {
		restart("user-requests.on-store-failure=open", "key-requests.on-store-failure=open",
				"user-tokens.on-store-failure=open", "user-bytes.on-store-failure=open",
				"key-bytes.on-store-failure=open", "user-refusals.on-store-failure=open");
		this.redis.kill();
		Caller caller = caller();
		for (int i = 0; i < 20; i++) {
			RateDecision decision = this.replica.admit(caller);
			assertThat(decision).isInstanceOf(Allowed.class);
			assertThat(RateLimitHeaders.of(decision)).isEmpty();
		}
	}

	@Test
	void tokensAreChargedLocallyWithoutRedis() {
		this.redis.kill();
		Caller caller = caller();
		this.replica.limits().charge(caller.tag(), 300_000).join();
		assertThat(((Refused) this.replica.admit(caller)).by().limit()).isEqualTo(RateLimit.USER_TOKENS);
	}

	@Test
	void decisionsWithoutRedisAreCounted() {
		this.redis.kill();
		double before = this.replica.count("agent.ratelimit.fallbacks", "mode", "local");
		this.replica.admit(caller());
		assertThat(this.replica.count("agent.ratelimit.fallbacks", "mode", "local") - before)
			.isEqualTo(RateLimit.OF_RUNS.size());
	}

	@Test
	void aBucketThatCannotBeReadIsNoOutage() {
		restart("agent-service.redis.command-timeout=20s");
		Caller broken = caller();
		this.replica.store()
			.run(LuaScript.list("ratelimit/bucket-swap"),
					List.of("as:bucket:{key:" + broken.credential() + ":acme}:key-requests"),
					List.of(0, Long.MAX_VALUE, "", "no bucket", 60_000));
		RateDecision decision = this.replica.admit(broken);
		assertThat(LimitedReplica.status(decision, RateLimit.KEY_REQUESTS).source()).isEqualTo(Source.LOCAL);
		assertThat(LimitedReplica.status(decision, RateLimit.USER_REQUESTS).source()).isEqualTo(Source.REDIS);
		assertThat(this.replica.admit(caller()).limits()).extracting(RateStatus::source).containsOnly(Source.REDIS);
	}

	private void awaitSharedBuckets(Caller caller) {
		await().ignoreExceptions()
			.until(() -> this.replica.admit(caller)
				.limits()
				.stream()
				.allMatch((status) -> status.source() == Source.REDIS));
	}

	private void restart(String... settings) {
		this.replica.close();
		this.replica = replica(settings);
		awaitSharedBuckets(caller());
	}

	private LimitedReplica replica(String... settings) {
		String[] all = Stream
			.concat(Stream.of("agent-service.redis.command-timeout=" + TIMEOUT.toMillis() + "ms",
					"user-requests.capacity=5"), Stream.of(settings))
			.toArray(String[]::new);
		return LimitedReplica.of(this.redis, all);
	}

	private static Duration since(long nanoTime) {
		return Duration.ofNanos(System.nanoTime() - nanoTime);
	}

}
