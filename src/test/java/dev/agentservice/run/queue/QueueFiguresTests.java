package dev.agentservice.run.queue;

import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the metrics say.
 */
@BesideOthers
@OnSingleAndCluster
class QueueFiguresTests extends QueueFixture {

	QueueFiguresTests(RedisTopology topology) {
		super(topology);
	}

	@Test
	void aRedisWithoutALimitIsNeverShortOfMemory() {
		assertThat(this.replica.store().memoryPercent().join()).isZero();
	}

	@Test
	void everyReplicaReportsTheFiguresOfAllTracks() {
		this.queue.offer(QueueRuns.of("u", "t", "canary", 0));
		this.queue.take(0);
		this.replica.watch().look();
		assertThat(gauge("depth")).isEqualTo(1);
		assertThat(gauge("lane")).isEqualTo(1);
		assertThat(gauge("workers")).isZero();
		await().until(() -> {
			this.replica.watch().look();
			return gauge("oldest") > 0;
		});
	}

	@Test
	void howLongARunWaitedIsTimed() {
		this.queue.offer(QueueRuns.of("u", "t"));
		this.queue.begun(this.queue.take(1).getFirst(), "helper");
		assertThat(this.replica.meters()
			.get("agent.queue.wait")
			.tags("agent", "helper", "track", "stable")
			.timer()
			.count()).isEqualTo(1);
	}

	private double gauge(String name) {
		return this.replica.meters().get("agent.queue." + name).tag("track", "canary").gauge().value();
	}

}
