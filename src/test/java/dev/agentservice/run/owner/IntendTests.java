package dev.agentservice.run.owner;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.run.outcome.DoubtfulCall;
import dev.agentservice.run.outcome.Ending;
import dev.agentservice.run.outcome.RunOutcome;
import dev.agentservice.run.owner.Claim.Refused;
import dev.agentservice.run.owner.script.FinishOutcome;
import dev.agentservice.run.owner.script.Intent;
import dev.agentservice.run.owner.script.IntentOutcome;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.record.RunRecord;
import dev.agentservice.run.record.RunState;
import dev.agentservice.run.record.RunState.Cancelled;
import dev.agentservice.run.record.RunState.Failed;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What a run was about to do when it ended, or lost its owner. */
@OnSingleAndCluster
@BesideOthers
class IntendTests {

	private static final String FIRST = "{\"call\":\"c0.0\",\"tool\":\"refund\"}";

	private static final String SECOND = "{\"call\":\"c0.1\",\"tool\":\"mail\"}";

	private final Caller jane = Tickets.somebody();

	@AutoClose
	private final RunReplica replica;

	IntendTests(RedisTopology topology) {
		this.replica = RunReplica.withLease(topology.own(IntendTests.class), "10m");
	}

	@Test
	void intentsAreStoredBehindWhatCameBefore() {
		OwnedRun run = begin();
		assertThat(intend(run, 1, "c0.0 refund")).isEqualTo(IntentOutcome.GAP);
		record(run, 0, "");
		assertThat(intend(run, 1, "c0.0 refund", "c0.1 mail")).isEqualTo(IntentOutcome.STORED);
		assertThat(find().inDoubt()).isEqualTo(FIRST + "," + SECOND);
		record(run, 3, "c0.0");
		assertThat(find().inDoubt()).isEqualTo(SECOND);
		record(run, 4, "c0.1");
		assertThat(find().inDoubt()).isEmpty();
		this.replica.fail(run);
		assertThat(begin().finished()).hasSize(5).element(1).isEqualTo("{\"call\":\"c0.0\"}");
	}

	@Test
	void theLastIntentOfACallCounts() {
		OwnedRun run = begin();
		intend(run, 0, "c0.0 refund", "c0.1 mail");
		intend(run, 2, "c0.0 spare");
		assertThat(find().inDoubt()).isEqualTo(SECOND + ",{\"call\":\"c0.0\",\"tool\":\"spare\"}");
	}

	@Test
	void nothingBeginsOnceARunWasAskedToStop() {
		OwnedRun run = begin();
		this.replica.cancel(this.jane.tag(), "run_1");
		assertThat(intend(run, 0, "c0.0 refund")).isEqualTo(IntentOutcome.CANCELLING);
		assertThat(find().inDoubt()).isEmpty();
		record(run, 0, "");
	}

	@Test
	void nothingBeginsForWhoIsNotTheOwner() {
		OwnedRun run = beginAwaited();
		die(run);
		assertThat(intend(run, 0, "c0.0 refund")).isEqualTo(IntentOutcome.FENCED_OFF);
		OwnedRun second = beginAwaited();
		assertThat(intend(run, 0, "c0.0 refund")).isEqualTo(IntentOutcome.FENCED_OFF);
		this.replica.redis().call(this.jane, "SET", "epoch", "another");
		assertThat(intend(second, 0, "c0.0 refund")).isEqualTo(IntentOutcome.ERASED);
		assertThat(find().inDoubt()).isEmpty();
	}

	@Test
	void everyEndThatLeavesACallInDoubtNamesIt() {
		OwnedRun run = beginAwaited();
		intend(run, 0, "c0.0 refund", "c0.1 mail");
		die(run);
		this.replica.reaper().reap(this.jane.tag(), "run_1");
		assertThat(((Failed) find().state()).data()).endsWith(",\"in_doubt\":[" + FIRST + "," + SECOND + "]}");
		assertNamed((RunState.Ended) find().state());

		OwnedRun second = beginAwaited();
		this.replica.finish(second, null, Ending.cancelled("run_1", "requested"));
		assertThat(((Cancelled) find().state()).data()).endsWith(",\"in_doubt\":[" + FIRST + "," + SECOND + "]}");
		RunOutcome.Cancelled cancelled = (RunOutcome.Cancelled) Ending.outcome((RunState.Ended) find().state());
		assertThat(cancelled.inDoubt()).containsExactly(new DoubtfulCall("c0.0", "refund"),
				new DoubtfulCall("c0.1", "mail"));
	}

	private static void assertNamed(RunState.Ended state) {
		assertThat(((RunOutcome.Failed) Ending.outcome(state)).problem().properties()).containsKey("in_doubt")
			.extractingByKey("in_doubt")
			.asString()
			.contains("c0.0", "refund", "c0.1", "mail");
	}

	@Test
	void whoLostItsOwnerWhileItWasAskedToStopNamesThemToo() {
		OwnedRun run = begin();
		intend(run, 0, "c0.0 refund");
		this.replica.cancel(this.jane.tag(), "run_1");
		die(run);
		RunRecord ended = this.replica.cancel(this.jane.tag(), "run_1");
		assertThat(((Cancelled) ended.state()).data()).endsWith(",\"in_doubt\":[" + FIRST + "]}");
		assertThat(ended.inDoubt()).isEqualTo(FIRST);
	}

	@Test
	void anAnswerIsStoredAsItWasGiven() {
		OwnedRun run = begin();
		intend(run, 0, "c0.0 refund");
		assertThat(this.replica.succeed(run)).isEqualTo(FinishOutcome.SUCCEEDED);
		assertThat(((RunState.Succeeded) find().state()).data()).isEqualTo(RunReplica.ANSWERED.data());
		assertThat(find().inDoubt()).as("what was told to the model is still unknown").isEqualTo(FIRST);
	}

	@Test
	void aRunWhoseJournalIsLostHasNoOtherAttempt() {
		OwnedRun run = begin();
		record(run, 0, "");
		this.replica.fail(run);
		this.replica.redis().call(this.jane, "DEL", "run:run_1:steps");
		assertThatExceptionOfType(ProblemException.class).isThrownBy(this::begin)
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.JOURNAL_LOST));
		assertThat(this.replica.claim(this.jane.tag(), "run_1")).isEqualTo(new Refused(Claim.Reason.JOURNAL_LOST));
		assertThat(find().attempt()).isOne();
		assertThat(this.replica.redis().exists(this.jane, "turn:s")).isFalse();
	}

	@Test
	void theJournalOfAReleaseThatCountedNothingIsTakenAsItIs() {
		OwnedRun run = begin();
		record(run, 0, "");
		this.replica.fail(run);
		this.replica.redis().call(this.jane, "HDEL", "run:run_1", "steps");
		OwnedRun second = begin();
		record(second, 1, "");
		assertThat(this.replica.redis().call(this.jane, "HGET", "run:run_1", "steps")).isEqualTo("2");
	}

	@Test
	void aCallMayBeRepeatedTwoLeasesAfterItsOwnerLastRenewed() {
		OwnedRun first = beginAwaited();
		assertThat(this.replica.journals().untilRepeatable(first)).isZero();
		die(first);
		OwnedRun second = beginAwaited();
		assertThat(this.replica.journals().untilRepeatable(second)).isBetween(Duration.ofMinutes(9),
				Duration.ofMinutes(10));
		this.replica.redis().call(this.jane, "HSET", "run:run_1", "lease", "0");
		OwnedRun third = beginAwaited();
		assertThat(this.replica.journals().untilRepeatable(third)).as("nobody knows when it was renewed")
			.isBetween(Duration.ofMinutes(19), Duration.ofMinutes(20));
	}

	/**
	 * Its client waits: a run that loses its owner ends, and the client may ask again.
	 */
	private OwnedRun beginAwaited() {
		return this.replica.begin(Tickets.keyed(this.jane, "key", "run_1"));
	}

	private OwnedRun begin() {
		return this.replica.begin(Tickets.detached(this.jane, "s", "key", "run_1"));
	}

	private IntentOutcome intend(OwnedRun run, int index, String... calls) {
		List<Intent> intents = Stream.of(calls)
			.map((call) -> call.split(" "))
			.map((call) -> new Intent(call[0], call[1], "{\"call\":\"" + call[0] + "\"}"))
			.toList();
		return this.replica.journals().intend(run, index, intents).join();
	}

	private void record(OwnedRun run, int index, String settled) {
		assertThat(this.replica.journals().record(run, index, "{}", settled).join().label()).isEqualTo("stored");
	}

	/** Its lease has just run out. */
	private void die(OwnedRun run) {
		this.replica.redis()
			.call(this.jane, "HSET", "run:" + run.id(), "lease", String.valueOf(System.currentTimeMillis() - 1000));
	}

	private RunRecord find() {
		return this.replica.records().find(this.jane.tag(), "run_1");
	}

}
