package dev.agentservice.rollout.control.command;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.agentservice.rollout.prometheus.PrometheusSettings;
import org.jspecify.annotations.Nullable;

/**
 * What {@code scripts/rollout} was called with.
 *
 * @param verb what to do
 * @param values options with a value, by their names
 * @param flags options without
 */
record ControlOptions(String verb, Map<String, String> values, Set<String> flags) {

	private static final Set<String> VERBS = Set.of("status", "plan", "start", "resume", "hold", "promote", "abort");

	private static final Set<String> VALUES = Set.of("--policy", "--namespace", "--kubectl", "--prometheus",
			"--token-file", "--ca-file", "--reason", "--who", "--report", "--kubectl-timeout", "--metrics-file",
			"--metrics-port", "--notify-file", "--notify-secret-file");

	private static final Set<String> FLAGS = Set.of("--dry-run", "--replace", "--force-state", "--despite-fail",
			"--now");

	ControlOptions {
		values = Map.copyOf(values);
		flags = Set.copyOf(flags);
	}

	/**
	 * Reads the arguments.
	 * @throws IllegalArgumentException if they are wrong
	 */
	static ControlOptions parse(List<String> arguments) {
		Iterator<String> rest = arguments.iterator();
		String verb = null;
		Map<String, String> values = new HashMap<>();
		Set<String> flags = new HashSet<>();
		while (rest.hasNext()) {
			String argument = rest.next();
			if (FLAGS.contains(argument)) {
				flags.add(argument);
			}
			else if (VALUES.contains(argument)) {
				if (!rest.hasNext()) {
					throw new IllegalArgumentException(argument + " needs a value");
				}
				values.put(argument, rest.next());
			}
			else if (verb == null && VERBS.contains(argument)) {
				verb = argument;
			}
			else {
				throw new IllegalArgumentException("unknown argument " + argument);
			}
		}
		if (verb == null) {
			throw new IllegalArgumentException("one of status, plan, start, resume, hold, promote, abort is missing");
		}
		ControlOptions options = new ControlOptions(verb, values, flags);
		options.check();
		return options;
	}

	private void check() {
		if (this.verb.equals("status") || this.verb.equals("plan")) {
			return;
		}
		if (value("--prometheus") == null && !this.verb.equals("abort")) {
			throw new IllegalArgumentException("--prometheus URL is missing");
		}
		if (value("--reason") == null) {
			throw new IllegalArgumentException("--reason TEXT is missing");
		}
	}

	@Nullable String value(String name) {
		return this.values.get(name);
	}

	String required(String name) {
		String value = value(name);
		if (value == null) {
			throw new IllegalArgumentException(name + " is missing");
		}
		return value;
	}

	boolean has(String flag) {
		return this.flags.contains(flag);
	}

	/** Where the samples are; for an order without evidence nowhere. */
	PrometheusSettings prometheus() {
		String url = this.values.getOrDefault("--prometheus", "http://127.0.0.1:9090");
		return new PrometheusSettings(URI.create(url), required("--namespace"), path("--token-file"), path("--ca-file"),
				Duration.ofSeconds(10));
	}

	/** The file that an option names, if it is there. */
	@Nullable Path path(String name) {
		String value = value(name);
		return (value != null) ? Path.of(value) : null;
	}

	Duration kubectlTimeout() {
		return Duration.ofSeconds(Long.parseLong(this.values.getOrDefault("--kubectl-timeout", "15")));
	}

}
