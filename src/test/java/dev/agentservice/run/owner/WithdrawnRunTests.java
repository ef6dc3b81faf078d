package dev.agentservice.run.owner;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.owner.script.RunTicket;
import dev.agentservice.run.record.RunRecord;
import dev.agentservice.run.record.RunState.Failed;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of the key of a run that was withdrawn.
 */
@OnSingleAndCluster
@BesideOthers
@ExtendWith(SharedReplicas.class)
class WithdrawnRunTests {

	private final Caller jane = Tickets.somebody();

	private final RunReplica one;

	private final RunReplica two;

	WithdrawnRunTests(RedisTopology topology) {
		this.one = SharedReplicas.of(WithdrawnRunTests.class, topology, "one", "10m");
		this.two = SharedReplicas.of(WithdrawnRunTests.class, topology, "two", "10m");
	}

	@Test
	void aWithdrawnRunWasNeverThere() {
		this.one.fail(this.one.begin(Tickets.plain(this.jane, "s", "run_0")));
		var before = this.one.redis().contents(this.jane);
		this.one.registry().withdraw(this.one.begin(retry("run_1")));
		assertThat(this.one.redis().contents(this.jane)).isEqualTo(before);
		await().untilAsserted(() -> assertThat(this.one.redis().live(this.jane.tag())).isEmpty());
		assertThat(this.two.begin(Tickets.keyed(this.jane, "s", "key", "that", "run_2")).id()).isEqualTo("run_2");
	}

	@Test
	void aWithdrawnLaterAttemptIsEndedAndMayBeTriedAgain() {
		OwnedRun first = this.one.begin(retry("run_1"));
		this.one.journals().record(first, 0, "{\"step\":1}", "").join();
		this.one.fail(first);
		this.one.registry().withdraw(this.one.begin(retry("run_2")));
		await().untilAsserted(() -> assertThat(find("run_1").state()).isInstanceOf(Failed.class));
		OwnedRun third = this.two.begin(retry("run_3"));
		assertThat(third).extracting(OwnedRun::id, OwnedRun::attempt).containsExactly("run_1", 3);
		assertThat(third.finished()).containsExactly("{\"step\":1}");
	}

	@Test
	void aRunThatHasEndedCannotBeWithdrawn() {
		OwnedRun run = this.one.begin(retry("run_1"));
		this.one.succeed(run);
		var before = this.one.redis().contents(this.jane);
		this.one.registry().withdraw(run);
		assertThat(this.one.redis().contents(this.jane)).isEqualTo(before);
	}

	private RunTicket retry(String run) {
		return Tickets.keyed(this.jane, "key", run);
	}

	private RunRecord find(String run) {
		return this.one.records().find(this.jane.tag(), run);
	}

}
