package dev.agentservice.smoke;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.agentservice.smoke.Check.Outcome;

/**
 * Asks a service through all of its faces. See {@code scripts/smoke-test --help}.
 */
final class SmokeMain {

	private static final String ROW = "%-10s %-58s %-8s %6s  %s";

	private SmokeMain() {
	}

	/**
	 * Arguments: URL, management URL or nothing, agent, version or nothing, whether texts
	 * are guarded, whether nothing shall be sent, the most minutes it may take. The key
	 * is in the environment, because everybody may read arguments. Exits with 1 if a
	 * check failed or the time has run out.
	 */
	public static void main(String[] args) {
		CompletableFuture.delayedExecutor(Long.parseLong(args[6]), TimeUnit.MINUTES).execute(() -> {
			IO.println("FAILED: not done after " + args[6] + " min");
			System.exit(1);
		});
		String key = System.getenv().getOrDefault("SMOKE_KEY", "");
		Plan plan = new Plan(args[0], args[1], key, args[2], args[3], Boolean.parseBoolean(args[4]));
		System.exit(run(plan, Boolean.parseBoolean(args[5]), IO::println) ? 0 : 1);
	}

	/** Runs the checks, or only shows them; whether all that were run went well. */
	static boolean run(Plan plan, boolean dry, Consumer<String> out) {
		out.accept(String.format(Locale.ROOT, ROW, "face", "the service …", "result", "ms", ""));
		long began = System.nanoTime();
		List<Outcome> outcomes = new ArrayList<>();
		plan.checks().forEach((check) -> {
			long start = System.nanoTime();
			Outcome outcome = dry ? new Outcome.Skipped("dry run") : check.run();
			out.accept(row(check.face(), check.promise(), outcome, System.nanoTime() - start));
			outcomes.add(outcome);
		});
		plan.left().forEach((check) -> {
			Outcome outcome = new Outcome.Skipped(check.reason());
			out.accept(row(check.face(), check.promise(), outcome, 0));
			outcomes.add(outcome);
		});
		long broken = outcomes.stream().filter(Outcome.Broken.class::isInstance).count();
		out.accept(String.format(Locale.ROOT, "%n%s: %d ok, %d failed, %d skipped, %d s", plan.url(),
				outcomes.stream().filter(Outcome.Kept.class::isInstance).count(), broken,
				outcomes.stream().filter(Outcome.Skipped.class::isInstance).count(),
				Duration.ofNanos(System.nanoTime() - began).toSeconds()));
		return broken == 0;
	}

	private static String row(String face, String promise, Outcome outcome, long nanos) {
		return String.format(Locale.ROOT, ROW, face, promise, outcome.label(), nanos / 1_000_000, outcome.detail());
	}

}
