package dev.agentservice.llm.resilience;

import java.time.Duration;
import java.util.Map;

import dev.agentservice.llm.model.ModelId;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@BesideOthers
@OnSingleAndCluster
class PauseStoreTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private final PauseReplica replica;

	private final PauseStore store;

	PauseStoreTests(RedisTopology topology) {
		this.replica = new PauseReplica(topology.own(PauseStoreTests.class), Map.of());
		this.store = this.replica.store();
	}

	@AfterEach
	void forget() {
		this.replica.command("DEL");
		this.replica.close();
	}

	@Test
	void aPauseIsReadUntilItIsForgotten() {
		assertThat(this.store.read()).isEmpty();
		assertThat(note(PauseReplica.LISTED, HOUR)).isOne();
		assertThat(this.store.read()).containsOnlyKeys(PauseReplica.LISTED.toString());
		assertThat(this.store.read().get(PauseReplica.LISTED.toString())).isBetween(HOUR.minusMinutes(10), HOUR);
		assertThat(note(PauseReplica.LISTED, Duration.ZERO)).isOne();
		assertThat(note(PauseReplica.LISTED, Duration.ZERO)).isZero();
		assertThat(this.store.read()).isEmpty();
		assertThat(this.replica.command("EXISTS")).isEqualTo(0L);
	}

	@Test
	void anEndOnlyMovesToLater() {
		note(PauseReplica.LISTED, HOUR);
		assertThat(note(PauseReplica.LISTED, Duration.ofMinutes(1))).isZero();
		assertThat(this.store.read().get(PauseReplica.LISTED.toString())).isGreaterThan(Duration.ofMinutes(30));
		assertThat(note(PauseReplica.LISTED, HOUR.multipliedBy(2))).isOne();
		assertThat(this.store.read().get(PauseReplica.LISTED.toString())).isGreaterThan(HOUR);
	}

	@Test
	void theKeyExpiresWithTheLastPause() {
		note(PauseReplica.LISTED, HOUR);
		note(PauseReplica.UNLISTED, Duration.ofMillis(1));
		assertThat((Long) this.replica.command("PTTL")).isBetween(1L, HOUR.toMillis());
		await().until(() -> this.store.read().size() == 1);
		note(PauseReplica.LISTED, HOUR);
		assertThat(this.replica.command("HLEN")).as("what has passed is gone").isEqualTo(1L);
	}

	private long note(ModelId model, Duration length) {
		return this.store.note(model, length).join();
	}

}
