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

	private SheddingMain() {
	}

	/**
	 * Arguments: number of clients, limit of runs in flight, milliseconds that the model
	 * takes, seconds of load. Exits with 1 if a promise was broken or the time has run
	 * out.
	 */
	public static void main(String[] args) {
		((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
		CompletableFuture.delayedExecutor(LONGEST_SECONDS, TimeUnit.SECONDS).execute(() -> {
			IO.println("BROKEN: not done after " + LONGEST_SECONDS + " s");
			System.exit(1);
		});
		SheddingReport report = SheddingTrial.run(Integer.parseInt(args[0]), Integer.parseInt(args[1]),
				Duration.ofMillis(Long.parseLong(args[2])), Duration.ofSeconds(Long.parseLong(args[3])));
		report.table().forEach(IO::println);
		report.brokenPromises().forEach((promise) -> IO.println("BROKEN: " + promise));
		System.exit(report.brokenPromises().isEmpty() ? 0 : 1);
	}

}
