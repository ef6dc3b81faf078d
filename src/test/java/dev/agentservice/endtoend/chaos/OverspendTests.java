package dev.agentservice.endtoend.chaos;

import java.util.concurrent.ThreadLocalRandom;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One trial; {@code scripts/chaos-budget} makes many. The seed of one that failed makes
 * the same runs again, though not in the same order:
 * {@code scripts/chaos-budget --repetitions 1 --seed N}.
 */
@Tag("process")
@Tag("chaos")
@BesideOthers
@ResourceLock(BesideOthers.CRASHES)
class OverspendTests {

	private static final Logger LOG = LoggerFactory.getLogger(OverspendTests.class);

	@Test
	void twoHundredParallelRunsOnTwoReplicasNeverOverspendABudgetWhateverGoesWrong() {
		OverspendOutcome outcome = OverspendTrial.run(ThreadLocalRandom.current().nextInt(1_000_000));
		LOG.atInfo().log(outcome.toString());
		assertThat(outcome.brokenPromises()).as(outcome.toString()).isEmpty();
		// Otherwise nothing was put to the test.
		assertThat(outcome.kinds()).as(outcome.toString()).containsKeys(Ending.Kind.values());
		assertThat(outcome.swept()).as(outcome.toString()).isNotEmpty();
	}

}
