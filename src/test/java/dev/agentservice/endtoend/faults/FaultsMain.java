package dev.agentservice.endtoend.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prints the table of faults. See {@code scripts/faults --help}.
 */
final class FaultsMain {

	private static final int MINUTES = 10;

	private FaultsMain() {
	}

	/**
	 * Argument: the seconds that the flapping provider is down. Exits with 1 if a promise
	 * was broken or the time has run out.
	 */
	public static void main(String[] args) throws IOException {
		System.setProperty("logging.level.root", "error");
		((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
		CompletableFuture.delayedExecutor(MINUTES, TimeUnit.MINUTES).execute(() -> {
			IO.println("BROKEN: not done after " + MINUTES + " min");
			System.exit(1);
		});
		boolean kept;
		try (FaultTrial trial = new FaultTrial()) {
			boolean first = faults(trial);
			kept = flapping(trial, Duration.ofSeconds(Long.parseLong(args[0]))) && first;
		}
		System.exit(kept ? 0 : 1);
	}

	private static boolean faults(FaultTrial trial) {
		IO.println(FaultRow.HEAD);
		List<FaultRow> rows = new ArrayList<>();
		for (Fault fault : Fault.all()) {
			for (Variant variant : fault.variants()) {
				for (Face face : Face.values()) {
					FaultRow row = trial.run(fault, face, variant);
					IO.println(row.line());
					row.broken().forEach((promise) -> IO.println("BROKEN: " + promise));
					rows.add(row);
				}
			}
		}
		IO.println("");
		for (Face face : Face.values()) {
			List<FaultRow> told = rows.stream().filter((row) -> row.face() == face).toList();
			IO.println(
					face + ": " + told.stream().filter((row) -> row.broken().isEmpty()).count() + " of " + told.size());
		}
		return isFair(FaultRow.sum(rows)) && rows.stream().allMatch((row) -> row.broken().isEmpty());
	}

	private static boolean isFair(FaultRow.Money all) {
		IO.println(String.format(Locale.ROOT, "charged: %.2f of what was billed", all.ofBilled()));
		boolean fair = all.ofBilled() <= FaultRow.Money.MOST;
		if (!fair) {
			IO.println("BROKEN: charged more than " + FaultRow.Money.MOST + " of what was billed");
		}
		return fair;
	}

	private static boolean flapping(FaultTrial trial, Duration down) {
		Flapping flapping = Flapping.observe(trial, down);
		IO.println(String.format(Locale.ROOT,
				"%nA provider that is down for %d s and then healthy: %d runs in the meantime, %d not answered, the slowest took "
						+ "%d ms. It was asked %d times, and answered again %d ms after it was healthy.",
				down.toSeconds(), flapping.runs(), flapping.failed(), flapping.slowest().toMillis(),
				flapping.attempts(), flapping.recovery().toMillis()));
		flapping.broken(down).forEach((promise) -> IO.println("BROKEN: " + promise));
		return flapping.broken(down).isEmpty();
	}

}
