package dev.agentservice.run.queue;

import java.util.EnumMap;
import java.util.Map;

import dev.agentservice.redis.RedisTopology;
import dev.agentservice.redis.TestRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A replica on a Redis that the tests of the queue share, one after the other: to start a
 * cluster for each class would take longer than the tests do.
 */
@ResourceLock("queue")
abstract class QueueFixture {

	private static final Map<RedisTopology, QueueReplica> REPLICAS = new EnumMap<>(RedisTopology.class);

	final TestRedis redis;

	final QueueReplica replica;

	final RunQueue queue;

	final QueueView view;

	QueueFixture(RedisTopology topology) {
		this.redis = topology.own(QueueFixture.class);
		this.replica = REPLICAS.computeIfAbsent(topology, (_) -> new QueueReplica(this.redis, "max-user", "3",
				"max-tenant", "5", "max", "6", "stuck-after", "50ms"));
		this.queue = this.replica.queue();
		this.view = this.replica.view();
	}

	@BeforeEach
	void forget() {
		this.redis.flush();
	}

	@AfterAll
	static void stop() {
		REPLICAS.values().forEach(QueueReplica::close);
		REPLICAS.clear();
	}

}
