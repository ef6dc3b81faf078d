package dev.agentservice.run.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.run.queue.QueueModel.Place;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The scripts against a model, operation by operation: what each answers, and what KEDA
 * would read after it. Some operations are done twice, as by a client that lost the first
 * reply, and some by those who held a run before.
 */
@BesideOthers
@ResourceLock("queue")
@OnSingleAndCluster
class QueueModelTests {

	private static final int OPERATIONS = Integer.getInteger("queue.operations", 2_000);

	private static final int LOOK_EVERY = 50;

	private static final List<String> TRACKS = List.of("stable", "canary");

	private final TestRedis redis;

	QueueModelTests(RedisTopology topology) {
		this.redis = topology.own(QueueFixture.class);
	}

	@Test
	void theQueueDoesWhatTheModelDoes() {
		this.redis.flush();
		try (QueueReplica stable = replica("stable"); QueueReplica canary = replica("canary")) {
			new Play(stable, canary).run();
		}
	}

	private QueueReplica replica(String track) {
		return new QueueReplica(this.redis, "track", track, "window-user", "2", "window-tenant", "4", "max-user", "8",
				"max-tenant", "18", "max", "30", "stuck-after", "1h");
	}

	/** One random course. */
	private static final class Play {

		private final Random random = new Random(20261130);

		private final QueueModel model = new QueueModel(2, 4, 8, 18, 30);

		private final Map<String, QueueReplica> replicas;

		private final QueueView view;

		private final List<TakenRun> taken = new ArrayList<>();

		private final List<QueuedRun> offered = new ArrayList<>();

		private final Set<OfferOutcome> outcomes = EnumSet.noneOf(OfferOutcome.class);

		Play(QueueReplica stable, QueueReplica canary) {
			this.replicas = Map.of("stable", stable, "canary", canary);
			this.view = stable.view();
		}

		void run() {
			for (int i = 0; i < OPERATIONS; i++) {
				step();
				kedaReadsTheTruth();
				if (i % LOOK_EVERY == 0) {
					everythingIsAsInTheModel();
				}
			}
			// A course that never fills anything would prove little.
			assertThat(this.outcomes).isEqualTo(EnumSet.allOf(OfferOutcome.class));
		}

		private void step() {
			switch (this.random.nextInt(10)) {
				case 0, 1, 2, 3 -> offer(newRun());
				case 4 -> offer(this.offered.isEmpty() ? newRun() : any(this.offered));
				case 5, 6 -> take();
				case 7, 8 -> releaseTaken();
				default -> releaseById();
			}
		}

		private QueuedRun newRun() {
			int tenant = this.random.nextInt(3);
			QueuedRun run = QueueRuns.of(tenant + "u" + this.random.nextInt(4), "t" + tenant, any(TRACKS),
					this.random.nextInt(10));
			this.offered.add(run);
			return run;
		}

		private void offer(QueuedRun run) {
			OfferOutcome outcome = queue().offer(run);
			this.outcomes.add(outcome);
			assertThat(outcome).isEqualTo(this.model.offer(run));
			if (isRepeated() && outcome == OfferOutcome.OFFERED) {
				assertThat(queue().offer(run)).isEqualTo(OfferOutcome.KNOWN);
			}
		}

		private void take() {
			String track = any(TRACKS);
			int most = this.random.nextInt(4);
			List<TakenRun> runs = replica(track).take(most);
			assertThat(runs).extracting(TakenRun::run).isEqualTo(this.model.take(track, most));
			for (TakenRun run : runs) {
				QueuedRun known = this.model.run(run.run());
				assertThat(List.of(run.user(), run.tenant(), run.track(), run.announcement()))
					.isEqualTo(List.of(known.user(), known.tenant(), track, known.announcement()));
			}
			this.taken.addAll(runs);
		}

		/** Of those that hold it, or have held it. */
		private void releaseTaken() {
			if (this.taken.isEmpty()) {
				return;
			}
			TakenRun run = any(this.taken);
			Release release = release();
			boolean current = this.view.jobs().getOrDefault(run.run(), "").startsWith(run.entry() + "|");
			queue().release(run, release);
			if (current || release instanceof Release.Over) {
				this.model.release(run.run(), release);
			}
			if (isRepeated()) {
				Map<String, String> before = this.view.contents();
				queue().release(run, release);
				assertThat(this.view.contents()).isEqualTo(before);
			}
		}

		private void releaseById() {
			if (this.model.places.isEmpty()) {
				return;
			}
			String run = any(List.copyOf(this.model.places.keySet()));
			Release release = release();
			queue().release(run, release);
			this.model.release(run, release);
		}

		private Release release() {
			return switch (this.random.nextInt(6)) {
				case 0, 1, 2 -> new Release.Over();
				case 3 -> new Release.Requeue(this.random.nextBoolean() ? any(TRACKS) : null);
				case 4 -> new Release.Later(Duration.ofHours(1));
				default -> new Release.Parked(Instant.ofEpochMilli(1_890_000_000_000L));
			};
		}

		private void kedaReadsTheTruth() {
			for (String track : TRACKS) {
				List<String> waiting = this.model.waitingInLane(track);
				assertThat(this.view.streamLength(track)).isEqualTo(waiting.size() + this.model.taken(track));
			}
		}

		private void everythingIsAsInTheModel() {
			assertThat(this.view.jobs().keySet()).isEqualTo(this.model.places.keySet());
			this.model.places.forEach((run, place) -> assertThat(queue().where(run)).isEqualTo(seen(place)));
			TRACKS.forEach((track) -> {
				assertThat(this.view.lane(track)).containsAll(this.model.waitingInLane(track));
				assertThat(this.view.pending(track)).isEqualTo(this.model.taken(track));
			});
			for (int tenant = 0; tenant < 3; tenant++) {
				String tag = QueueRuns.tag("t" + tenant);
				assertThat(this.view.sorted("ring:" + tag)).isEqualTo(this.model.ring(tag));
				for (int user = 0; user < 4; user++) {
					String userTag = QueueRuns.tag(tenant + "u" + user);
					assertThat(this.view.sorted("backlog:" + userTag)).isEqualTo(this.model.backlog(userTag));
				}
			}
			names().forEach((name) -> {
				assertThat(this.view.members("window:" + name)).containsExactlyElementsOf(this.model.window(name));
				assertThat(this.view.sorted("waiting:" + name))
					.containsExactlyInAnyOrderElementsOf(this.model.waiting(name));
			});
			TRACKS.forEach((track) -> assertThat(this.view.sorted("waiting:" + track))
				.containsExactlyInAnyOrderElementsOf(this.model.waiting(track)));
			assertThat(this.view.sorted("live")).hasSameSizeAs(this.model.places.keySet());
		}

		private Stream<String> names() {
			return Stream
				.of("t0", "t1", "t2", "0u0", "0u1", "0u2", "0u3", "1u0", "1u1", "1u2", "1u3", "2u0", "2u1", "2u2",
						"2u3")
				.map(QueueRuns::tag);
		}

		private static QueuePlace seen(Place place) {
			return switch (place) {
				case BACKLOG -> QueuePlace.BACKLOG;
				case LANE -> QueuePlace.LANE;
				case TAKEN -> QueuePlace.TAKEN;
				case LATER, PARKED -> QueuePlace.NONE;
			};
		}

		private boolean isRepeated() {
			return this.random.nextInt(4) == 0;
		}

		private RunQueue queue() {
			return replica(any(TRACKS));
		}

		private RunQueue replica(String track) {
			return Objects.requireNonNull(this.replicas.get(track)).queue();
		}

		private <T> T any(List<T> all) {
			return all.get(this.random.nextInt(all.size()));
		}

	}

}
