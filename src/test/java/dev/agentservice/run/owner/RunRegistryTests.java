package dev.agentservice.run.owner;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.agentservice.flag.ResolvedFlags;
import dev.agentservice.identity.Caller;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.run.owner.script.FinishOutcome;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.record.RunFilter;
import dev.agentservice.run.record.RunDocument;
import dev.agentservice.run.record.RunRecord;
import dev.agentservice.run.record.RunState.Running;
import dev.agentservice.run.record.RunState.Succeeded;
import dev.agentservice.run.record.WriteOutcome;
import dev.agentservice.session.SessionId;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A run from its registration to its end.
 */
@BesideOthers
@OnSingleAndCluster
class RunRegistryTests {

	/** The scripts of the reaper, of the watch over the queue, and of this test. */
	private static final Set<String> BACKGROUND = Set.of("live-due", "queue-look", "queue-sweep", "test-call");

	private final Caller jane = Tickets.somebody();

	private final TestRedis redis;

	private final RunReplica replica;

	RunRegistryTests(RedisTopology topology) {
		this.redis = topology.own(RunRegistryTests.class);
		this.replica = RunReplica.withLease(this.redis, "10m");
	}

	@AfterEach
	void close() {
		this.replica.close();
	}

	@Test
	void aNewRunIsInItsFirstAttempt() {
		OwnedRun run = this.replica.begin(Tickets.keyed(this.jane, "key", "run_1"));
		assertThat(run.id()).isEqualTo("run_1");
		assertThat(run.attempt()).isEqualTo(1);
		assertThat(run.first()).isEqualTo(1);
		assertThat(run.finished()).isEmpty();
		assertThat(run.certain().remaining()).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(10));
		assertThat(this.replica.redis().call(this.jane, "GET", "turn:s")).isEqualTo("run_1:1");
	}

	@Test
	void aRunIsFoundFromItsFirstMomentOn() {
		Instant begun = Instant.now().minusMillis(1);
		this.replica.begin(Tickets.keyed(this.jane, "key", "run_1"));
		RunRecord found = find("run_1");
		assertThat(found.createdAt()).isBetween(begun, Instant.now());
		assertThat(found).isEqualTo(
				new RunRecord(
						"run_1", new RunDocument(2, "assistant", "revision-1", "s", found.createdAt(),
								Map.of("order", "7"), ResolvedFlags.NONE, "dev", "stable", null),
						null, 1, new Running(1), "", false));
	}

	@Test
	void aRunIsLookedAfterUntilItIsOver() {
		OwnedRun run = this.replica.begin(Tickets.plain(this.jane, null, "run_1"));
		assertThat(this.replica.redis().live(this.jane.tag())).containsExactly(run.token().announcement());
		this.replica.succeed(run);
		await().untilAsserted(() -> assertThat(this.replica.redis().live(this.jane.tag())).isEmpty());
	}

	@Test
	void anEndIsToldWithItsTimeAndItsEvent() {
		Instant begun = Instant.now().minusSeconds(1);
		OwnedRun run = this.replica.begin(Tickets.plain(this.jane, null, "run_1"));
		this.replica.succeed(run);
		assertThat(find("run_1").state()).isEqualTo(new Succeeded(RunReplica.ANSWERED.data()));
		assertThat(find("run_1").endedAt()).isBetween(begun, Instant.now().plusSeconds(1));
	}

	@Test
	void theLastEventsOfAStreamedRunAreStoredWithItsEnd() {
		OwnedRun run = this.replica.begin(Tickets.streamed(this.jane, "s", "run_1"));
		this.replica.append(run, "run.started");
		this.replica.finish(run, RunReplica.turn("run_1"), RunReplica.ANSWERED, "answer.delta");
		assertThat(this.replica.redis().events(this.jane, "run_1")).hasToString("[[1-0, [type, run.started, data, {}]],"
				+ " [2-0, [type, answer.delta, data, {}]], [3-0, [type, run.completed, data, {\"text\":\"51\"}]]]");
	}

	@Test
	void aRunThatNobodyReadsAlongHasNoLog() {
		this.replica.succeed(this.replica.begin(Tickets.plain(this.jane, "s", "run_1")));
		assertThat(this.replica.redis().contents(this.jane)).containsOnlyKeys("epoch", "who", "keys", "stored",
				"run:run_1", "session:s");
	}

	@Test
	void aRunWithoutASessionKeepsOnlyItsRecord() {
		OwnedRun run = this.replica.begin(Tickets.plain(this.jane, null, "run_1"));
		assertThat(run.session().turns()).isEmpty();
		this.replica.succeed(run);
		assertThat(this.replica.redis().contents(this.jane)).containsOnlyKeys("epoch", "who", "keys", "stored",
				"run:run_1");
		assertThat(this.replica.sessions().list(this.jane, null, 10).sessions()).isEmpty();
	}

	@Test
	void whatIsRecordedHasNoGap() {
		OwnedRun run = this.replica.begin(Tickets.keyed(this.jane, "key", "run_1"));
		assertThat(this.replica.journals().record(run, 1, "{\"step\":2}", "").join()).isEqualTo(WriteOutcome.GAP);
		assertThat(this.replica.journals().record(run, 0, "{\"step\":1}", "").join()).isEqualTo(WriteOutcome.STORED);
		assertThat(this.replica.journals().record(run, 0, "{\"step\":1}", "").join()).isEqualTo(WriteOutcome.GAP);
	}

	@Test
	void whatIsFinishedIsForgottenWhenNobodyMayGoOn() {
		OwnedRun run = this.replica.begin(Tickets.keyed(this.jane, "key", "run_1"));
		assertThat(this.replica.journals().record(run, 0, "{\"step\":1}", "").join()).isEqualTo(WriteOutcome.STORED);
		this.replica.succeed(run);
		assertThat(this.replica.redis().exists(this.jane, "run:run_1:steps")).isFalse();
	}

	@Test
	void aRunThatWasAskedToStopIsCancelledWhateverItWantedToBecome() {
		OwnedRun run = this.replica.begin(Tickets.streamed(this.jane, "s", "run_1"));
		this.replica.cancel(this.jane.tag(), "run_1");
		assertThat(this.replica.succeed(run)).isEqualTo(FinishOutcome.CANCELLED);
		assertThat(this.replica.redis().events(this.jane, "run_1").getLast()).asString()
			.contains("run.cancelled", "\"reason\":\"requested\"");
		assertThat(this.replica.redis().exists(this.jane, "session:s")).as("no answer was given").isFalse();
		assertThat(this.replica.redis().exists(this.jane, "turn:s")).isFalse();
	}

	@Test
	void somebodyElsesRunIsNotFound() {
		this.replica.begin(Tickets.keyed(this.jane, "key", "run_1"));
		Caller joe = Tickets.somebody();
		assertNotFound(() -> this.replica.records().find(joe.tag(), "run_1"));
		assertNotFound(() -> this.replica.cancel(joe.tag(), "run_1"));
		assertThat(this.replica.records().list(joe.tag(), new RunFilter(null, null), null, 10).runs()).isEmpty();
		assertThat(this.replica.begin(Tickets.keyed(joe, "key", "run_1")).attempt()).as("a key is its user's")
			.isEqualTo(1);
		assertThat(find("run_1").state()).isEqualTo(new Running(1));
	}

	@Test
	void aRunTakesOneScriptToBeginAndOneToEndAndTwoForTheListOfLiveRuns() {
		this.replica.converse(this.jane, "s", "run_1");
		await().until(() -> calls().keySet().containsAll(Set.of("live-remove", "stored-tenant")));
		Map<String, Long> before = calls();
		this.replica.converse(this.jane, "s", "run_2");
		await().untilAsserted(
				() -> assertThat(calls()).containsEntry("live-remove", before.getOrDefault("live-remove", 0L) + 1));
		for (String script : List.of("live-announce", "run-admit", "run-finish")) {
			assertThat(calls()).containsEntry(script, before.getOrDefault(script, 0L) + 1);
		}
		assertThat(calls()).containsOnlyKeys(before.keySet());
	}

	@Test
	void whatIsTakenOffTheListOfLiveRunsTogetherSharesScripts() {
		String last = this.replica.begin(Tickets.plain(this.jane, null, "run_1")).token().announcement();
		long before = calls().getOrDefault("live-remove", 0L);
		for (int i = 0; i < 2500; i++) {
			this.replica.live().remove("nobody run_" + i);
		}
		this.replica.live().remove(last);
		await().until(() -> this.replica.redis().live(this.jane.tag()).isEmpty());
		assertThat(calls().getOrDefault("live-remove", 0L) - before).isBetween(3L, 100L);
	}

	@Test
	void aSessionThatCannotBeReadLeavesNothingOfTheRun() {
		this.replica.redis().call(this.jane, "HSET", "session:s", "head", "{");
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.replica.begin(Tickets.keyed(this.jane, "key", "run_1")));
		await().untilAsserted(() -> assertThat(this.replica.redis().contents(this.jane)).containsOnlyKeys("epoch",
				"who", "stored", "session:s"));
		await().untilAsserted(() -> assertThat(this.replica.redis().live(this.jane.tag())).isEmpty());
		this.replica.sessions().delete(this.jane, new SessionId("s"));
		assertThat(this.replica.begin(Tickets.keyed(this.jane, "key", "run_2")).id()).isEqualTo("run_2");
	}

	@Test
	void recordsThatOutliveTheEpochStopTheStart() {
		assertThatException()
			.isThrownBy(() -> new RunReplica(this.redis, Map.of("agent-service.run.retention", "500d")))
			.havingRootCause()
			.withMessageContaining("agent-service.redis.epoch-ttl");
	}

	/**
	 * Each script and its calls, but for those that are made whether or not there is a
	 * run.
	 */
	private Map<String, Long> calls() {
		return this.replica.meters()
			.find("agent.redis")
			.timers()
			.stream()
			.filter((timer) -> !BACKGROUND.contains(String.valueOf(timer.getId().getTag("script"))))
			.collect(Collectors.toMap((timer) -> String.valueOf(timer.getId().getTag("script")), Timer::count));
	}

	private RunRecord find(String run) {
		return this.replica.records().find(this.jane.tag(), run);
	}

	private static void assertNotFound(Runnable action) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(action::run)
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.NOT_FOUND));
	}

}
