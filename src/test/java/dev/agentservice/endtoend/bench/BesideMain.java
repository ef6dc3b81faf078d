package dev.agentservice.endtoend.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.agentservice.endtoend.Client;
import org.slf4j.LoggerFactory;

/**
 * Two builds of the service side by side in one run, each with a Redis and a provider of
 * its own, asked in turns: {@code scripts/bench --beside}.
 */
final class BesideMain {

	private static final int CLIENTS = BenchPlan.BUSY;

	private static final Pattern SCRIPT = Pattern
		.compile("(?m)^agent_redis_seconds_count\\{.*script=\"([^\"]+)\".*} ([0-9.E]+)$");

	private BesideMain() {
	}

	/**
	 * Arguments: the service's jar, the other jar, seconds to warm each up, rounds,
	 * seconds for each measurement. Exits with 1 if an answer was wrong.
	 */
	public static void main(String[] args) throws IOException {
		((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
		int warmUp = Integer.parseInt(args[2]);
		int rounds = Integer.parseInt(args[3]);
		int seconds = Integer.parseInt(args[4]);
		long errors = 0;
		try (BenchProcesses processes = new BenchProcesses(Path.of(args[0]));
				BenchProcesses others = new BenchProcesses(Path.of(args[1]))) {
			List<Target> targets = new Targets(processes).ofService();
			List<Target> otherTargets = new Targets(others).ofService();
			for (int i = 0; i < targets.size(); i++) {
				targets.get(i).measure(CLIENTS, warmUp);
				otherTargets.get(i).measure(CLIENTS, warmUp);
			}
			for (int i = 0; i < targets.size(); i++) {
				errors += compare(targets.get(i), otherTargets.get(i), rounds, seconds);
			}
			IO.println("scripts per run, by name");
			Map<String, Double> counts = scripts(processes);
			Map<String, Double> otherCounts = scripts(others);
			Stream.concat(counts.keySet().stream(), otherCounts.keySet().stream())
				.distinct()
				.sorted()
				.forEach((name) -> IO.println(String.format(Locale.ROOT, "  %-28s %6.2f beside %6.2f", name,
						counts.getOrDefault(name, 0.0), otherCounts.getOrDefault(name, 0.0))));
		}
		System.exit((errors == 0) ? 0 : 1);
	}

	/** Who is asked first changes from round to round. */
	private static long compare(Target target, Target other, int rounds, int seconds) {
		List<Sample> samples = new ArrayList<>();
		List<Sample> others = new ArrayList<>();
		for (int round = 0; round < rounds; round++) {
			if (round % 2 == 0) {
				samples.add(target.measure(CLIENTS, seconds));
			}
			others.add(other.measure(CLIENTS, seconds));
			if (round % 2 != 0) {
				samples.add(target.measure(CLIENTS, seconds));
			}
		}
		IO.println(target.name());
		print("requests/s", samples, others, Sample::perSecond);
		print("CPU ms", samples, others, Sample::cpuPerThousand);
		print("Redis CPU ms", samples, others, Sample::redisCpuPerThousand);
		print("scripts", samples, others, Sample::scriptsPerRequest);
		print("commands", samples, others, Sample::commandsPerRequest);
		return samples.stream().mapToLong((sample) -> sample.wrk().errors()).sum()
				+ others.stream().mapToLong((sample) -> sample.wrk().errors()).sum();
	}

	/**
	 * How often each of Redis' scripts was called for a run, since the service started.
	 */
	private static Map<String, Double> scripts(BenchProcesses processes) {
		Map<String, Double> counts = new TreeMap<>();
		String metrics = new Client(processes.managementUrl(), "none").get("/actuator/prometheus").body();
		double runs = sum(metrics, "agent_runs_seconds_count{");
		Matcher script = SCRIPT.matcher(metrics);
		while (script.find()) {
			counts.merge(script.group(1), Double.parseDouble(script.group(2)) / runs, Double::sum);
		}
		return counts;
	}

	private static double sum(String metrics, String name) {
		return metrics.lines()
			.filter((line) -> line.startsWith(name))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.sum();
	}

	/**
	 * Medians, the median of the ratios within a round, and the least and most of them.
	 */
	private static void print(String name, List<Sample> samples, List<Sample> others, ToDoubleFunction<Sample> figure) {
		List<Double> ratios = new ArrayList<>();
		for (int i = 0; i < samples.size(); i++) {
			ratios.add(figure.applyAsDouble(samples.get(i)) / figure.applyAsDouble(others.get(i)));
		}
		List<Double> sorted = ratios.stream().sorted().toList();
		IO.println(String.format(Locale.ROOT, "  %-14s %10.2f beside %10.2f, ratio %.3f (%.3f to %.3f)", name,
				median(samples.stream().map(figure::applyAsDouble).toList()),
				median(others.stream().map(figure::applyAsDouble).toList()), median(ratios), sorted.getFirst(),
				sorted.getLast()));
	}

	private static double median(List<Double> values) {
		List<Double> sorted = values.stream().sorted().toList();
		int middle = sorted.size() / 2;
		return (sorted.size() % 2 != 0) ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
	}

}
