package dev.agentservice.run.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import dev.agentservice.identity.PepperedTags;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * How many runs may wait, and how many may be in the lane.
 */
@BesideOthers
@OnSingleAndCluster
class QueueQuotaTests extends QueueFixture {

	QueueQuotaTests(RedisTopology topology) {
		super(topology);
	}

	@Test
	void aRunForLaterCountsAsWaitingAndComesBackWhateverTheQuota() {
		QueuedRun later = QueueRuns.of("u", "t");
		this.queue.offer(later);
		this.queue.release(this.queue.take(1).getFirst(), new Release.Later(Duration.ofHours(1)));
		assertThat(this.queue.where(later.run())).isEqualTo(QueuePlace.NONE);
		assertThat(this.queue.look("stable")).extracting(QueueFigures::depth, QueueFigures::lane, QueueFigures::oldest)
			.containsExactly(1L, 0L, Duration.ZERO);
		this.queue.offer(QueueRuns.of("u", "t"));
		this.queue.offer(QueueRuns.of("u", "t"));
		assertThat(this.queue.offer(QueueRuns.of("u", "t"))).isEqualTo(OfferOutcome.USER_FULL);
		assertThat(this.queue.offer(later)).isEqualTo(OfferOutcome.OFFERED);
	}

	@Test
	void noQuotaRefusesWhatWasAcceptedBefore() {
		for (int i = 0; i < 3; i++) {
			this.queue.offer(QueueRuns.of("u", "t"));
		}
		QueuedRun accepted = QueueRuns.of("u", "t");
		assertThat(this.queue.offer(accepted)).isEqualTo(OfferOutcome.USER_FULL);
		this.queue.offerAgain(accepted);
		assertThat(this.queue.where(accepted.run())).isNotEqualTo(QueuePlace.NONE);
	}

	@Test
	void asManyMayBeParkedAsMayWait() {
		for (int i = 0; i < 3; i++) {
			this.queue.offer(QueueRuns.of("u", "t"));
			this.queue.release(this.queue.take(1).getFirst(), new Release.Parked(Instant.EPOCH));
		}
		assertThat(this.queue.offer(QueueRuns.of("u", "t"))).isEqualTo(OfferOutcome.USER_FULL);
		assertThat(this.queue.offer(QueueRuns.of("v", "t"))).isEqualTo(OfferOutcome.OFFERED);
	}

	@Test
	void quotasAreOfTheUserOfTheTenantAndOfAll() {
		Stream.of("u", "u", "u", "v", "v").forEach((user) -> this.queue.offer(QueueRuns.of(user, "t")));
		assertThat(this.queue.offer(QueueRuns.of("u", "t"))).isEqualTo(OfferOutcome.USER_FULL);
		assertThat(this.queue.offer(QueueRuns.of("v", "t"))).isEqualTo(OfferOutcome.TENANT_FULL);
		assertThat(this.queue.offer(QueueRuns.of("x", "t2", "canary", 0))).isEqualTo(OfferOutcome.OFFERED);
		assertThat(this.queue.offer(QueueRuns.of("y", "t3"))).isEqualTo(OfferOutcome.FULL);
		this.queue.take(1);
		assertThat(this.queue.offer(QueueRuns.of("y", "t3"))).isEqualTo(OfferOutcome.OFFERED);
		for (String reason : List.of("user", "tenant", "all")) {
			assertThat(this.replica.meters().get("agent.queue.rejections").tag("reason", reason).counter().count())
				.as(reason)
				.isPositive();
		}
	}

	@Test
	void aTenantMayHaveWindowsOfItsOwn() {
		String tenant = PepperedTags.of("a pepper that is only good for tests").ofTenant("acme");
		try (QueueReplica own = new QueueReplica(this.redis, "window-user", "1", "window-tenant", "1",
				"windows[0].tenant", "acme", "windows[0].window-user", "3", "windows[0].window-tenant", "0")) {
			for (int i = 0; i < 4; i++) {
				QueuedRun run = QueueRuns.of("u", "t");
				own.queue()
					.offer(new QueuedRun(run.run(), run.user(), tenant, "stable", 0, run.arrivedAt(),
							run.announcement()));
			}
			own.queue().offer(QueueRuns.of("v", "t"));
			own.queue().offer(QueueRuns.of("w", "t"));
			assertThat(this.view.streamLength("stable")).isEqualTo(3 + 1);
			String done = own.queue().take(1).getFirst().run();
			own.queue().release(done, new Release.Over());
			assertThat(this.view.streamLength("stable")).isEqualTo(3 + 1);
		}
	}

	@Test
	void settingsThatContradictEachOtherAreRefused() {
		assertThatThrownBy(() -> new QueueReplica(this.redis, "windows[0].tenant", "a", "windows[0].window-user", "1",
				"windows[0].window-tenant", "1", "windows[1].tenant", "a", "windows[1].window-user", "1",
				"windows[1].window-tenant", "1"))
			.rootCause()
			.hasMessageContaining("names the tenant a more than once");
		assertThatThrownBy(() -> new QueueReplica(this.redis, "orphaned-after", "1s")).rootCause()
			.hasMessageContaining("orphaned-after must be longer than");
	}

}
