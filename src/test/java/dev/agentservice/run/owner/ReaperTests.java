package dev.agentservice.run.owner;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.run.owner.script.FinishOutcome;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.record.RunRecord;
import dev.agentservice.run.record.RunState.Cancelled;
import dev.agentservice.run.record.RunState.Failed;
import dev.agentservice.run.record.RunState.Running;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Runs whose owner died: it registered them and was never heard of again.
 */
@OnSingleAndCluster
@BesideOthers
@ExtendWith(SharedReplicas.class)
class ReaperTests {

	private static final Duration LEASE = Duration.ofMillis(400);

	private final Caller jane = Tickets.somebody();

	private final TestRedis redis;

	/** Looks all the time, and owns nothing. */
	private final RunReplica one;

	/** Its runs die when a test says so, however busy the machine is. */
	private final RunReplica living;

	private final RunReplica two;

	ReaperTests(RedisTopology topology) {
		this.redis = topology.own(ReaperTests.class);
		this.one = SharedReplicas.of(ReaperTests.class, topology, "one", "400ms");
		this.two = SharedReplicas.of(ReaperTests.class, topology, "two", "400ms");
		this.living = SharedReplicas.of(ReaperTests.class, topology, "living", "10m");
	}

	@Test
	void aRunWhoseOwnerDiedEndsOnAnyReplica() {
		OwnedRun run;
		try (RunReplica dying = RunReplica.withLease(this.redis, "10m")) {
			run = dying.begin(Tickets.plain(this.jane, "s", "run_1"));
		}
		die(run);
		awaitReaped("run_1");
		assertThat(find("run_1").endedAt()).isNotNull();
		assertThat(this.two.redis().contents(this.jane)).as("nobody reads along").doesNotContainKey("run:run_1:events");
	}

	@Test
	void whoReadsAlongIsTold() {
		OwnedRun run = this.living.begin(Tickets.streamed(this.jane, "s", "run_1"));
		this.living.append(run, "run.started", "answer.delta");
		die(run);
		awaitReaped("run_1");
		Failed failed = (Failed) find("run_1").state();
		assertThat(failed.data()).contains("\"code\":\"owner_lost\"", "\"run_id\":\"run_1\"", "\"retry_after\":1");
		assertThat(this.two.redis().events(this.jane, "run_1")).hasSize(3)
			.last()
			.hasToString("[3-0, [type, run.failed, data, " + failed.data() + "]]");
	}

	@Test
	void theSessionIsFree() {
		OwnedRun run = this.living.begin(Tickets.plain(this.jane, "s", "run_1"));
		this.one.redis().call(this.jane, "PERSIST", "turn:s");
		die(run);
		awaitReaped("run_1");
		assertThat(this.one.redis().exists(this.jane, "turn:s")).isFalse();
		assertThat(run.session().turns()).isEmpty();
		this.two.converse(this.jane, "s", "run_2");
	}

	@Test
	void aTurnThatSomebodyElseTookMeanwhileIsLeftAlone() {
		OwnedRun run = this.living.begin(Tickets.plain(this.jane, "s", "run_1"));
		this.one.redis().call(this.jane, "SET", "turn:s", "run_2:1");
		die(run);
		awaitReaped("run_1");
		assertThat(this.one.redis().call(this.jane, "GET", "turn:s")).isEqualTo("run_2:1");
	}

	@Test
	void aRunThatWasAskedToStopEndsCancelled() {
		OwnedRun run = this.living.begin(Tickets.streamed(this.jane, "s", "run_1"));
		this.one.cancel(this.jane.tag(), "run_1");
		die(run);
		await().untilAsserted(() -> assertThat(find("run_1").state()).isInstanceOf(Cancelled.class));
		assertThat(this.two.redis().events(this.jane, "run_1").toString()).contains("1-0", "run.cancelled", "requested")
			.doesNotContain("run.failed");
		awaitForgotten();
	}

	@Test
	void aLivingRunIsLeftAlone() {
		OwnedRun run = this.living.begin(Tickets.keyed(this.jane, "key", "run_1"));
		String entry = run.token().announcement();
		var before = this.one.redis().contents(this.jane);
		this.one.redis().due(entry);
		await().until(() -> this.one.redis().lookedAt(entry) > 0);
		assertThat(this.one.reaper().reap(this.jane.tag(), "run_1")).isFalse();
		await().during(LEASE).until(() -> find("run_1").state().equals(new Running(1)));
		assertThat(this.one.redis().contents(this.jane)).isEqualTo(before);
		assertThat(this.one.redis().live(this.jane.tag())).containsExactly(entry);
		assertThat(this.living.succeed(run)).isEqualTo(FinishOutcome.SUCCEEDED);
	}

	@Test
	void anAnnouncementWithoutARecordIsDropped() {
		String entry = this.one.live().announce(this.jane.tag(), "run_1", Duration.ofMinutes(10)).member();
		assertThat(this.one.redis().live(this.jane.tag())).containsExactly(entry);
		this.one.redis().due(entry);
		awaitForgotten();
		assertThat(this.one.redis().contents(this.jane)).isEmpty();
	}

	@Test
	void aRunThatEndedButIsStillListedIsDropped() {
		OwnedRun run = this.living.begin(Tickets.plain(this.jane, "s", "run_1"));
		this.living.succeed(run);
		this.one.redis().due(run.token().announcement());
		var before = this.one.redis().contents(this.jane);
		awaitForgotten();
		assertThat(this.one.redis().contents(this.jane)).isEqualTo(before);
	}

	@Test
	void twoReplicasEndEachRunOnce() {
		this.one.redis().forgetLive();
		double before = lost();
		List<String> runs = IntStream.range(0, 30).mapToObj((n) -> "run_" + n).toList();
		List<OwnedRun> begun = runs.stream()
			.map((run) -> this.living.begin(Tickets.streamed(this.jane, null, run)))
			.toList();
		begun.forEach(this::die);
		awaitForgotten();
		await().untilAsserted(() -> assertThat(lost() - before).isEqualTo(30));
		assertThat(runs).allSatisfy((run) -> assertThat(this.one.redis().events(this.jane, run)).hasSize(1));
	}

	@Test
	void aRunAskedForAgainWhileItIsReapedIsLookedAfterLikeAnyOther() {
		die(this.living.begin(Tickets.keyed(this.jane, "key", "run_1")));
		OwnedRun again = this.living.begin(Tickets.keyed(this.jane, "key", "run_2"));
		assertThat(again.attempt()).isEqualTo(2);
		assertThat(find("run_1").state()).isEqualTo(new Running(2));
		die(again);
		awaitReaped("run_1");
		assertThat(find("run_1").attempt()).isEqualTo(2);
	}

	@Test
	void anOwnerThatComesTooLateDoesNotKeepItsRunFromBeingEnded() {
		OwnedRun run = this.living.begin(Tickets.streamed(this.jane, "s", "run_1"));
		this.one.redis().call(this.jane, "HSET", "run:run_1", "lease", 1);
		assertThat(this.living.succeed(run)).isEqualTo(FinishOutcome.FENCED_OFF);
		assertThat(this.one.redis().live(this.jane.tag())).hasSize(1);
		this.one.redis().due(run.token().announcement());
		awaitReaped("run_1");
	}

	@Test
	void aRunWhoseAnswerDoesNotFitItsSessionIsEndedInTheEnd() {
		OwnedRun run = this.living.begin(Tickets.streamed(this.jane, "s", "run_1"));
		this.one.redis().call(this.jane, "HSET", "session:s", "head", "{\"v\":2}");
		assertThat(this.living.succeed(run)).isEqualTo(FinishOutcome.CHANGED);
		die(run);
		awaitReaped("run_1");
	}

	@Test
	void oneRunThatCannotBeEndedDoesNotKeepTheOthers() {
		Caller first = Tickets.caller("acme", "first", "-" + this.jane.tag().value());
		String broken = this.living.begin(Tickets.plain(first, null, "run_1")).token().announcement();
		this.one.redis().call(first, "DEL", "run:run_1");
		this.one.redis().call(first, "SET", "run:run_1", "not a record");
		OwnedRun run = this.living.begin(Tickets.plain(this.jane, null, "run_2"));
		this.one.redis().call(this.jane, "HSET", "run:run_2", "lease", 1);
		// From now on they come in one batch, the broken one first.
		this.one.redis().due(broken, run.token().announcement());
		awaitReaped("run_2");
		this.one.live().remove(broken);
		await().until(() -> this.one.redis().live(first.tag()).isEmpty());
	}

	/** Its lease has run out, and the reaper looks at it as soon as it looks at all. */
	private void die(OwnedRun run) {
		String entry = run.token().announcement();
		assertThat(this.two.redis().live(this.jane.tag())).contains(entry);
		this.two.redis().call(this.jane, "HSET", "run:" + run.id(), "lease", 1);
		this.two.redis().due(entry);
	}

	private void awaitReaped(String run) {
		await().untilAsserted(() -> assertThat(find(run).state()).isInstanceOf(Failed.class));
		awaitForgotten();
	}

	private void awaitForgotten() {
		await().untilAsserted(() -> assertThat(this.two.redis().live(this.jane.tag())).isEmpty());
	}

	private RunRecord find(String run) {
		return this.two.records().find(this.jane.tag(), run);
	}

	private double lost() {
		return Stream.of(this.one, this.two).mapToDouble(RunReplica::lost).sum();
	}

}
