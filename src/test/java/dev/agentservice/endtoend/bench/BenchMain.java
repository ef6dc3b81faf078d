package dev.agentservice.endtoend.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures once. See {@code scripts/bench --help}.
 */
final class BenchMain {

	/** What is no result; standard output may be read by a program. */
	private static final PrintWriter REMARKS = new PrintWriter(System.err, true, StandardCharsets.UTF_8);

	private BenchMain() {
	}

	/**
	 * Arguments: the service's jar, the name of a plan, {@code verdict} or
	 * {@code no-verdict}, a file for JSON ({@code -} for standard output, empty for
	 * none), a file for a recording (empty for none). Exits with 1 if there was an error
	 * or the verdict is bad.
	 */
	public static void main(String[] args) throws IOException {
		((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
		BenchPlan plan = BenchPlan.named(args[1]);
		CompletableFuture.delayedExecutor(plan.most().toSeconds(), TimeUnit.SECONDS).execute(() -> {
			REMARKS.println("Not done after " + plan.most().toMinutes() + " min");
			System.exit(1);
		});
		boolean verdict = args[2].equals("verdict");
		BenchReport report = Bench.run(Path.of(args[0]), plan, args[4], REMARKS::println);
		print(report, args[3]);
		System.exit((report.errors() == 0 && (!verdict || report.fastEnough())) ? 0 : 1);
	}

	private static void print(BenchReport report, String json) throws IOException {
		List<String> lines = new BenchTable(report).lines();
		if (json.equals("-")) {
			IO.println(new BenchJson(report).text());
			lines.forEach(REMARKS::println);
			return;
		}
		lines.forEach(IO::println);
		if (!json.isEmpty()) {
			Files.writeString(Path.of(json), new BenchJson(report).text() + "\n");
		}
	}

}
