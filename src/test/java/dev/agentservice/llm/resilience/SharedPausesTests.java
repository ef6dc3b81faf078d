package dev.agentservice.llm.resilience;

import java.time.Duration;
import java.util.Map;

import dev.agentservice.llm.model.ModelId;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Two replicas with one Redis; one of them is told to wait. */
@BesideOthers
class SharedPausesTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Map<String, String> SETTINGS = Map
		.of("agent-service.llm.models[" + PauseReplica.LISTED + "].context-window", "10000");

	private final RedisServer redis = RedisServer.start();

	private final PauseReplica told = new PauseReplica(this.redis, SETTINGS);

	private final PauseReplica other = new PauseReplica(this.redis, SETTINGS);

	@AfterEach
	void close() {
		this.told.close();
		this.other.close();
		this.redis.close();
	}

	@Test
	void whatOneReplicaIsToldAllKeepTo() {
		this.told.refused(PauseReplica.LISTED, HOUR);
		await().until(() -> this.other.spares(PauseReplica.LISTED));
		try (PauseReplica later = new PauseReplica(this.redis, SETTINGS)) {
			await("one that starts later").until(() -> later.spares(PauseReplica.LISTED));
		}
	}

	@Test
	void whatIsOverForOneIsOverForAll() {
		this.told.refused(PauseReplica.LISTED, HOUR);
		await().until(() -> this.other.spares(PauseReplica.LISTED));
		this.other.store().note(PauseReplica.LISTED, Duration.ZERO).join();
		await().until(() -> !this.other.spares(PauseReplica.LISTED) && !this.told.spares(PauseReplica.LISTED));
	}

	@Test
	void modelsThatTheConfigurationDoesNotListAreNeitherStoredNorLearned() {
		this.told.refused(PauseReplica.UNLISTED, HOUR);
		this.told.store().note(ModelId.parse("p/made-up"), HOUR).join();
		this.told.refused(PauseReplica.LISTED, HOUR);
		await().until(() -> this.other.spares(PauseReplica.LISTED));
		assertThat(this.told.store().read()).doesNotContainKey(PauseReplica.UNLISTED.toString());
		assertThat(this.told.spares(PauseReplica.UNLISTED)).as("it goes by its own memory").isTrue();
		assertThat(this.other.spares(ModelId.parse("p/made-up"))).isFalse();
	}

	@Test
	void withoutRedisAReplicaGoesByItsOwnMemory() {
		this.redis.kill();
		this.told.refused(PauseReplica.LISTED, HOUR);
		assertThat(this.told.spares(PauseReplica.LISTED)).isTrue();
		assertThat(this.other.spares(PauseReplica.LISTED)).isFalse();
	}

}
