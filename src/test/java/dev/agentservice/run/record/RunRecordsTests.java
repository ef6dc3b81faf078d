package dev.agentservice.run.record;

import java.util.List;
import java.util.stream.IntStream;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.run.owner.RunReplica;
import dev.agentservice.run.owner.Tickets;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.record.RunState.Cancelled;
import dev.agentservice.run.record.RunState.Cancelling;
import dev.agentservice.run.record.RunState.Failed;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.redis.LuaScript;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@BesideOthers
@OnSingleAndCluster
class RunRecordsTests {

	private static final LuaScript<List<@Nullable Object>> LIST = LuaScript.list("fragment/clock", "fragment/index",
			"run/run-states", "run/run-list");

	private final Caller jane = Tickets.somebody();

	private final RunReplica replica;

	RunRecordsTests(RedisTopology topology) {
		this.replica = new RunReplica(topology.own(RunRecordsTests.class));
	}

	@AfterEach
	void close() {
		this.replica.close();
	}

	@Test
	void runsAreListedNewestFirst() {
		begin("run_2", "run_1", "run_3");
		RunPage page = list(null, null, null, 10);
		assertThat(page.runs()).extracting(RunRecord::id).containsExactly("run_3", "run_2", "run_1");
		assertThat(page.next()).isNull();
	}

	@Test
	void aListedRunSaysWhatAFoundOneSays() {
		begin("run_1", "run_2");
		this.replica.cancel(this.jane.tag(), "run_1");
		assertThat(list(null, null, null, 10).runs()).containsExactly(find("run_2"), find("run_1"));
	}

	@Test
	void runsAreListedPageByPage() {
		begin("run_1", "run_2", "run_3", "run_4", "run_5");
		RunPage first = list(null, null, null, 2);
		assertThat(first.runs()).extracting(RunRecord::id).containsExactly("run_5", "run_4");
		assertThat(first.next()).isEqualTo("run_4");
		RunPage second = list(null, null, first.next(), 2);
		assertThat(second.runs()).extracting(RunRecord::id).containsExactly("run_3", "run_2");
		RunPage last = list(null, null, second.next(), 2);
		assertThat(last.runs()).extracting(RunRecord::id).containsExactly("run_1");
		assertThat(last.next()).isNull();
	}

	@Test
	void aPageThatIsJustFullIsTheLast() {
		begin("run_1", "run_2");
		assertThat(list(null, null, null, 2).next()).isNull();
	}

	@Test
	void nobodyWithoutRunsHasAny() {
		assertThat(list(null, null, null, 10)).isEqualTo(new RunPage(List.of(), null));
	}

	@Test
	void runsOfOneSessionAreListed() {
		this.replica.converse(this.jane, "s", "run_1");
		this.replica.converse(this.jane, "t", "run_2");
		this.replica.converse(this.jane, "s", "run_3");
		begin("run_4");
		assertThat(list("s", null, null, 10).runs()).extracting(RunRecord::id).containsExactly("run_3", "run_1");
		assertThat(list("u", null, null, 10).runs()).isEmpty();
	}

	@Test
	void runsOfOneStatusAreListed() {
		this.replica.converse(this.jane, "s", "run_1");
		begin("run_2");
		this.replica.converse(this.jane, "s", "run_3");
		assertThat(list(null, "succeeded", null, 10).runs()).extracting(RunRecord::id)
			.containsExactly("run_3", "run_1");
		assertThat(list(null, "running", null, 10).runs()).extracting(RunRecord::id).containsExactly("run_2");
		assertThat(list("s", "running", null, 10).runs()).isEmpty();
	}

	@Test
	void aFilteredListGoesOnWhereItStopped() {
		IntStream.range(0, 6).forEach((n) -> this.replica.converse(this.jane, (n % 2 == 0) ? "s" : "t", "run_" + n));
		RunPage first = list("s", null, null, 2);
		assertThat(first.runs()).extracting(RunRecord::id).containsExactly("run_4", "run_2");
		assertThat(list("s", null, first.next(), 2).runs()).extracting(RunRecord::id).containsExactly("run_0");
	}

	@Test
	void aListThatWasSearchedInPartGoesOn() {
		begin("run_1", "run_2", "run_3", "run_4", "run_5");
		assertThat(search("", 1, "failed", 2)).containsExactly("run_4");
		assertThat(search("run_4", 1, "running", 1)).as("the page is full with the last one that was looked at")
			.containsExactly("run_3", "run_3");
		assertThat(search("run_2", 1, "failed", 2)).containsExactly("null");
	}

	/** What to go on after, and the ids; of so many runs at most that are looked at. */
	private List<String> search(String after, int limit, String status, int look) {
		return this.replica.redis()
			.run(LIST, this.jane, "keys", after, limit, "", status, look)
			.stream()
			.map((entry) -> String.valueOf((entry instanceof List<?> row) ? row.getFirst() : entry))
			.toList();
	}

	@Test
	void anExpiredRunLeavesTheListAndTheIndex() {
		begin("run_1", "run_2", "run_3");
		this.replica.redis().call(this.jane, "DEL", "run:run_2");
		assertThat(list(null, null, null, 10).runs()).extracting(RunRecord::id).containsExactly("run_3", "run_1");
		assertThat(this.replica.redis().call(this.jane, "ZRANGE", "keys", 0, -1)).hasToString("[run:run_1, run:run_3]");
	}

	@Test
	void otherKeysOfTheUserAreNotListed() {
		this.replica.begin(Tickets.keyed(this.jane, "key", "run_1"));
		this.replica.redis().call(this.jane, "ZADD", "keys", 0, "runs");
		this.replica.redis().call(this.jane, "ZADD", "keys", 0, "run;x");
		assertThat(list(null, null, null, 10).runs()).hasSize(1);
	}

	@Test
	void theIndexOfAUserWhoNeverListsDoesNotGrowForever() {
		for (int n = 0; n < 60; n++) {
			begin("run_" + n);
			this.replica.redis().call(this.jane, "DEL", "run:run_" + n);
		}
		assertThat((Long) this.replica.redis().call(this.jane, "ZCARD", "keys")).isLessThan(15L);
	}

	@Test
	void aRunThatIsAskedToStopIsCancellingUntilItHas() {
		OwnedRun run = this.replica.begin(Tickets.plain(this.jane, "s", "run_1"));
		assertThat(cancel("run_1").state()).isEqualTo(new Cancelling(1));
		assertThat(cancel("run_1").state()).as("asking again does no harm").isEqualTo(new Cancelling(1));
		this.replica.fail(run);
		assertThat(find("run_1").state()).isInstanceOf(Cancelled.class);
	}

	@Test
	void aRunThatIsOverStaysAsItIs() {
		this.replica.converse(this.jane, "s", "run_1");
		var before = this.replica.redis().contents(this.jane);
		assertThat(cancel("run_1")).isEqualTo(find("run_1"));
		assertThat(this.replica.redis().contents(this.jane)).isEqualTo(before);
	}

	@Test
	void aRunWhoseOwnerIsGoneIsOverAsSoonAsSomebodyAsksItToStop() {
		this.replica.begin(Tickets.plain(this.jane, "s", "run_1"));
		this.replica.redis().call(this.jane, "HSET", "run:run_1", "lease", 1);
		assertThat(cancel("run_1").state()).isInstanceOf(Failed.class);
	}

	@Test
	void aRunThatNeverWasIsNotFound() {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> find("run_1"))
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.NOT_FOUND));
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> cancel("run_1"))
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.NOT_FOUND));
		assertThat(this.replica.redis().contents(this.jane)).isEmpty();
	}

	private void begin(String... runs) {
		List.of(runs).forEach((run) -> this.replica.begin(Tickets.plain(this.jane, null, run)));
	}

	private RunPage list(@Nullable String session, @Nullable String status, @Nullable String after, int limit) {
		return this.replica.records().list(this.jane.tag(), new RunFilter(session, status), after, limit);
	}

	private RunRecord find(String run) {
		return this.replica.records().find(this.jane.tag(), run);
	}

	private RunRecord cancel(String run) {
		return this.replica.cancel(this.jane.tag(), run);
	}

}
