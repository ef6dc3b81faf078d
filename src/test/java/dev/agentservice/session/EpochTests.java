package dev.agentservice.session;

import java.time.Duration;
import java.util.Objects;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@OnSingleAndCluster
class EpochTests {

	private final Caller jane = Replica.somebody();

	private final Replica replica;

	EpochTests(RedisTopology topology) {
		this.replica = new Replica(topology.redis());
	}

	@AfterEach
	void close() {
		this.replica.close();
	}

	@Test
	void theEpochIsMadeOnceAndKept() {
		String first = epoch("run_1", null);
		assertThat(first).isNotBlank();
		assertThat(epoch("run_2", "s")).isEqualTo(first);
		assertThat(epoch("run_3", null)).isEqualTo(first);
	}

	@Test
	void usersHaveDifferentEpochs() {
		assertThat(epoch("run_1", null)).isNotEqualTo(
				this.replica.sessions().open(Replica.somebody(), null, "assistant", "run_2", Duration.ZERO).epoch());
	}

	@Test
	void eachAdmissionRenewsTheEpochForLongerThanAnySessionLives() {
		this.replica.converse(this.jane, "s", "run_1");
		this.replica.call(this.jane, "PEXPIRE", "epoch", 60_000);
		this.replica.converse(this.jane, "s", "run_2");
		assertThat(ttl("epoch")).isGreaterThan(ttl("session:s")).isEqualTo(ttl("who"));
	}

	@Test
	void whoATagIsStandsInPlainText() {
		epoch("run_1", "s");
		assertThat(this.replica.call(this.jane, "GET", "who"))
			.isEqualTo("{\"v\":1,\"tenant\":\"acme\",\"user\":\"jane\"}");
	}

	@Test
	void aTurnAdmittedBeforeAnErasureWritesNothing() {
		this.replica.converse(this.jane, "s", "run_1");
		try (OpenSession open = this.replica.open(this.jane, "s", "run_2")) {
			erase();
			assertErased(open);
		}
		assertThat(this.replica.exists(this.jane, "session:s")).isFalse();
		assertThat(this.replica.exists(this.jane, "keys")).isFalse();
	}

	@Test
	void aTurnAdmittedBeforeAnErasureWritesNothingIntoTheNextEpoch() {
		try (OpenSession open = this.replica.open(this.jane, "s", "run_1")) {
			erase();
			epoch("run_2", null);
			assertErased(open);
		}
		assertThat(this.replica.exists(this.jane, "session:s")).isFalse();
	}

	@Test
	void namesFullOfSeparatorsDoNotCollide() {
		Caller one = Replica.caller("a:b", "c", "00000000000000000000000000000001" + this.jane.tag());
		Caller two = Replica.caller("a", "b:c\"}{", "00000000000000000000000000000002" + this.jane.tag());
		this.replica.converse(one, "s", "run_1");
		this.replica.converse(two, "s", "run_2");
		assertThat(this.replica.sessions().find(one, new SessionId("s")).turns())
			.containsExactly(Replica.turn("run_1"));
		assertThat(this.replica.call(two, "GET", "who")).asString().contains("\"user\":\"b:c\\\"}{\"");
	}

	@Test
	void theHighestVersionWrittenIsNoted() {
		this.replica.converse(this.jane, "s", "run_1");
		assertThat(this.replica.get("as:state:written")).isEqualTo("1");
	}

	private void assertErased(OpenSession open) {
		assertThatExceptionOfType(TurnLostException.class)
			.isThrownBy(() -> this.replica.sessions().append(open, Replica.turn("run")))
			.satisfies((lost) -> assertThat(lost.reason()).isEqualTo(TurnLostException.Reason.ERASED));
	}

	private void erase() {
		this.replica.call(this.jane, "DEL", "epoch");
		this.replica.call(this.jane, "DEL", "session:s");
		this.replica.call(this.jane, "DEL", "keys");
	}

	private String epoch(String run, @Nullable String session) {
		try (OpenSession open = this.replica.sessions().open(this.jane, session, "assistant", run, Duration.ZERO)) {
			return open.epoch();
		}
	}

	private long ttl(String suffix) {
		return (Long) Objects.requireNonNull(this.replica.call(this.jane, "PTTL", suffix)) / 10_000;
	}

}
