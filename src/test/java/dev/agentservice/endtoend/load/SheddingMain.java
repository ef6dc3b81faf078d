package dev.agentservice.endtoend.load;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one trial. See {@code scripts/load-shedding --help}.
 */
final class SheddingMain {

	private static final int LONGEST_SECONDS = 120;

	private static final int WRONG = 1;

	private static final int TOO_SLOW = 3;

	private SheddingMain() {
	}

	/**
	 * Arguments: number of clients, limit of runs in flight, milliseconds that the model
	 * takes, seconds of load. Exits with 3 if all was well but too slow, with 1 if more
	 * than that was wrong or the time has run out.
	 */
	public static void main(String[] args) {
		((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
		CompletableFuture.delayedExecutor(LONGEST_SECONDS, TimeUnit.SECONDS).execute(() -> {
			IO.println("WRONG: not done after " + LONGEST_SECONDS + " s");
			System.exit(WRONG);
		});
		SheddingReport report = SheddingTrial.run(Integer.parseInt(args[0]), Integer.parseInt(args[1]),
				Duration.ofMillis(Long.parseLong(args[2])), Duration.ofSeconds(Long.parseLong(args[3])));
		report.table().forEach(IO::println);
		report.wrong().forEach((what) -> IO.println("WRONG: " + what));
		report.tooSlow().forEach((what) -> IO.println("TOO SLOW: " + what));
		System.exit(exitCode(report));
	}

	private static int exitCode(SheddingReport report) {
		if (!report.wrong().isEmpty()) {
			return WRONG;
		}
		return report.tooSlow().isEmpty() ? 0 : TOO_SLOW;
	}

}
