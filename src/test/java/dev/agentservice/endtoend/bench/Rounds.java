package dev.agentservice.endtoend.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Targets that were measured in turns, in short rounds, so that the noise of the machine
 * hits all alike. What they are to each other is asked within a round, and the median of
 * the rounds counts.
 */
final class Rounds {

	private final int clients;

	private final Map<String, List<Sample>> samples;

	/**
	 * What was measured.
	 * @param clients how many asked at once
	 * @param samples by target, one for each round
	 */
	Rounds(int clients, Map<String, List<Sample>> samples) {
		this.clients = clients;
		this.samples = samples;
	}

	/** Measures all of them in each of so many rounds. */
	static Rounds measure(List<Target> targets, int clients, int rounds, int seconds) {
		Map<String, List<Sample>> samples = new LinkedHashMap<>();
		for (int round = 0; round < rounds; round++) {
			for (Target target : targets) {
				samples.computeIfAbsent(target.name(), (_) -> new ArrayList<>()).add(target.measure(clients, seconds));
			}
		}
		return new Rounds(clients, samples);
	}

	int clients() {
		return this.clients;
	}

	List<String> targets() {
		return List.copyOf(this.samples.keySet());
	}

	/** The median of a figure of a target. */
	double median(String target, ToDoubleFunction<Sample> figure) {
		return median(of(target).stream().map(figure::applyAsDouble).toList());
	}

	/** By which part of another's requests per second a target serves. */
	double ratio(String target, String other) {
		return median(pairs(target, other, (a, b) -> a.perSecond() / b.perSecond()));
	}

	/** How many milliseconds a target's median latency is above another's. */
	double added(String target, String other) {
		return median(pairs(target, other, (a, b) -> a.p50() - b.p50()));
	}

	/** Requests without a right answer. */
	long errors(String target) {
		return of(target).stream().mapToLong((sample) -> sample.wrk().errors()).sum();
	}

	/** One of the wrong answers; empty if there is none. */
	String example(String target) {
		return of(target).stream()
			.map((sample) -> sample.wrk().example())
			.filter((example) -> !example.isEmpty())
			.findFirst()
			.orElse("");
	}

	private List<Sample> of(String target) {
		List<Sample> found = this.samples.get(target);
		if (found == null) {
			throw new IllegalArgumentException(target + " was not measured");
		}
		return found;
	}

	private List<Double> pairs(String target, String other, Comparison comparison) {
		List<Sample> samples = of(target);
		List<Sample> others = of(other);
		List<Double> compared = new ArrayList<>();
		for (int round = 0; round < samples.size(); round++) {
			compared.add(comparison.of(samples.get(round), others.get(round)));
		}
		return compared;
	}

	/** Of an even number of values the smaller one in the middle. */
	private static double median(List<Double> values) {
		return values.stream().sorted(Comparator.naturalOrder()).toList().get((values.size() - 1) / 2);
	}

	@FunctionalInterface
	private interface Comparison {

		double of(Sample sample, Sample other);

	}

}
