package dev.agentservice.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.agentservice.identity.Caller;
import dev.agentservice.ratelimit.RateDecision.Allowed;
import dev.agentservice.ratelimit.RateDecision.Refused;
import dev.agentservice.ratelimit.bucket.RateLimit;
import dev.agentservice.ratelimit.bucket.RateStatus;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static dev.agentservice.ratelimit.LimitedReplica.caller;
import static dev.agentservice.ratelimit.LimitedReplica.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@OnSingleAndCluster
@BesideOthers
class RateLimitsTests {

	private final TestRedis redis;

	@AutoClose
	private final LimitedReplica replica;

	RateLimitsTests(RedisTopology topology) {
		this.redis = topology.own(RateLimitsTests.class);
		this.replica = LimitedReplica.of(this.redis, "user-requests.capacity=5", "key-requests.capacity=8",
				"user-tokens.capacity=1000");
	}

	@Test
	void aRequestIsCountedForItsUserAndForItsKey() {
		RateDecision decision = this.replica.admit(caller());
		assertThat(decision).isInstanceOf(Allowed.class);
		assertThat(decision.limits()).extracting(RateStatus::limit).containsExactlyElementsOf(RateLimit.OF_RUNS);
		assertThat(decision.limits()).extracting(RateStatus::remaining)
			.containsExactly(4L, 7L, 1000L, 2_000_000L, 20_000_000L, 10L);
		assertThat(decision.limits()).extracting(RateStatus::source).containsOnly(RateStatus.Source.REDIS);
	}

	@Test
	void theRequestAfterTheLastIsRefusedAndSaysWhyAndForHowLong() {
		Caller caller = caller();
		this.replica.admitAtOnce(caller, 5).forEach(CompletableFuture::join);
		Refused refused = (Refused) this.replica.admit(caller);
		assertThat(refused.by().limit()).isEqualTo(RateLimit.USER_REQUESTS);
		assertThat(refused.by().remaining()).isZero();
		Duration perRequest = Duration.ofDays(1).dividedBy(5);
		assertThat(refused.by().reset()).isBetween(perRequest.minusMinutes(1), perRequest);
	}

	@Test
	void oneUserDoesNotUseUpTheLimitOfAnother() {
		String key = "shared-" + UUID.randomUUID();
		this.replica.admitAtOnce(caller(key), 5).forEach(CompletableFuture::join);
		assertThat(this.replica.admit(caller(key))).isInstanceOf(Allowed.class);
	}

	@Test
	void theUsersOfOneKeyShareTheLimitOfTheKey() {
		String key = "shared-" + UUID.randomUUID();
		List<RateDecision> decisions = Stream.generate(() -> this.replica.admit(caller(key))).limit(9).toList();
		assertThat(decisions.subList(0, 8)).hasOnlyElementsOfType(Allowed.class);
		assertThat(((Refused) decisions.getLast()).by().limit()).isEqualTo(RateLimit.KEY_REQUESTS);
	}

	@Test
	void aRefusedRequestCostsNothing() {
		Caller caller = caller();
		this.replica.admitAtOnce(caller, 5).forEach(CompletableFuture::join);
		assertThat(this.replica.admit(caller)).isInstanceOf(Refused.class);
		await().untilAsserted(() -> assertThat(this.replica.left(caller, RateLimit.KEY_REQUESTS)).isEqualTo(3));
	}

	@Test
	void thoseWhoComeWithTokensOfOneIssuerShareALimitWithinTheirTenant() {
		String issuer = "jwt-" + UUID.randomUUID();
		List<RateDecision> decisions = Stream.generate(() -> this.replica.admit(caller(issuer))).limit(9).toList();
		assertThat(((Refused) decisions.getLast()).by().limit()).isEqualTo(RateLimit.KEY_REQUESTS);
		Caller carol = caller(issuer);
		Caller elsewhere = new Caller("globex", carol.user(), carol.tag(), issuer, carol.scopes());
		assertThat(this.replica.admit(elsewhere)).isInstanceOf(Allowed.class);
	}

	@Test
	void namesWithSeparatorsHaveBucketsOfTheirOwn() {
		String random = UUID.randomUUID().toString();
		for (String name : List.of("a", "a:user-requests", "{a}", "{a}:user-requests", "}{", "key:a", "ä 🙂 *", "{}")) {
			RateDecision decision = this.replica.admit(caller(random + name));
			assertThat(status(decision, RateLimit.KEY_REQUESTS).remaining()).as(name).isEqualTo(7);
		}
	}

	@Test
	void twoReplicasTogetherAdmitExactlyWhatOneUserMay() {
		try (LimitedReplica one = LimitedReplica.of(this.redis, "user-requests.capacity=50");
				LimitedReplica other = LimitedReplica.of(this.redis, "user-requests.capacity=50")) {
			Caller caller = caller();
			assertThat(admittedAtOnce(one, other, caller, caller)).isEqualTo(50);
			assertThat(one.left(caller, RateLimit.USER_REQUESTS)).isZero();
			await().untilAsserted(() -> assertThat(one.left(caller, RateLimit.KEY_REQUESTS)).isEqualTo(550));
		}
	}

	@Test
	void twoReplicasTogetherAdmitExactlyWhatOneKeyMay() {
		try (LimitedReplica one = LimitedReplica.of(this.redis, "key-requests.capacity=50",
				"user-requests.capacity=200");
				LimitedReplica other = LimitedReplica.of(this.redis, "key-requests.capacity=50",
						"user-requests.capacity=200")) {
			String key = "shared-" + UUID.randomUUID();
			Caller alice = caller(key);
			Caller bob = caller(key);
			assertThat(admittedAtOnce(one, other, alice, bob)).isEqualTo(50);
			await().untilAsserted(
					() -> assertThat(one.left(alice, RateLimit.USER_REQUESTS) + one.left(bob, RateLimit.USER_REQUESTS))
						.isEqualTo(350));
		}
	}

	@Test
	void aRunThatSentMorePromptTokensThanThereWereMakesTheNextOneWait() {
		Caller caller = caller();
		this.replica.limits().charge(caller.tag(), 1500).join();
		Refused refused = (Refused) this.replica.admit(caller);
		assertThat(refused.by().limit()).isEqualTo(RateLimit.USER_TOKENS);
		assertThat(refused.by().remaining()).isZero();
		Duration debt = Duration.ofDays(1).multipliedBy(501).dividedBy(1000);
		assertThat(refused.by().reset()).isBetween(debt.minusMinutes(1), debt);
	}

	@Test
	void promptTokensThatAreThereArePaidAndNobodyWaits() {
		Caller caller = caller();
		this.replica.limits().charge(caller.tag(), 999).join();
		assertThat(status(this.replica.admit(caller), RateLimit.USER_TOKENS).remaining()).isOne();
	}

	@Test
	void inspectedBytesAreChargedToUserAndKeyAndDelayTheNextRequest() {
		String key = "shared-" + UUID.randomUUID();
		Caller caller = caller(key);
		this.replica.limits().chargeInspection(caller, 2_500_000).join();
		assertThat(((Refused) this.replica.admit(caller)).by().limit()).isEqualTo(RateLimit.USER_BYTES);
		assertThat(status(this.replica.admit(caller(key)), RateLimit.KEY_BYTES).remaining()).isBetween(17_500_000L,
				17_600_000L);
	}

	@Test
	void whatWillBeInspectedIsCountedWithTheRunUnlessItIsRefused() {
		Caller caller = caller("shared-" + UUID.randomUUID());
		long before = this.redis.scriptCount();
		RateDecision admitted = this.replica.limits().admit(caller, List.of(), 1_500_000).join();
		assertThat(this.redis.scriptCount() - before).as("user and key, each asked twice at most").isBetween(2L, 4L);
		assertThat(status(admitted, RateLimit.USER_BYTES).remaining()).isBetween(500_000L, 600_000L);
		assertThat(status(admitted, RateLimit.KEY_BYTES).remaining()).isBetween(18_500_000L, 18_600_000L);
		assertThat(this.replica.limits().admit(caller, List.of(), 1_500_000).join()).as("into debt")
			.isInstanceOf(Allowed.class);
		for (int i = 0; i < 2; i++) {
			Refused refused = (Refused) this.replica.limits().admit(caller, List.of(), 1_500_000).join();
			assertThat(refused.by().limit()).isEqualTo(RateLimit.USER_BYTES);
		}
		await().untilAsserted(
				() -> assertThat(this.replica.left(caller, RateLimit.KEY_BYTES)).isGreaterThanOrEqualTo(17_000_000));
	}

	@Test
	void refusalsAreChargedToTheUserAloneAndDelayTheNextRequest() {
		String key = "shared-" + UUID.randomUUID();
		Caller caller = caller(key);
		for (int i = 0; i < 10; i++) {
			this.replica.limits().chargeRefusal(caller).join();
		}
		assertThat(((Refused) this.replica.admit(caller)).by().limit()).isEqualTo(RateLimit.USER_REFUSALS);
		assertThat(this.replica.admit(caller(key))).isInstanceOf(Allowed.class);
	}

	@Test
	void whatWasDrawnOnBeforeIsNotDrawnOnAgainAndGivenBackWithTheRest() {
		Caller caller = caller();
		RateDecision key = this.replica.limits().admitKey(caller.credential(), caller.tenant()).join();
		assertThat(key.limits()).extracting(RateStatus::limit)
			.containsExactly(RateLimit.KEY_REQUESTS, RateLimit.KEY_BYTES);
		RateDecision all = this.replica.limits().admit(caller, key.limits(), 0).join();
		assertThat(all.limits()).extracting(RateStatus::limit).containsExactlyElementsOf(RateLimit.OF_RUNS);
		assertThat(this.replica.left(caller, RateLimit.KEY_REQUESTS)).isEqualTo(7);
		this.replica.limits().charge(caller.tag(), 5000).join();
		RateDecision again = this.replica.limits().admitKey(caller.credential(), caller.tenant()).join();
		assertThat(this.replica.limits().admit(caller, again.limits(), 0).join()).isInstanceOf(Refused.class);
		await().untilAsserted(() -> assertThat(this.replica.left(caller, RateLimit.KEY_REQUESTS)).isEqualTo(7));
	}

	@Test
	void aChargeOfNothingTouchesNothing() {
		long before = this.redis.scriptCount();
		this.replica.limits().charge(caller().tag(), 0).join();
		assertThat(this.redis.scriptCount()).isEqualTo(before);
	}

	@Test
	void aBucketFillsEvenly() {
		try (LimitedReplica replica = LimitedReplica.of(this.redis, "user-requests.capacity=20",
				"user-requests.period=40s")) {
			Caller caller = caller();
			Refused refused = Stream.generate(() -> replica.admit(caller))
				.limit(1000)
				.filter(Refused.class::isInstance)
				.map(Refused.class::cast)
				.findFirst()
				.orElseThrow();
			assertThat(refused.by().reset()).as("the time of one request, not the whole period")
				.isLessThanOrEqualTo(Duration.ofSeconds(2));
			await().until(() -> replica.admit(caller) instanceof Allowed);
		}
	}

	@Test
	void newNumbersApplyToBucketsInUse() {
		Caller caller = caller();
		this.replica.admit(caller);
		try (LimitedReplica stricter = LimitedReplica.of(this.redis, "user-requests.capacity=1")) {
			assertThat(stricter.admit(caller)).isInstanceOf(Allowed.class);
			assertThat(stricter.admit(caller)).isInstanceOf(Refused.class);
		}
	}

	@Test
	void anAdmissionTakesOneScriptForItsUserAndOneForItsKey() {
		Caller caller = caller();
		this.replica.admit(caller);
		long before = this.redis.scriptCount();
		this.replica.admit(caller);
		assertThat(this.redis.scriptCount() - before).isEqualTo(2);
	}

	@Test
	void whatIsAskedAtOnceSharesScripts() {
		Caller caller = caller();
		this.replica.admit(caller);
		long before = this.redis.scriptCount();
		this.replica.admitAtOnce(caller, 100).forEach(CompletableFuture::join);
		assertThat(this.redis.scriptCount() - before).isLessThan(100);
	}

	@Test
	void refusalsAreCountedByLimit() {
		Caller caller = caller();
		this.replica.admitAtOnce(caller, 7).forEach(CompletableFuture::join);
		assertThat(this.replica.count("agent.ratelimit.rejections", "limit", "user-requests")).isEqualTo(2);
	}

	private static long admittedAtOnce(LimitedReplica one, LimitedReplica other, Caller first, Caller second) {
		List<CompletableFuture<RateDecision>> decisions = Stream.generate(() -> 0)
			.limit(25)
			.flatMap((_) -> Stream.of(one.admitAtOnce(first, 4), other.admitAtOnce(second, 4)))
			.flatMap(List::stream)
			.toList();
		return decisions.stream().map(CompletableFuture::join).filter(Allowed.class::isInstance).count();
	}

}
