package dev.agentservice.run.owner;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.run.owner.Registration.Registered;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.owner.script.RunTicket;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that asks twice at the same time, on two replicas.
 */
@BesideOthers
@OnSingleAndCluster
class SimultaneousRetryTests {

	private final Caller jane = Tickets.somebody();

	private final RunReplica one;

	private final RunReplica two;

	SimultaneousRetryTests(RedisTopology topology) {
		this.one = new RunReplica(topology.own(SimultaneousRetryTests.class));
		this.two = new RunReplica(topology.own(SimultaneousRetryTests.class));
	}

	@AfterEach
	void close() {
		this.one.close();
		this.two.close();
	}

	@Test
	void ofTwoFirstRequestsAtOnceOneIsAdmitted() {
		for (int round = 1; round <= 10; round++) {
			assertOneIsAdmitted(Tickets.keyed(this.jane, null, "key-" + round, "this", "run_a" + round),
					Tickets.keyed(this.jane, null, "key-" + round, "this", "run_b" + round));
		}
	}

	@Test
	void ofTwoRetriesAtOnceOneIsAdmitted() {
		OwnedRun run = this.one.begin(retry("run_1"));
		for (int attempt = 2; attempt <= 10; attempt++) {
			this.one.fail(run);
			run = assertOneIsAdmitted(retry("run_a"), retry("run_b"));
			assertThat(run).extracting(OwnedRun::id, OwnedRun::attempt).containsExactly("run_1", attempt);
		}
	}

	@Test
	void ofTwoRetriesOfALostRunAtOnceOneIsAdmitted() {
		OwnedRun run = this.one.begin(retry("run_1"));
		for (int attempt = 2; attempt <= 10; attempt++) {
			this.one.redis().call(this.jane, "HSET", "run:run_1", "lease", 1);
			run = assertOneIsAdmitted(retry("run_a"), retry("run_b"));
			assertThat(run).extracting(OwnedRun::id, OwnedRun::attempt).containsExactly("run_1", attempt);
		}
	}

	/** Both ask at the same time, each on a replica of its own. */
	private OwnedRun assertOneIsAdmitted(RunTicket first, RunTicket second) {
		List<OwnedRun> admitted = new ArrayList<>();
		List<ProblemCode> refused = new ArrayList<>();
		CountDownLatch start = new CountDownLatch(1);
		try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
			var asked = List.of(ask(this.one, first, start, threads), ask(this.two, second, start, threads));
			start.countDown();
			for (CompletableFuture<Registration> answer : asked) {
				try {
					admitted.add(((Registered) answer.join()).run());
				}
				catch (CompletionException ex) {
					assertThat(ex).cause()
						.isInstanceOfSatisfying(ProblemException.class, (problem) -> refused.add(problem.code()));
				}
			}
		}
		assertThat(refused).containsExactly(ProblemCode.RUN_IN_PROGRESS);
		assertThat(admitted).hasSize(1);
		return admitted.getFirst();
	}

	private static CompletableFuture<Registration> ask(RunReplica replica, RunTicket ticket, CountDownLatch start,
			Executor threads) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				start.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return replica.registry().register(ticket);
		}, threads);
	}

	private RunTicket retry(String run) {
		return Tickets.keyed(this.jane, "key", run);
	}

}
