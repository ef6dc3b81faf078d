package dev.agentservice.endtoend.chaos;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes many trials. See {@code scripts/chaos-budget --help}.
 */
final class OverspendMain {

	private OverspendMain() {
	}

	/** Arguments: number of trials, first seed. Exits with 1 if a promise was broken. */
	public static void main(String[] args) {
		((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
		int repetitions = Integer.parseInt(args[0]);
		long firstSeed = Long.parseLong(args[1]);
		int failed = 0;
		for (int i = 0; i < repetitions; i++) {
			OverspendOutcome outcome = OverspendTrial.run(firstSeed + i);
			List<String> broken = outcome.brokenPromises();
			IO.println(outcome);
			broken.forEach((promise) -> IO.println("  BROKEN: " + promise));
			failed += broken.isEmpty() ? 0 : 1;
		}
		IO.println("%d trials, %d broke a promise".formatted(repetitions, failed));
		System.exit((failed > 0) ? 1 : 0);
	}

}
