package dev.agentservice.run.owner;

import java.util.Objects;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.run.owner.script.FinishOutcome;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.record.WriteOutcome;
import dev.agentservice.session.SessionId;
import dev.agentservice.support.BesideOthers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What was erased does not come back.
 */
@BesideOthers
@OnSingleAndCluster
class EpochTests {

	private final Caller jane = Tickets.somebody();

	private final RunReplica replica;

	EpochTests(RedisTopology topology) {
		this.replica = new RunReplica(topology.own(EpochTests.class));
	}

	@AfterEach
	void close() {
		this.replica.close();
	}

	@Test
	void theEpochIsMadeOnceAndKept() {
		String first = epoch("run_1", null);
		assertThat(first).isNotBlank().isEqualTo(this.replica.redis().call(this.jane, "GET", "epoch"));
		assertThat(epoch("run_2", "s")).isEqualTo(first);
		assertThat(epoch("run_3", null)).isEqualTo(first);
	}

	@Test
	void usersHaveDifferentEpochs() {
		OwnedRun other = this.replica.begin(Tickets.plain(Tickets.somebody(), null, "run_2"));
		assertThat(epoch("run_1", null)).isNotEqualTo(other.session().epoch());
	}

	@Test
	void eachAdmissionRenewsTheEpochForLongerThanAnythingOfTheUserLives() {
		this.replica.converse(this.jane, "s", "run_1");
		this.replica.redis().call(this.jane, "PEXPIRE", "epoch", 60_000);
		this.replica.converse(this.jane, "s", "run_2");
		assertThat(ttl("epoch")).isGreaterThan(ttl("session:s")).isGreaterThan(ttl("run:run_2"));
		// They are asked for one after the other.
		assertThat(ttl("who")).isCloseTo(ttl("epoch"), within(1L));
	}

	@Test
	void whoATagIsStandsInPlainText() {
		epoch("run_1", "s");
		assertThat(this.replica.redis().call(this.jane, "GET", "who")).asString()
			.isEqualTo(" ".repeat(128) + "{\"v\":2,\"tenant\":\"acme\",\"user\":\"jane\"}");
	}

	@Test
	void aRunAdmittedBeforeAnErasureBringsNothingBack() {
		this.replica.converse(this.jane, "s", "run_1");
		OwnedRun run = this.replica.begin(Tickets.keyed(this.jane, "key", "run_2"));
		erase();
		assertNothingIsWritten(run);
		assertThat(this.replica.redis().contents(this.jane)).isEmpty();
	}

	@Test
	void aRunAdmittedBeforeAnErasureWritesNothingIntoTheNextEpoch() {
		OwnedRun run = this.replica.begin(Tickets.keyed(this.jane, "key", "run_1"));
		erase();
		epoch("run_2", null);
		var before = this.replica.redis().contents(this.jane);
		assertNothingIsWritten(run);
		assertThat(this.replica.redis().contents(this.jane)).isEqualTo(before);
	}

	@Test
	void aRunWhoseRecordAnErasureMissedWritesNothingIntoTheNextEpoch() {
		OwnedRun run = this.replica.begin(Tickets.keyed(this.jane, "key", "run_1"));
		this.replica.redis().call(this.jane, "SET", "epoch", "another");
		var before = this.replica.redis().contents(this.jane);
		assertNothingIsWritten(run);
		assertThat(this.replica.redis().contents(this.jane)).isEqualTo(before);
	}

	@Test
	void namesFullOfSeparatorsDoNotCollide() {
		Caller one = Tickets.caller("a:b", "c", "00000000000000000000000000000001" + this.jane.tag());
		Caller two = Tickets.caller("a", "b:c\"}{", "00000000000000000000000000000002" + this.jane.tag());
		this.replica.converse(one, "s", "run_1");
		this.replica.converse(two, "s", "run_2");
		assertThat(this.replica.sessions().find(one, new SessionId("s")).turns())
			.containsExactly(RunReplica.turn("run_1"));
		assertThat(this.replica.redis().call(two, "GET", "who")).asString().contains("\"user\":\"b:c\\\"}{\"");
	}

	private void assertNothingIsWritten(OwnedRun run) {
		assertThat(this.replica.append(run, "answer.delta")).isEqualTo(WriteOutcome.ERASED);
		assertThat(this.replica.journals().record(run, 0, "{}", "").join()).isEqualTo(WriteOutcome.ERASED);
		assertThat(this.replica.succeed(run)).isEqualTo(FinishOutcome.ERASED);
	}

	private void erase() {
		this.replica.redis()
			.contents(this.jane)
			.keySet()
			.forEach((key) -> this.replica.redis().call(this.jane, "DEL", key));
	}

	private String epoch(String run, @Nullable String session) {
		OwnedRun owned = this.replica.begin(Tickets.plain(this.jane, session, run));
		this.replica.fail(owned);
		return owned.session().epoch();
	}

	private long ttl(String suffix) {
		return (Long) Objects.requireNonNull(this.replica.redis().call(this.jane, "PTTL", suffix)) / 10_000;
	}

}
