package dev.agentservice.run.owner;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.run.owner.Claim.Claimed;
import dev.agentservice.run.owner.Claim.Reason;
import dev.agentservice.run.owner.Claim.Refused;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.queue.TakenRun;
import dev.agentservice.run.record.RunState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInfo;

import static org.awaitility.Awaitility.await;

/**
 * A user and two replicas, of which the first accepts runs and looks after them, and the
 * second takes them from the queue.
 */
abstract class WaitingFixture {

	/** Two of each class and topology, by name and number. */
	private static final Map<String, RunReplica> REPLICAS = new ConcurrentHashMap<>();

	final Caller jane = Tickets.somebody();

	final RunReplica first;

	final RunReplica second;

	WaitingFixture(RedisTopology topology) {
		TestRedis redis = topology.own(getClass());
		redis.flush();
		String name = getClass().getName() + " " + topology.name();
		this.first = REPLICAS.computeIfAbsent(name + 1, (_) -> replica(redis));
		this.second = REPLICAS.computeIfAbsent(name + 2, (_) -> replica(redis));
	}

	@AfterAll
	static void close(TestInfo tests) {
		String name = tests.getTestClass().orElseThrow().getName() + " ";
		REPLICAS.keySet().stream().filter((key) -> key.startsWith(name)).toList().forEach((key) -> {
			RunReplica replica = REPLICAS.remove(key);
			if (replica != null) {
				replica.close();
			}
		});
	}

	private static RunReplica replica(TestRedis redis) {
		return new RunReplica(redis, Map.of("agent-service.run.lease", "10m"));
	}

	void accept(String run) {
		this.first.accept(Tickets.async(this.jane, null, "key", run));
	}

	WaitingRuns.Recorded record(String run) {
		RunReplica replica = this.first;
		return replica.waiting()
			.record(Tickets.async(this.jane, null, "key", run),
					replica.registry().announce(Tickets.async(this.jane, null, "key", run)));
	}

	TakenRun take() {
		return Objects.requireNonNull(this.second.take(), "something is in the lane");
	}

	OwnedRun claimed(TakenRun taken) {
		return switch (this.second.claim(taken)) {
			case Claimed(OwnedRun run) -> run;
			case Refused(Reason reason) -> throw new AssertionError("refused: " + reason);
		};
	}

	/** Its owner is never heard of again, and somebody looks. */
	void lose(String run) {
		this.first.redis().call(this.jane, "HSET", "run:" + run, "lease", 0);
		await().until(() -> {
			// A scheduled look may have taken the run, and not be through with it.
			look();
			return !(state(run) instanceof RunState.Active);
		});
	}

	void look() {
		this.first.redis().live(this.jane.tag()).forEach(this.first.redis()::due);
		this.first.look();
	}

	RunState state(String run) {
		return this.first.records().find(this.jane.tag(), run).state();
	}

}
