package dev.agentservice.run.queue;

import java.util.List;
import java.util.stream.Stream;

import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * The list of runs that were given up.
 */
@BesideOthers
@OnSingleAndCluster
class DeadRunsTests extends QueueFixture {

	DeadRunsTests(RedisTopology topology) {
		super(topology);
	}

	@Test
	void deadRunsAreForgottenWithTheirRecords() {
		try (QueueReplica forgetful = new QueueReplica(this.redis, "dead-retention", "1s")) {
			QueuedRun run = QueueRuns.of("u", "t");
			this.replica.dead().add(run.tenant(), run.user(), run.run());
			this.queue.sweep("stable");
			assertThat(this.replica.dead().list(run.tenant())).hasSize(1);
			this.view.call("ZADD", "dead:" + run.tenant(), 1, run.user() + " " + run.run());
			forgetful.queue().sweep("stable");
			assertThat(this.replica.dead().list(run.tenant())).isEmpty();
			assertThat(this.view.contents()).doesNotContainKey("dead");
		}
	}

	@Test
	void deadRunsAreListedUntilTheyAreRemoved() {
		QueuedRun run = QueueRuns.of("u", "t");
		DeadRuns dead = this.replica.dead();
		dead.add(run.tenant(), run.user(), run.run());
		dead.add(run.tenant(), run.user(), run.run());
		this.replica.watch().look();
		assertThat(dead.list(run.tenant())).extracting(DeadRun::run, DeadRun::user)
			.containsExactly(tuple(run.run(), run.user()));
		assertThat(dead.list("another")).isEmpty();
		assertThat(this.replica.meters().get("agent.runs.dead").gauge().value()).isEqualTo(1);
		assertThat(dead.remove(run.tenant(), run.user(), run.run())).isTrue();
		assertThat(dead.remove(run.tenant(), run.user(), run.run())).isFalse();
		assertThat(this.view.contents()).doesNotContainKey("dead");
	}

	@Test
	void theNewestThousandDeadRunsAreListed() {
		List<QueuedRun> runs = Stream.generate(() -> QueueRuns.of("u", "t")).limit(1_002).toList();
		runs.forEach((run) -> this.replica.dead().add(run.tenant(), run.user(), run.run()));
		assertThat(this.replica.dead().list(QueueRuns.tag("t"))).hasSize(1_000);
	}

}
