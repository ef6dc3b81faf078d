package dev.agentservice.session;

import java.util.Map;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.run.owner.RunReplica;
import dev.agentservice.run.owner.Tickets;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.json.UnreadableStateException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@BesideOthers
@OnSingleAndCluster
class SessionVersionTests {

	private static final String NEWER = "{\"v\":3,\"agent\":\"assistant\",\"turns\":1}";

	private final Caller jane = Tickets.somebody();

	private final TestRedis redis;

	@AutoClose
	private final RunReplica replica;

	SessionVersionTests(RedisTopology topology) {
		this.redis = topology.own(SessionVersionTests.class);
		this.replica = new RunReplica(this.redis);
	}

	@Test
	void aSessionOfANewerReleaseIsRefusedUntouchedAndNotLeftBusy() {
		this.replica.redis().call(this.jane, "HSET", "session:s", "head", NEWER, "1", "{\"v\":3}");
		assertUnreadable(() -> this.replica.begin(Tickets.plain(this.jane, "s", "run_1")), "newer release");
		assertUnreadable(() -> this.replica.sessions().find(this.jane, new SessionId("s")), "newer release");
		assertThat(this.replica.redis().call(this.jane, "HGET", "session:s", "head")).isEqualTo(NEWER);
		await().until(() -> !this.replica.redis().exists(this.jane, "turn:s"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "not json", "7", "{\"v\":1,\"turns\":\"many\"}", "{\"v\":1,\"turns\":1e999}",
			"{\"v\":1,\"turns\":-1e999}" })
	void aDamagedSessionIsAClearError(String head) {
		this.replica.redis().call(this.jane, "HSET", "session:s", "head", head);
		assertUnreadable(() -> this.replica.begin(Tickets.plain(this.jane, "s", "run_1")), "damaged");
	}

	@Test
	void oneDamagedSessionDoesNotHideTheOthers() {
		this.replica.converse(this.jane, "a", "run_1");
		this.replica.converse(this.jane, "b", "run_2");
		this.replica.redis().call(this.jane, "HSET", "session:a", "head", "{");
		assertThat(this.replica.sessions().list(this.jane, null, 10).sessions()).extracting(SessionSummary::id)
			.containsExactly("b");
	}

	@Test
	void aDamagedSessionCanBeDeleted() {
		this.replica.redis().call(this.jane, "HSET", "session:s", "head", "{");
		this.replica.sessions().delete(this.jane, new SessionId("s"));
		this.replica.converse(this.jane, "s", "run_1");
	}

	@Test
	void theHighestVersionWrittenIsNoted() {
		this.replica.converse(this.jane, "s", "run_1");
		assertThat(this.replica.redis().get("as:state:written")).isEqualTo("2");
	}

	@Test
	void aVersionThisReleaseCannotWriteStopsTheStart() {
		assertThatException()
			.isThrownBy(() -> new RunReplica(this.redis, Map.of("agent-service.state.write-version", "3")))
			.havingRootCause()
			.withMessageContaining("agent-service.state");
	}

	@Test
	void sessionsThatOutliveTheEpochStopTheStart() {
		assertThatException().isThrownBy(() -> new RunReplica(this.redis, Map.of("agent-service.session.ttl", "500d")))
			.havingRootCause()
			.withMessageContaining("agent-service.redis.epoch-ttl");
	}

	private static void assertUnreadable(Runnable action, String why) {
		assertThatExceptionOfType(UnreadableStateException.class).isThrownBy(action::run).withMessageContaining(why);
	}

}
