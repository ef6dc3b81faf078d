package dev.agentservice.endtoend.monitoring;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one trial. See {@code scripts/check-monitoring --help}.
 */
final class MonitoringMain {

	/** Only what hangs takes so long, on however busy a machine. */
	private static final int LONGEST_SECONDS = 400;

	private MonitoringMain() {
	}

	/** Exits with 1 if a promise was broken or the time has run out. */
	public static void main(String[] args) throws IOException, InterruptedException {
		((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
		CompletableFuture.delayedExecutor(LONGEST_SECONDS, TimeUnit.SECONDS).execute(() -> {
			IO.println("BROKEN: not done after " + LONGEST_SECONDS + " s");
			System.exit(1);
		});
		MonitoringReport report = MonitoringTrial.run();
		report.table().forEach(IO::println);
		report.brokenPromises().forEach((promise) -> IO.println("BROKEN: " + promise));
		System.exit(report.brokenPromises().isEmpty() ? 0 : 1);
	}

}
