package dev.agentservice.flag;

import java.util.Map;

import dev.agentservice.flag.FlagStore.Stored;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.problem.ProblemException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@BesideOthers
@OnSingleAndCluster
class FlagStoreTests {

	private final FlagReplica replica;

	private final FlagStore store;

	FlagStoreTests(RedisTopology topology) {
		this.replica = new FlagReplica(topology.own(FlagStoreTests.class),
				Map.of("agent-service.redis.command-timeout", "20s"));
		this.store = this.replica.store();
	}

	@AfterEach
	void forget() {
		this.replica.command("DEL");
		this.replica.close();
	}

	@Test
	void whatWasStoredIsReadUntilItIsRemoved() {
		assertThat(read().documents()).isEmpty();
		this.store.write("a", "{\"v\":1}");
		this.store.write("b", "{\"v\":1,\"x\":2}");
		assertThat(read().documents()).containsEntry("a", "{\"v\":1}").containsEntry("b", "{\"v\":1,\"x\":2}");
		this.store.write("a", "");
		assertThat(read().documents()).doesNotContainKey("a").containsKey("b");
	}

	@Test
	void whoKnowsTheVersionIsToldNothingUntilItChanges() {
		Stored nothing = read();
		assertThat(nothing.version()).isEmpty();
		assertThat(this.store.readUnless("")).isEmpty();
		this.store.write("a", "{\"v\":1}");
		Stored first = this.store.readUnless("").orElseThrow();
		assertThat(this.store.readUnless(first.version())).isEmpty();
		this.store.write("a", "{\"v\":1}");
		assertThat(this.store.readUnless(first.version())).isPresent();
	}

	@Test
	void aVersionNeverComesBackWhenRedisHasForgottenAll() {
		this.store.write("a", "{\"v\":1}");
		String version = read().version();
		this.replica.command("DEL");
		this.store.write("b", "{\"v\":1}");
		assertThat(this.store.readUnless(version)).isPresent();
	}

	@Test
	void anOverrideOfANewerReleaseIsNeitherReplacedNorRemoved() {
		this.replica.store("a", "{\"v\":2}");
		String version = read().version();
		for (String document : new String[] { "{\"v\":1}", "" }) {
			assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.store.write("a", document))
				.withMessageContaining("newer release");
		}
		assertThat(read()).isEqualTo(new Stored(version, Map.of("a", "{\"v\":2}", "#version", version)));
	}

	@Test
	void whatIsNoDocumentIsReplaced() {
		for (String garbage : new String[] { "garbage", "[1]", "7", "null" }) {
			this.replica.store("a", garbage);
			this.store.write("a", "{\"v\":1}");
			assertThat(read().documents()).containsEntry("a", "{\"v\":1}");
		}
	}

	private Stored read() {
		return this.store.readUnless(FlagStore.UNKNOWN).orElseThrow();
	}

}
