package dev.agentservice.run.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The way of a run through the queue.
 */
@BesideOthers
@OnSingleAndCluster
class RunQueueTests extends QueueFixture {

	RunQueueTests(RedisTopology topology) {
		super(topology);
	}

	@Test
	void aHundredOffersMakeOneEntry() {
		QueuedRun run = QueueRuns.of("u", "t");
		List<OfferOutcome> outcomes = IntStream.range(0, 100)
			.parallel()
			.mapToObj((_) -> this.queue.offer(run))
			.toList();
		assertThat(outcomes).containsOnlyOnce(OfferOutcome.OFFERED)
			.filteredOn((outcome) -> outcome == OfferOutcome.KNOWN)
			.hasSize(99);
		assertThat(this.view.streamLength("stable")).isEqualTo(1);
	}

	@Test
	void whatARunNeedsIsGivenToTheReplicaThatTakesIt() {
		QueuedRun run = QueueRuns.of("u", "t");
		this.queue.offer(run);
		TakenRun taken = this.queue.take(5).getFirst();
		assertThat(taken.run()).isEqualTo(run.run());
		assertThat(taken.user()).isEqualTo(run.user());
		assertThat(taken.announcement()).isEqualTo(run.announcement());
		assertThat(taken.waited()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
		assertThat(this.queue.take(5)).isEmpty();
	}

	@Test
	void whoIsLateDoesNotForgetARunThatWasAcceptedAgain() {
		QueuedRun run = QueueRuns.of("u", "t");
		this.queue.offer(run);
		this.queue.release(run.run(), new Release.Over("an earlier announcement"));
		assertThat(this.queue.where(run.run())).isEqualTo(QueuePlace.LANE);
		this.queue.release(run.run(), new Release.Over(run.announcement()));
		assertThat(this.queue.where(run.run())).isEqualTo(QueuePlace.NONE);
	}

	@Test
	void whatIsOverLeavesNothingBehind() {
		QueuedRun run = QueueRuns.of("u", "t");
		this.queue.offer(run);
		this.queue.release(this.queue.take(1).getFirst(), new Release.Over());
		assertThat(this.view.contents().keySet()).containsExactlyInAnyOrder("queue:stable", "tracks", "workers:stable");
		assertThat(this.view.streamLength("stable")).isZero();
		assertThat(this.view.pending("stable")).isZero();
	}

	@Test
	void aRunThatNobodyClaimsIsStuckAndComesBackInItsPlace() {
		QueuedRun first = QueueRuns.of("u", "t");
		this.queue.offer(first);
		TakenRun lost = this.queue.take(1).getFirst();
		await().until(() -> this.queue.where(first.run()) == QueuePlace.STUCK);
		this.queue.release(first.run(), new Release.Requeue());
		assertThat(this.queue.where(first.run())).isEqualTo(QueuePlace.LANE);
		this.queue.release(lost, new Release.Later(Duration.ofMinutes(1)));
		assertThat(this.queue.take(1)).extracting(TakenRun::run).containsExactly(first.run());
	}

	@Test
	void aRunThatComesBackGoesBeforeLaterOnesOfItsUser() {
		try (QueueReplica narrow = new QueueReplica(this.redis, "window-user", "1")) {
			List<QueuedRun> runs = Stream.generate(() -> QueueRuns.of("u", "t")).limit(3).toList();
			runs.forEach(narrow.queue()::offer);
			TakenRun first = narrow.queue().take(1).getFirst();
			narrow.queue().release(first, new Release.Requeue());
			assertThat(narrow.queue().take(1)).extracting(TakenRun::run).containsExactly(runs.getFirst().run());
		}
	}

	@Test
	void aParkedRunIsInNoLaneAndIsLookedAtWhenItIsSaid() {
		QueuedRun run = QueueRuns.of("u", "t");
		Instant look = Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.MILLIS);
		this.queue.offer(run);
		this.queue.release(this.queue.take(1).getFirst(), new Release.Parked(look));
		assertThat(this.queue.look("stable")).extracting(QueueFigures::depth, QueueFigures::lane)
			.containsExactly(0L, 0L);
		assertThat(this.view.score("live", run.announcement())).isEqualTo(look.toEpochMilli());
		assertThat(this.queue.offer(run)).isEqualTo(OfferOutcome.OFFERED);
	}

	@Test
	void aLaneThatIsLostIsMadeAnew() {
		QueuedRun run = QueueRuns.of("u", "t");
		this.queue.offer(run);
		this.view.call("DEL", "queue:stable");
		assertThat(this.queue.where(run.run())).isEqualTo(QueuePlace.NONE);
		assertThat(this.queue.take(1)).isEmpty();
		assertThat(this.queue.offer(run)).isEqualTo(OfferOutcome.OFFERED);
		assertThat(this.queue.take(1)).extracting(TakenRun::run).containsExactly(run.run());
	}

	@Test
	void afterRedisHasForgottenEverythingTheQueueWorks() {
		this.queue.offer(QueueRuns.of("u", "t"));
		TakenRun taken = this.queue.take(1).getFirst();
		this.redis.flush();
		this.queue.release(taken, new Release.Requeue());
		this.queue.release(taken, new Release.Over());
		assertThat(this.queue.take(1)).isEmpty();
		assertThat(this.queue.offer(QueueRuns.of("u", "t"))).isEqualTo(OfferOutcome.OFFERED);
		assertThat(this.queue.take(1)).hasSize(1);
	}

	@Test
	void aReplicaIsWokenByARunInALane() throws InterruptedException {
		try (QueueReplica idle = new QueueReplica(this.redis, "poll", "30s")) {
			CountDownLatch first = new CountDownLatch(1);
			CountDownLatch second = new CountDownLatch(2);
			idle.queue().onWake(() -> {
				first.countDown();
				second.countDown();
			});
			// To be subscribed is a reason to look, too.
			assertThat(first.await(1, TimeUnit.MINUTES)).isTrue();
			this.queue.offer(QueueRuns.of("u", "t"));
			assertThat(second.await(20, TimeUnit.SECONDS)).isTrue();
		}
	}

}
