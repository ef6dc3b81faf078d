package dev.agentservice.guard.evaluate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import dev.agentservice.guard.evaluate.DeployedService.Target;
import dev.agentservice.guard.evaluate.DeployedService.UnreachableException;
import dev.agentservice.guard.evaluate.report.Check;
import dev.agentservice.guard.evaluate.report.JsonReport;
import dev.agentservice.guard.evaluate.report.JunitReport;
import dev.agentservice.guard.evaluate.report.Results;
import dev.agentservice.guard.evaluate.report.TableReport;
import dev.agentservice.guard.evaluate.report.Thresholds;
import dev.agentservice.guard.evaluate.set.EvaluationSet;
import dev.agentservice.guard.evaluate.set.InvalidSetException;
import dev.agentservice.guard.evaluate.set.SetReader;
import org.jspecify.annotations.Nullable;

/**
 * What {@code scripts/safety-eval} runs. Never tells a text.
 */
final class SafetyEvaluation {

	private static final int BROKEN = 1;

	private static final int NOT_MEASURED = 2;

	private SafetyEvaluation() {
	}

	/**
	 * The first argument is the directory of the project's own sets. Exits with 0 if all
	 * thresholds are kept, 1 if one is not, 2 if nothing could be measured.
	 */
	public static void main(String[] arguments) {
		System.exit(run(List.of(arguments), System.getenv(), IO::println, System.err::print));
	}

	/** The same; what it would print goes elsewhere. */
	static int run(List<String> arguments, Map<String, String> environment, Consumer<String> out,
			Consumer<String> err) {
		try {
			Options options = Options.parse(arguments, environment);
			return run(options, out, err);
		}
		catch (IllegalArgumentException | InvalidSetException ex) {
			err.accept(ex.getMessage() + "; try --help\n");
		}
		catch (UnreachableException ex) {
			err.accept("\nThe service " + ex.getMessage() + "\n");
		}
		catch (UncheckedIOException ex) {
			err.accept("A report cannot be written: " + ex.getMessage() + "\n");
		}
		return NOT_MEASURED;
	}

	private static int run(Options options, Consumer<String> out, Consumer<String> err) {
		Thresholds thresholds = Thresholds.read(options.thresholds());
		List<EvaluationSet> sets = new ArrayList<>();
		options.datasets().forEach((set) -> sets.add(SetReader.read(set.path(), set.direction())));
		Measurement measurement = new Measurement(subject(options.target(), err), new Progress(err), options.own());
		Results results = measurement.of(sets, options.evasions());
		List<Check> checks = thresholds.check(results);
		out.accept(results.subject());
		new TableReport(out, options.misses()).print(results, checks);
		write(options.json(), JsonReport.of(results, checks));
		write(options.junit(), JunitReport.of("safety-eval", checks));
		return checks.stream().allMatch(Check::kept) ? 0 : BROKEN;
	}

	private static Subject subject(@Nullable Target target, Consumer<String> err) {
		if (target == null) {
			return new RulesInProcess();
		}
		return new DeployedService(target, (time) -> {
			err.accept("\nwaiting for " + time.toSeconds() + " s, as the service says\n");
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(time.toMillis()));
		});
	}

	private static void write(@Nullable Path file, String report) {
		if (file == null) {
			return;
		}
		try {
			Files.writeString(file, report);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
