package dev.agentservice.endtoend.monitoring;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.agentservice.simulator.Simulator;
import dev.agentservice.simulator.script.SimulatedProvider;

import static dev.agentservice.simulator.script.Responses.after;
import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.status;

/**
 * A model that takes between 1.02 s and 4.2 s for an answer, evenly spread: so a
 * percentile that is interpolated between the bounds of a histogram's buckets can be
 * right. The slowest come just below such a bound (4.295 s). It fails when it is asked
 * to.
 */
final class PacedModel {

	private static final int PACES = 200;

	private static final Duration FASTEST = Duration.ofMillis(1020);

	private static final Duration STEP = Duration.ofMillis(16);

	/** Has no divisor in common with the number of paces, so that all of them come. */
	private static final int STRIDE = 123;

	private static final int FAILS_EVERY = 8;

	private PacedModel() {
	}

	static void install(Simulator simulator) {
		for (int i = 0; i < PACES; i++) {
			simulator.anthropic()
				.whenAsked(pace(i))
				.always(after(FASTEST.plus(STEP.multipliedBy(i)), answer("word ".repeat(1 + i % 50))));
		}
		for (SimulatedProvider provider : List.of(simulator.anthropic(), simulator.openai())) {
			provider.whenAsked("fail").always(status(500));
		}
	}

	/** One in eight fails. */
	static Map<String, Object> mixed(int number) {
		String task = number % FAILS_EVERY == 0 ? "fail" : pace(number * STRIDE % PACES);
		return Map.of("agent", "assistant", "task", task);
	}

	/** The other agent's tasks all fail. */
	static Map<String, Object> failing(int number) {
		return Map.of("agent", "analyst", "task", "fail " + number);
	}

	/**
	 * One that fails, one that calls tools, one that does not, for each of two replicas.
	 */
	static Map<String, Object> first(int number) {
		return Map.of("agent", "assistant", "task", switch (number / 2 % 3) {
			case 0 -> "fail";
			case 1 -> "What is 3 * 4?";
			default -> pace(0);
		});
	}

	private static String pace(int index) {
		return String.format(Locale.ROOT, "pace-%03d.", index);
	}

}
