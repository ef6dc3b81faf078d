package dev.agentservice.budget;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.agentservice.redis.RedisTopology;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * The scripts against {@link ModelBooks}. Each sequence has a tenant of its own, so many
 * run at once; a failing one can be repeated with its seed.
 */
@BesideOthers
class BooksModelTests {

	private static final int AT_ONCE = 24;

	private static final int SEQUENCES = Integer.getInteger("budget.sequences", 10_000);

	/** The scripts are the same on a cluster: there, one sequence of five. */
	@ParameterizedTest
	@CsvSource({ "SINGLE, 1", "CLUSTER, 5" })
	void scriptsAndModelAgreeAfterEveryStepOfRandomSequences(RedisTopology topology, int oneOf) throws Exception {
		TestBudget budget = new TestBudget(topology.own(BooksModelTests.class));
		try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
			List<Future<?>> running = new ArrayList<>();
			for (int seed = 0; seed < SEQUENCES / oneOf; seed++) {
				running.add(threads.submit(sequence(budget, seed)));
			}
			for (Future<?> sequence : running) {
				sequence.get();
			}
		}
	}

	private static Runnable sequence(TestBudget budget, int seed) {
		return () -> assertThatNoException().as("sequence with seed %d", seed)
			.isThrownBy(() -> new RandomSequence(budget.anotherTenant(), seed).run());
	}

}
