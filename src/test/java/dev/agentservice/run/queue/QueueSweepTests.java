package dev.agentservice.run.queue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What remains of replicas that are gone.
 */
@BesideOthers
@OnSingleAndCluster
class QueueSweepTests extends QueueFixture {

	QueueSweepTests(RedisTopology topology) {
		super(topology);
	}

	@Test
	void aTrackWithoutReplicasIsGivenToStable() {
		try (QueueReplica canary = new QueueReplica(this.redis, "track", "canary", "window-user", "1", "poll", "10ms",
				"orphaned-after", "20ms")) {
			canary.queue().heartbeat();
			List<QueuedRun> runs = Stream.generate(() -> QueueRuns.of("u", "t", "canary", 0)).limit(3).toList();
			runs.forEach(canary.queue()::offer);
			TakenRun atWork = canary.queue().take(1).getFirst();
			assertThat(this.queue.sweep("canary")).isZero();
			await().until(() -> canary.queue().look("canary").workers() == 0);
			assertThat(canary.queue().sweep("canary")).isEqualTo(2);
			assertThat(canary.queue().sweep("canary")).isZero();
			canary.queue().release(atWork.run(), new Release.Requeue());
			assertThat(this.view.streamLength("stable")).isZero();
			assertThat(canary.queue().sweep("canary")).isEqualTo(1);
			assertThat(this.queue.take(9)).extracting(TakenRun::run).containsExactly(runs.getFirst().run());
			assertThat(canary.queue().sweep("canary")).isZero();
			assertThat(this.view.members("tracks")).containsExactly("stable");
		}
	}

	@Test
	void aReplicaThatStillPollsKeepsItsTrack() {
		try (QueueReplica canary = new QueueReplica(this.redis, "track", "canary")) {
			canary.queue().offer(QueueRuns.of("u", "t", "canary", 0));
			canary.queue().take(0);
			assertThat(this.queue.sweep("canary")).isZero();
			assertThat(this.view.streamLength("canary")).isEqualTo(1);
			assertThat(canary.queue().look("canary").workers()).isEqualTo(1);
		}
	}

	@Test
	void consumersWithPendingEntriesOrLatelySeenStay() {
		this.queue.offer(QueueRuns.of("u", "t"));
		this.queue.take(1);
		this.queue.sweep("stable");
		assertThat(this.view.consumers("stable")).hasSize(1);
	}

	@Test
	void aConsumerThatIsGoneIsDeletedOnceNothingOfItIsPending() {
		try (QueueReplica gone = new QueueReplica(this.redis)) {
			this.queue.offer(QueueRuns.of("u", "t"));
			TakenRun taken = gone.queue().take(1).getFirst();
			await().until(() -> this.queue.where(taken.run()) == QueuePlace.STUCK);
			sweepWithoutPatience();
			assertThat(this.view.consumers("stable")).hasSize(1);
			this.queue.release(taken.run(), new Release.Over());
			await().until(() -> {
				sweepWithoutPatience();
				return this.view.consumers("stable").isEmpty();
			});
			assertThat(this.view.sorted("workers:stable")).isEmpty();
		}
	}

	@Test
	void theWatchGivesAwayWhatNobodyReads() {
		this.queue.offer(QueueRuns.of("u", "t", "canary", 0));
		this.replica.watch().sweep();
		assertThat(this.queue.take(1)).hasSize(1);
	}

	private void sweepWithoutPatience() {
		this.replica.scripts().sweep("stable", Duration.ZERO);
	}

}
