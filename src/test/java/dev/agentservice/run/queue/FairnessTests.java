package dev.agentservice.run.queue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long a run waits for the runs of others. Twenty slots of workers: the run that
 * began first ends first, and its slot takes the next.
 */
@BesideOthers
class FairnessTests {

	private static final int WAITING = 10_000;

	private static final int SLOTS = 20;

	private static RedisServer redis;

	private static QueueReplica replica;

	private final Deque<TakenRun> atWork = new ArrayDeque<>();

	@BeforeAll
	static void start() {
		redis = RedisServer.start();
		String most = String.valueOf(2 * WAITING);
		replica = new QueueReplica(redis, "max-user", most, "max-tenant", most, "max", most);
	}

	@AfterAll
	static void stop() {
		replica.close();
		redis.close();
	}

	@BeforeEach
	void forget() {
		redis.flush();
	}

	@Test
	void aGreedyUserDelaysAnotherTenantByTheirLaneOnly() {
		for (int i = 0; i < WAITING; i++) {
			offer(QueueRuns.of("greedy", "t1"));
		}
		begin();
		assertThat(begunBefore(QueueRuns.of("other", "t2"))).isLessThanOrEqualTo(8);
	}

	@Test
	void inventedUsersDelayAnotherTenantByTheirLaneOnly() {
		for (int i = 0; i < WAITING; i++) {
			offer(QueueRuns.of("u" + i, "t1"));
		}
		begin();
		assertThat(begunBefore(QueueRuns.of("other", "t2"))).isLessThanOrEqualTo(64 + 8);
	}

	@Test
	void withinATenantOneRoundOfItsUsersGoesFirst() {
		int users = 200;
		for (int i = 0; i < users * 10; i++) {
			offer(QueueRuns.of("u" + i % users, "t1"));
		}
		begin();
		assertThat(begunBefore(QueueRuns.of("other", "t1"))).isLessThanOrEqualTo(64 + users);
	}

	@Test
	void theMoreUrgentOfAUsersRunsGoesFirst() {
		for (int i = 0; i < 100; i++) {
			offer(QueueRuns.of("u", "t1", "stable", 0));
		}
		begin();
		assertThat(begunBefore(QueueRuns.of("u", "t1", "stable", 9))).isLessThanOrEqualTo(8);
	}

	private static void offer(QueuedRun run) {
		assertThat(replica.queue().offer(run)).isEqualTo(OfferOutcome.OFFERED);
	}

	private void begin() {
		this.atWork.addAll(replica.queue().take(SLOTS));
	}

	/** How many runs begin after a run was offered, and before it. */
	private int begunBefore(QueuedRun run) {
		offer(run);
		for (int begun = 0;; begun++) {
			TakenRun next = next();
			if (next.run().equals(run.run())) {
				return begun;
			}
			this.atWork.add(next);
		}
	}

	private TakenRun next() {
		List<TakenRun> taken = (this.atWork.size() < SLOTS) ? replica.queue().take(1) : List.of();
		while (taken.isEmpty()) {
			replica.queue().release(this.atWork.removeFirst(), new Release.Over());
			taken = replica.queue().take(1);
		}
		return taken.getFirst();
	}

}
