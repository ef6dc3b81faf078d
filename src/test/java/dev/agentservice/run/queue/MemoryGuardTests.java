package dev.agentservice.run.queue;

import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@BesideOthers
class MemoryGuardTests {

	@Test
	void aRedisThatIsShortOfMemoryTakesNoFurtherRun() {
		try (RedisServer redis = RedisServer.start("--maxmemory", "50mb");
				QueueReplica careless = new QueueReplica(redis, "memory-guard", "100");
				QueueReplica replica = new QueueReplica(redis, "memory-guard", "1")) {
			QueuedRun before = QueueRuns.of("u", "t");
			assertThat(careless.queue().offer(before)).isEqualTo(OfferOutcome.OFFERED);
			replica.memory().measure();
			await().until(replica.memory()::isShort);
			assertThat(replica.queue().offer(QueueRuns.of("u", "t"))).isEqualTo(OfferOutcome.FULL);
			assertThat(replica.queue().offer(before)).isEqualTo(OfferOutcome.KNOWN);
			assertThat(replica.queue().take(1)).hasSize(1);
			assertThat(replica.meters().get("agent.queue.rejections").tag("reason", "memory").counter().count())
				.isEqualTo(1);
		}
	}

	@Test
	void oneThatHasRoomTakesMore() {
		try (RedisServer redis = RedisServer.start("--maxmemory", "50mb");
				QueueReplica replica = new QueueReplica(redis)) {
			assertThat(replica.store().memoryPercent().join()).isBetween(1, 84);
			replica.memory().measure();
			assertThat(replica.queue().offer(QueueRuns.of("u", "t"))).isEqualTo(OfferOutcome.OFFERED);
		}
	}

}
