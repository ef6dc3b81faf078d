package dev.agentservice.session;

import java.time.Duration;
import java.util.Map;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.StoreUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class SessionOutageTests {

	private final Caller jane = Replica.somebody();

	private final RedisServer redis = RedisServer.start();

	private final Replica replica = new Replica(this.redis,
			Map.of("agent-service.redis.command-timeout", "300ms", "agent-service.session.lease", "4s"));

	@AfterEach
	void close() {
		this.replica.close();
		this.redis.close();
	}

	@Test
	void aTurnTakenByAFrozenRedisIsGivenBackWhenItThaws() {
		this.replica.converse(this.jane, "s", "run_1");
		this.redis.freeze();
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.replica.open(this.jane, "s", "run_2"));
		this.redis.thaw();
		await().atMost(Duration.ofSeconds(15))
			.ignoreExceptions()
			.untilAsserted(() -> this.replica.converse(this.jane, "s", "run_3"));
		assertThat(this.replica.sessions().find(this.jane, new SessionId("s")).turns()).extracting(Turn::runId)
			.containsExactly("run_1", "run_3");
	}

	@Test
	void aTurnOutlivesAShortOutage() {
		try (OpenSession open = this.replica.open(this.jane, "s", "run_1")) {
			this.redis.freeze();
			await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(10)).until(() -> !open.lost());
			this.redis.thaw();
			await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(10)).until(() -> !open.lost());
			this.replica.sessions().append(open, Replica.turn("run_1"));
		}
	}

	@Test
	void aTurnIsLostWhenRedisIsAwayForLongerThanTheLease() {
		try (OpenSession open = this.replica.open(this.jane, "s", "run_1")) {
			this.redis.freeze();
			await().atMost(Duration.ofSeconds(20)).until(open::lost);
			this.redis.thaw();
		}
	}

	@Test
	void closingNeverFails() {
		OpenSession open = this.replica.open(this.jane, "s", "run_1");
		this.redis.kill();
		open.close();
		assertThat(open.lost()).isFalse();
	}

}
