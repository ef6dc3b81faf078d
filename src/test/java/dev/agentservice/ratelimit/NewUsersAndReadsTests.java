package dev.agentservice.ratelimit;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.agentservice.identity.Caller;
import dev.agentservice.ratelimit.RateDecision.Allowed;
import dev.agentservice.ratelimit.RateDecision.Refused;
import dev.agentservice.ratelimit.bucket.RateLimit;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.redis.LuaScript;
import org.junit.jupiter.api.Test;

import static dev.agentservice.ratelimit.LimitedReplica.caller;
import static dev.agentservice.ratelimit.LimitedReplica.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What is limited besides the runs of those who are known. */
@BesideOthers
@OnSingleAndCluster
class NewUsersAndReadsTests {

	private final TestRedis redis;

	/** A key that names its users. */
	private final String backend = "backend-" + UUID.randomUUID();

	NewUsersAndReadsTests(RedisTopology topology) {
		this.redis = topology.own(NewUsersAndReadsTests.class);
	}

	@Test
	void aCredentialThatNamesItsUsersMayNameSoManyNewOnes() {
		try (LimitedReplica limited = LimitedReplica.withBackend(this.redis, this.backend)) {
			Caller first = caller(this.backend);
			assertThat(limited.admit(first)).isInstanceOf(Allowed.class);
			awaitKnown(limited, first);
			assertThat(limited.admit(first)).as("who is known").isInstanceOf(Allowed.class);
			assertThat(limited.admit(caller(this.backend))).isInstanceOf(Allowed.class);
			assertThat(limited.admit(caller(this.backend))).isInstanceOf(Allowed.class);
			Caller refused = caller(this.backend);
			for (RateDecision decision : List.of(limited.admit(refused), limited.admit(refused))) {
				assertThat(((Refused) decision).by().limit()).isEqualTo(RateLimit.NEW_USERS);
			}
			assertThat(limited.admit(first)).as("who is known").isInstanceOf(Allowed.class);
			assertThat(limited.count("agent.users.new", "credential", this.backend)).isEqualTo(3);
			assertThat(limited.count("agent.ratelimit.rejections", "limit", "new-users")).isEqualTo(2);
		}
	}

	@Test
	void whoInventsManyUsersAtOnceGetsNoMore() {
		try (LimitedReplica limited = LimitedReplica.withBackend(this.redis, this.backend)) {
			List<List<CompletableFuture<RateDecision>>> decisions = Stream.generate(() -> caller(this.backend))
				.limit(10)
				.map((caller) -> limited.admitAtOnce(caller, 2))
				.toList();
			long admitted = decisions.stream()
				.filter((user) -> user.stream().anyMatch((decision) -> decision.join() instanceof Allowed))
				.count();
			assertThat(admitted).isLessThanOrEqualTo(3);
		}
	}

	@Test
	void aCeilingHasItsOwnNumberOfRuns() {
		try (LimitedReplica limited = LimitedReplica.withBackend(this.redis, this.backend)) {
			Caller caller = caller(this.backend);
			assertThat(status(limited.admit(caller), RateLimit.KEY_REQUESTS).quota().capacity()).isEqualTo(6);
		}
	}

	@Test
	void whatStartsNoRunIsCountedForUserAndCredentialInABucketOfItsOwn() {
		try (LimitedReplica reads = LimitedReplica.of(this.redis, "user-reads.capacity=2", "key-reads.capacity=3")) {
			String key = "shared-" + UUID.randomUUID();
			Caller caller = caller(key);
			long before = this.redis.scriptCount();
			assertThat(reads.limits().admitRead(caller).join()).isInstanceOf(Allowed.class);
			assertThat(reads.limits().admitRead(caller).join()).isInstanceOf(Allowed.class);
			assertThat(this.redis.scriptCount() - before)
				.as("twice one for the user and one for the key, each asked again where the clock was not known well enough")
				.isLessThanOrEqualTo(8);
			assertThat(((Refused) reads.limits().admitRead(caller).join()).by().limit())
				.isEqualTo(RateLimit.USER_READS);
			assertThat(reads.admit(caller)).isInstanceOf(Allowed.class);
			await().until(() -> reads.limits().admitRead(caller(key)).join() instanceof Allowed);
			assertThat(((Refused) reads.limits().admitRead(caller(key)).join()).by().limit())
				.isEqualTo(RateLimit.KEY_READS);
		}
	}

	/** Nobody waits for it, so a test has to. */
	private static void awaitKnown(LimitedReplica replica, Caller caller) {
		await().until(() -> replica.store()
			.run(LuaScript.number("ratelimit/user-known"), List.of("as:bucket:{" + caller.tag() + "}:known"),
					List.of(3_600_000)) == 1);
	}

}
