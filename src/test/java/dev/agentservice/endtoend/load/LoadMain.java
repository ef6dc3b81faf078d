package dev.agentservice.endtoend.load;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one trial. See {@code scripts/load-streams --help}.
 */
final class LoadMain {

	private LoadMain() {
	}

	/**
	 * Arguments: number of streams, number of readers, minutes it may take, whether to
	 * print histograms. Exits with 1 if a promise was broken or the time has run out.
	 */
	public static void main(String[] args) {
		((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
		CompletableFuture.delayedExecutor(Long.parseLong(args[2]), TimeUnit.MINUTES).execute(() -> {
			IO.println("BROKEN: not done after " + args[2] + " min");
			System.exit(1);
		});
		LoadReport report = LoadTrial.run(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
		print(report, Boolean.parseBoolean(args[3]));
		System.exit(report.brokenPromises().isEmpty() ? 0 : 1);
	}

	private static void print(LoadReport report, boolean histograms) {
		if (histograms) {
			report.histograms().forEach(IO::println);
		}
		report.table().forEach(IO::println);
		report.brokenPromises().forEach((promise) -> IO.println("BROKEN: " + promise));
	}

}
