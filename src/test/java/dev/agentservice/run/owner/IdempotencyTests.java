package dev.agentservice.run.owner;

import java.time.Duration;
import java.util.List;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.run.order.StoredKey;
import dev.agentservice.run.outcome.Ending;
import dev.agentservice.run.owner.Registration.Repeated;
import dev.agentservice.run.owner.script.FinishOutcome;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.owner.script.RunTicket;
import dev.agentservice.run.queue.DeadRun;
import dev.agentservice.run.queue.DeadRuns;
import dev.agentservice.run.record.RunRecord;
import dev.agentservice.run.record.RunState.Running;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of a request that comes again.
 */
@OnSingleAndCluster
@BesideOthers
@ExtendWith(SharedReplicas.class)
class IdempotencyTests {

	private final Caller jane = Tickets.somebody();

	private final RunReplica one;

	private final RunReplica two;

	IdempotencyTests(RedisTopology topology) {
		this.one = SharedReplicas.of(IdempotencyTests.class, topology, "one", "10m");
		this.two = SharedReplicas.of(IdempotencyTests.class, topology, "two", "10m");
	}

	@Test
	void whileTheRunIsAtWorkItIsNamed() {
		this.one.begin(retry("run_1"));
		var before = this.one.redis().contents(this.jane);
		assertInProgress();
		assertThat(this.one.redis().contents(this.jane)).isEqualTo(before);
		await().untilAsserted(() -> assertThat(this.one.redis().live(this.jane.tag())).hasSize(1));
	}

	@Test
	void aRunThatWasAskedToStopIsStillAtWork() {
		this.one.begin(retry("run_1"));
		this.one.cancel(this.jane.tag(), "run_1");
		assertInProgress();
	}

	private void assertInProgress() {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.two.begin(retry("run_2")))
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.RUN_IN_PROGRESS))
			.satisfies((problem) -> assertThat(problem.properties()).containsEntry("run_id", "run_1"))
			.satisfies((problem) -> assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(1)));
	}

	@Test
	void afterAnAnswerItIsRepeated() {
		this.one.succeed(this.one.begin(retry("run_1")));
		var before = this.one.redis().contents(this.jane);
		assertThat(register(this.two, "run_2")).isEqualTo(new Repeated("run_1"));
		assertThat(register(this.two, "run_3")).isEqualTo(new Repeated("run_1"));
		assertThat(this.one.redis().contents(this.jane)).isEqualTo(before);
	}

	@Test
	void afterACancelItIsRepeated() {
		OwnedRun run = this.one.begin(retry("run_1"));
		this.one.cancel(this.jane.tag(), "run_1");
		this.one.succeed(run);
		assertThat(register(this.two, "run_2")).isEqualTo(new Repeated("run_1"));
	}

	@ParameterizedTest
	@EnumSource(value = ProblemCode.class, names = { "INVALID_REQUEST", "INPUT_REJECTED", "INPUT_TOO_LARGE" })
	void whatTheClientHasToChangeIsRepeated(ProblemCode code) {
		end(code);
		assertThat(register(this.two, "run_2")).isEqualTo(new Repeated("run_1"));
	}

	@ParameterizedTest
	@EnumSource(value = ProblemCode.class,
			names = { "INTERNAL_ERROR", "MODELS_UNAVAILABLE", "MODELS_REFUSED", "RATE_LIMITED", "BUDGET_EXCEEDED" })
	void whatMayGoBetterNextTimeIsTriedAgain(ProblemCode code) {
		end(code);
		assertThat(this.two.begin(retry("run_2"))).extracting(OwnedRun::id, OwnedRun::attempt)
			.containsExactly("run_1", 2);
	}

	@Test
	void aRunWhoseTimeIsUpIsOver() {
		end(ProblemCode.DEADLINE_EXCEEDED);
		assertThat(register(this.two, "run_2")).isEqualTo(new Repeated("run_1"));
	}

	private void end(ProblemCode code) {
		OwnedRun run = this.one.begin(retry("run_1"));
		this.one.finish(run, null, Ending.failed(new ProblemException(code, "It did not work.")));
	}

	@Test
	void theNextAttemptGoesOnWithWhatWasFinished() {
		OwnedRun first = this.one.begin(retry("run_1"));
		this.one.journals().record(first, 0, "{\"step\":1}", "").join();
		this.one.journals().record(first, 1, "{\"step\":2}", "").join();
		this.one.fail(first);
		OwnedRun second = this.two.begin(retry("run_2"));
		assertThat(second.finished()).containsExactly("{\"step\":1}", "{\"step\":2}");
		this.two.journals().record(second, 2, "{\"step\":3}", "").join();
		this.two.fail(second);
		OwnedRun third = this.one.begin(retry("run_3"));
		assertThat(third).extracting(OwnedRun::id, OwnedRun::attempt).containsExactly("run_1", 3);
		assertThat(third.finished()).containsExactly("{\"step\":1}", "{\"step\":2}", "{\"step\":3}");
	}

	@Test
	void theNextAttemptCountsItsEventsOnAndTheOldOnesAreGone() {
		OwnedRun first = this.one.begin(retry("run_1"));
		this.one.append(first, "run.started", "answer.delta");
		this.one.fail(first);
		OwnedRun second = this.two.begin(retry("run_2"));
		assertThat(second.first()).isEqualTo(4);
		assertThat(this.one.redis().exists(this.jane, "run:run_1:events")).isFalse();
		assertThat(this.one.redis().exists(this.jane, "run:run_1:text")).isFalse();
		this.two.append(second, "run.started");
		assertThat(this.one.redis().events(this.jane, "run_1")).hasToString("[[4-0, [type, run.started, data, {}]]]");
	}

	@Test
	void theNextAttemptIsTheSameRunAtWorkAgain() {
		this.one.fail(this.one.begin(retry("run_1")));
		RunRecord failed = find("run_1");
		assertThat(failed.endedAt()).isNotNull();
		OwnedRun second = this.two.begin(retry("run_2"));
		assertThat(find("run_1"))
			.isEqualTo(new RunRecord("run_1", failed.document(), null, 2, new Running(2), "", false));
		assertThat(this.one.redis().call(this.jane, "GET", "turn:s")).isEqualTo("run_1:2");
		assertThat(this.two.succeed(second)).isEqualTo(FinishOutcome.SUCCEEDED);
		assertThat(register(this.one, "run_3")).isEqualTo(new Repeated("run_1"));
	}

	@Test
	void nobodyHasToRedriveARunWhoseClientAskedAgain() {
		this.one.fail(this.one.begin(retry("run_1")));
		DeadRuns dead = this.one.dead();
		String tenant = this.one.tenantOf(this.jane);
		dead.add(tenant, this.jane.tag(), "run_1");
		assertThat(dead.list(tenant)).extracting(DeadRun::run).containsExactly("run_1");
		this.two.begin(retry("run_2"));
		await().untilAsserted(() -> assertThat(dead.list(tenant)).isEmpty());
	}

	@Test
	void anotherRequestUnderTheSameKeyIsRefused() {
		OwnedRun run = this.one.begin(retry("run_1"));
		assertReused();
		this.one.fail(run);
		assertReused();
		this.one.succeed(this.one.begin(retry("run_3")));
		assertReused();
	}

	private void assertReused() {
		var before = this.one.redis().contents(this.jane);
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.two.begin(Tickets.keyed(this.jane, "s", "key", "that", "run_2")))
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.IDEMPOTENCY_KEY_REUSED));
		assertThat(this.one.redis().contents(this.jane)).isEqualTo(before);
	}

	@Test
	void aRecordOfTheReleaseBeforeStandsForItsRun() {
		this.one.succeed(this.one.begin(former("former-this", "run_1")));
		assertThat(register(this.two, "run_2")).isEqualTo(new Repeated("run_1"));
		assertThat(this.one.redis().exists(this.jane, "idem:key")).isFalse();
	}

	@Test
	void anotherRequestUnderAKeyOfTheReleaseBeforeIsRefused() {
		this.one.begin(former("former-this", "run_1"));
		assertReused();
	}

	@Test
	void aRunOfTheReleaseBeforeGoesOnAndIsRecordedAnew() {
		this.one.fail(this.one.begin(former("former-this", "run_1")));
		OwnedRun second = this.two.begin(retry("run_2"));
		assertThat(second).extracting(OwnedRun::id, OwnedRun::attempt).containsExactly("run_1", 2);
		assertThat(this.one.redis().call(this.jane, "HMGET", "idem:key", "run", "request"))
			.hasToString("[run_1, this]");
		this.two.succeed(second);
		assertThat(register(this.one, "run_3")).isEqualTo(new Repeated("run_1"));
	}

	@Test
	void aReleaseBeforeFindsTheRunOfThisOne() {
		this.one.begin(retry("run_1"));
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.two.begin(former("former-this", "run_2")))
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.RUN_IN_PROGRESS))
			.satisfies((problem) -> assertThat(problem.properties()).containsEntry("run_id", "run_1"));
		assertThat(this.one.redis().call(this.jane, "ZSCORE", "keys", "idem:former-key")).isNotNull();
	}

	/** As a release before has stored it, under the digests themselves. */
	private RunTicket former(String request, String run) {
		return new RunTicket(run, retry(run).order(), new StoredKey("former-key", request, "", "", false));
	}

	@Test
	void otherKeysAreOtherRuns() {
		this.one.begin(Tickets.keyed(this.jane, null, "key-1", "this", "run_1"));
		assertThat(this.two.begin(Tickets.keyed(this.jane, null, "key-2", "this", "run_2")).id()).isEqualTo("run_2");
	}

	@Test
	void aKeyOutlivesNoRun() {
		this.one.succeed(this.one.begin(retry("run_1")));
		this.one.redis().call(this.jane, "DEL", "run:run_1");
		assertThat(this.two.begin(retry("run_2"))).extracting(OwnedRun::id, OwnedRun::attempt)
			.containsExactly("run_2", 1);
	}

	@Test
	void aBusySessionLeavesTheKeyWithTheRunAsItWas() {
		this.one.fail(this.one.begin(retry("run_1")));
		this.one.begin(Tickets.plain(this.jane, "s", "run_2"));
		var before = this.one.redis().contents(this.jane);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.two.begin(retry("run_3")))
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.SESSION_BUSY));
		assertThat(this.one.redis().contents(this.jane)).isEqualTo(before);
	}

	@Test
	void theRunOfADeadOwnerGoesOnAsSoonAsItsLeaseIsOver() {
		OwnedRun lost = this.one.beginUnwatched(retry("run_1"));
		this.one.journals().record(lost, 0, "{\"step\":1}", "").join();
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.two.begin(retry("run_2")))
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.RUN_IN_PROGRESS));
		this.one.redis().call(this.jane, "HSET", "run:run_1", "lease", 1);
		assertThat(this.two.begin(retry("run_2")))
			.extracting(OwnedRun::id, OwnedRun::attempt, OwnedRun::first, OwnedRun::finished)
			.containsExactly("run_1", 2, 2L, List.of("{\"step\":1}"));
	}

	private Registration register(RunReplica replica, String run) {
		return replica.registry().register(retry(run));
	}

	private RunTicket retry(String run) {
		return Tickets.keyed(this.jane, "key", run);
	}

	private RunRecord find(String run) {
		return this.one.records().find(this.jane.tag(), run);
	}

}
