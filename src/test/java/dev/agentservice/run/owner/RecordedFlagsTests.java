package dev.agentservice.run.owner;

import java.util.Map;

import dev.agentservice.flag.ResolvedFlags;
import dev.agentservice.identity.Caller;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.owner.script.RunTicket;
import dev.agentservice.run.record.RunRecord;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What was switched for a run stays in its record. */
@BesideOthers
@OnSingleAndCluster
class RecordedFlagsTests {

	private static final ResolvedFlags FLAGS = new ResolvedFlags(
			Map.of("parallel-tool-execution", false, "simple-model", "openai/gpt-4-turbo"));

	private final Caller jane = Tickets.somebody();

	private final RunReplica replica;

	RecordedFlagsTests(RedisTopology topology) {
		this.replica = new RunReplica(topology.own(RecordedFlagsTests.class));
	}

	@AfterEach
	void close() {
		this.replica.close();
	}

	@Test
	void aRunsNextAttemptKeepsToTheFlagsOfItsFirst() {
		OwnedRun first = this.replica.begin(ticket("run_1", FLAGS));
		assertThat(first.flags()).isEqualTo(FLAGS);
		this.replica.fail(first);
		OwnedRun second = this.replica.begin(ticket("run_2", new ResolvedFlags(Map.of("simple-model", ""))));
		assertThat(second.id()).isEqualTo("run_1");
		assertThat(second.flags()).isEqualTo(FLAGS);
		assertThat(find().flags()).isEqualTo(FLAGS);
	}

	@Test
	void aRunThatAReleaseWithoutFlagsBeganGoesOnAsIfNothingWereSwitched() {
		this.replica.fail(this.replica.begin(ticket("run_1", FLAGS)));
		this.replica.redis()
			.call(this.jane, "HSET", "run:run_1", "doc",
					"""
							{"v":1,"agent":"assistant","revision":"r","session_id":"s","created_at":"2026-11-23T08:00:00Z","metadata":{}}""");
		assertThat(find().flags()).isEqualTo(ResolvedFlags.NONE);
		OwnedRun second = this.replica.begin(ticket("run_2", FLAGS));
		assertThat(second.flags().parallelToolExecution()).isTrue();
		assertThat(second.flags().values()).isEmpty();
	}

	private RunRecord find() {
		return this.replica.records().find(this.jane.tag(), "run_1");
	}

	private RunTicket ticket(String run, ResolvedFlags flags) {
		return Tickets.switched(Tickets.keyed(this.jane, "key", run), flags);
	}

}
