package dev.agentservice.run.owner;

import java.util.List;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.owner.script.RunTicket;
import dev.agentservice.run.record.RunFilter;
import dev.agentservice.run.record.RunRecord;
import dev.agentservice.run.record.RunState;
import dev.agentservice.support.BesideOthers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What clients read of runs whose owner is gone, before the reaper has come by.
 */
@OnSingleAndCluster
@BesideOthers
@ExtendWith(SharedReplicas.class)
class CurrentRunsTests {

	private final Caller jane = Tickets.somebody();

	private final RunReplica replica;

	CurrentRunsTests(RedisTopology topology) {
		this.replica = SharedReplicas.of(CurrentRunsTests.class, topology, "one", "10m");
	}

	@Test
	void aRunAtWorkIsReadAsItIs() {
		this.replica.beginUnwatched(Tickets.plain(this.jane, "s", "run_1"));
		var before = this.replica.redis().contents(this.jane);
		assertThat(this.replica.current().find(this.jane.tag(), "run_1").state()).isEqualTo(new RunState.Running(1));
		assertThat(list(null)).extracting(RunRecord::id).containsExactly("run_1");
		assertThat(this.replica.redis().contents(this.jane)).isEqualTo(before);
	}

	@Test
	void aRunWhoseOwnerIsGoneHasFailedForWhoeverReadsIt() {
		lapse(Tickets.plain(this.jane, "s", "run_1"));
		assertThat(this.replica.records().find(this.jane.tag(), "run_1").lapsed()).isTrue();
		RunRecord run = this.replica.current().find(this.jane.tag(), "run_1");
		assertThat(run.state()).isInstanceOfSatisfying(RunState.Failed.class,
				(failed) -> assertThat(failed.data()).contains("owner_lost"));
		assertThat(run.lapsed()).isFalse();
		assertThat(this.replica.redis().exists(this.jane, "turn:s")).as("its session's turn").isFalse();
	}

	@Test
	void oneThatContinuesWithoutItsClientWaitsForAnotherOwner() {
		lapse(Tickets.detached(this.jane, null, "key", "run_1"));
		assertThat(this.replica.current().find(this.jane.tag(), "run_1").state()).isEqualTo(new RunState.Queued(1));
	}

	@Test
	void oneThatWasToStopIsCancelled() {
		lapse(Tickets.plain(this.jane, null, "run_1"));
		this.replica.redis().call(this.jane, "HSET", "run:run_1", "status", "cancelling");
		assertThat(this.replica.current().find(this.jane.tag(), "run_1").state())
			.isInstanceOf(RunState.Cancelled.class);
	}

	@Test
	void aListLooksAfterAllOfThem() {
		lapse(Tickets.plain(this.jane, null, "run_1"));
		lapse(Tickets.detached(this.jane, null, "key", "run_2"));
		this.replica.beginUnwatched(Tickets.plain(this.jane, null, "run_3"));
		assertThat(list(null)).extracting((run) -> run.id() + " " + run.state().label())
			.containsExactly("run_3 running", "run_2 queued", "run_1 failed");
	}

	@Test
	void aRunThatCannotBeLookedAfterIsReadAsItIs() {
		lapse(Tickets.plain(this.jane, null, "run_1"));
		lapse(Tickets.plain(this.jane, null, "run_2"));
		this.replica.redis().call(this.jane, "HSET", "run:run_1", "seq", "broken");
		assertThat(this.replica.current().find(this.jane.tag(), "run_1").state()).isEqualTo(new RunState.Running(1));
		assertThat(list(null)).extracting((run) -> run.id() + " " + run.state().label())
			.containsExactly("run_2 failed", "run_1 running");
	}

	@Test
	void aListOfRunsAtWorkHasNoneWithoutAnOwner() {
		lapse(Tickets.plain(this.jane, null, "run_1"));
		this.replica.beginUnwatched(Tickets.plain(this.jane, null, "run_2"));
		assertThat(list("running")).extracting(RunRecord::id).containsExactly("run_2");
	}

	/** A run of a replica that is frozen, and has been for longer than its lease. */
	private void lapse(RunTicket ticket) {
		OwnedRun run = this.replica.beginUnwatched(ticket);
		this.replica.redis().call(this.jane, "HSET", "run:" + run.id(), "lease", 1);
	}

	private List<RunRecord> list(@Nullable String status) {
		return this.replica.current().list(this.jane.tag(), new RunFilter(null, status), null, 10).runs();
	}

}
