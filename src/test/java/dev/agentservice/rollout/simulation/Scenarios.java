package dev.agentservice.rollout.simulation;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Good releases, bad ones, and those of which nothing is known.
 */
public final class Scenarios {

	private static final double HOUR = 3600;

	private static final Scenario SAME = Scenario.same("same, 5 % errors", 0.05);

	private Scenarios() {
	}

	/** Releases that are not worse, although it may look so. */
	public static List<Scenario> good() {
		return Stream.concat(goodWithoutSkew().stream(), skewed().stream()).toList();
	}

	/** Those of them whose tracks get the same traffic. */
	public static List<Scenario> goodWithoutSkew() {
		return List.of(Scenario.same("same, 1 % errors", 0.01), SAME, Scenario.same("same, 13 % errors", 0.13),
				SAME.named("cold canary").withCanary(Scenarios::cold),
				SAME.named("both cold").in((world) -> world.coldStable = true).with(Scenarios::cold),
				timeOfDay(SAME.named("time of day")), SAME.named("mix drift").in((world) -> world.drift = 0.5),
				SAME.named("mix skew").in((world) -> world.skew = 2),
				SAME.named("outage").with((run) -> run.failures = isOutage(run.time) ? 0.6 : run.failures),
				SAME.named("bursts spread").in((world) -> world.bursts = 4),
				SAME.named("scrape gaps").in((world) -> world.gaps = 0.1),
				SAME.named("restarts").in((world) -> world.restarts = true),
				SAME.named("better release").withCanary((run) -> {
					run.failures *= 0.6;
					run.seconds *= 0.9;
					run.cost *= 0.9;
				}));
	}

	/** Those whose tracks get different traffic, or whose replicas differ. */
	public static List<Scenario> skewed() {
		return List.of(SAME.named("sticky bursts").in((world) -> {
			world.bursts = 4;
			world.sticky = true;
		}), noisy(SAME.named("noisy pods"), 0.10, 0.03),
				SAME.named("less traffic than promised").in((world) -> world.obeyed = 0.3));
	}

	/** Replicas that differ for good, by more than any other scenario has. */
	public static Scenario noisier() {
		return noisy(SAME.named("noisier pods"), 0.20, 0.03);
	}

	/** Replicas that differ for good: in their failures and in their times. */
	public static Scenario noisy(Scenario scenario, double failures, double seconds) {
		return scenario.with((run) -> {
			run.failures *= Math.exp(failures * run.replica);
			run.seconds *= Math.exp(seconds * run.replica);
			run.first *= Math.exp(seconds * run.replica);
		});
	}

	/** Releases that are worse, and must nearly always be rolled back. */
	public static List<Scenario> bad() {
		return List.of(errors(0.05, 2), errors(0.05, 3), errors(0.13, 1.5), errors(0.13, 2), errors(0.13, 3),
				bad("latency x 1.2", (run) -> run.seconds *= 1.2), bad("latency x 1.5", (run) -> run.seconds *= 1.5),
				bad("latency x 1.5, cold", (run) -> run.seconds *= 1.5).withCanary(Scenarios::cold),
				bad("cost x 1.2", (run) -> run.cost *= 1.2), bad("cost x 1.5", (run) -> run.cost *= 1.5),
				bad("first token x 1.5", (run) -> run.first *= 1.5), bad("tools x 3", (run) -> run.toolErrors *= 3),
				bad("truncated x 4", (run) -> run.truncated *= 4), bad("rejections x 4", (run) -> run.rejected *= 4),
				bad("repeats x 2", (run) -> run.repeated *= 2),
				bad("leak", (run) -> run.seconds *= 1 + Math.max(0, run.time - 300) / 600),
				bad("one agent broken", (run) -> run.failures = (run.agent == 3) ? 0.8 : run.failures),
				SAME.named("crash loop").in((world) -> world.canaryLife = 150),
				bad("hangs", (run) -> run.hangs = (run.random.nextDouble() < 0.04) ? 60 : run.hangs),
				timeOfDay(errors(0.05, 2).named("errors 5 % x 2, time of day")),
				errors(0.05, 2).named("errors 5 % x 2, bursts").in((world) -> world.bursts = 4));
	}

	/** Releases that are a little worse. */
	public static List<Scenario> slightlyBad() {
		return List.of(errors(0.01, 3), heavyTail(), bad("+ 3 points of failures", (run) -> run.failures += 0.03),
				errors(0.01, 2));
	}

	/** Most runs are faster, and a few much slower. */
	public static Scenario heavyTail() {
		return bad("heavy tail", (run) -> run.seconds *= (run.random.nextDouble() < 0.04) ? 5 : 0.9);
	}

	/**
	 * People ask again any replica, which counts for the track that had answered: as the
	 * service does.
	 * @param factor how often they do because of the canary's answers
	 */
	public static Scenario askedAnywhere(double factor) {
		return bad("repeats x %s, counted anywhere".formatted(factor), (run) -> run.repeated *= factor)
			.in((world) -> world.askedAnywhere = true);
	}

	/**
	 * All three steps of production. In the last one the present release has 5 % of the
	 * traffic to be compared with.
	 */
	public static Scenario holdBack() {
		return SAME.named("same, with 95 %").in((world) -> world.weights = new int[] { 10, 50, 95 });
	}

	/** A release that fails more often once it has nearly all of the traffic. */
	public static Scenario worseAtFullLoad() {
		return holdBack().named("errors 5 % x 3 at 95 %")
			.withCanary((run) -> run.failures *= (run.time > HOUR) ? 3 : 1);
	}

	/** More failures. */
	public static Scenario errors(double share, double factor) {
		return Scenario.same("errors %.0f %% x %s".formatted(100 * share, factor), share)
			.withCanary((run) -> run.failures *= factor);
	}

	/** Releases of which there is too little to judge. */
	public static List<Scenario> unknown() {
		return List.of(SAME.named("no data").in((world) -> world.data = false),
				SAME.named("no data of the canary").in((world) -> world.canaryData = false),
				SAME.named("one run a minute").atRate(1 / 60.0));
	}

	private static Scenario bad(String name, Consumer<SimulatedRun> fault) {
		return SAME.named(name).withCanary(fault);
	}

	private static Scenario timeOfDay(Scenario scenario) {
		return scenario.withTraffic((time) -> 1 + 0.5 * wave(time)).with((run) -> {
			run.failures *= 1 + 0.5 * wave(run.time);
			run.seconds *= 1 + 0.3 * wave(run.time);
			run.first *= 1 + 0.3 * wave(run.time);
		});
	}

	private static double wave(double time) {
		return Math.sin(2 * Math.PI * time / HOUR);
	}

	private static void cold(SimulatedRun run) {
		double slower = 1 + 2 * Math.exp(-run.age / 40);
		run.seconds *= slower;
		run.first *= slower;
	}

	private static boolean isOutage(double time) {
		return time > 900 && time < 1140;
	}

}
