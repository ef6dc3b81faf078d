package dev.agentservice.guard.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.agentservice.guard.evaluate.DeployedService.Target;
import dev.agentservice.guard.inspection.Origin;
import org.jspecify.annotations.Nullable;

/**
 * What is to be measured and where it is told: {@code scripts/safety-eval --help}.
 */
final class Options {

	/** A set somebody names. */
	record Dataset(Path path, Origin direction) {
	}

	private final List<Dataset> datasets = new ArrayList<>();

	private final Path eval;

	private Path thresholds;

	private @Nullable Path json;

	private @Nullable Path junit;

	private boolean misses;

	private boolean evasions = true;

	private String url = "";

	private String key = "";

	private String agent = "assistant";

	private int mostPaid = 25;

	private Origin direction = Origin.TASK;

	private Options(Path eval) {
		this.eval = eval;
		this.thresholds = eval.resolve("thresholds.yaml");
	}

	/**
	 * Reads arguments.
	 * @param arguments the directory of the project's own sets, then what the user typed
	 * @throws IllegalArgumentException saying what is wrong with them
	 */
	static Options parse(List<String> arguments, Map<String, String> environment) {
		Iterator<String> left = arguments.iterator();
		Options options = new Options(Path.of(left.next()));
		options.key = environment.getOrDefault("SAFETY_EVAL_KEY", "");
		while (left.hasNext()) {
			String name = left.next();
			switch (name) {
				case "--misses" -> options.misses = true;
				case "--no-evasions" -> options.evasions = false;
				default -> {
					if (!name.startsWith("--") || !left.hasNext()) {
						throw new IllegalArgumentException(
								name.startsWith("--") ? name + " needs a value" : "Unknown argument " + name);
					}
					options.set(name, left.next(), environment);
				}
			}
		}
		if (!options.url.isEmpty() && options.key.isEmpty()) {
			throw new IllegalArgumentException("No API key: give --key-file or --key-env, or set SAFETY_EVAL_KEY");
		}
		return options;
	}

	private void set(String name, String value, Map<String, String> environment) {
		switch (name) {
			case "--dataset" -> this.datasets.add(new Dataset(existing(value), this.direction));
			case "--direction" -> this.direction = origin(value);
			case "--thresholds" -> this.thresholds = existing(value);
			case "--json" -> this.json = Path.of(value);
			case "--junit" -> this.junit = Path.of(value);
			case "--url" -> this.url = value.replaceFirst("/+$", "");
			case "--key-file" -> this.key = firstLine(Path.of(value));
			case "--key-env" -> this.key = environment.getOrDefault(value, "");
			case "--agent" -> this.agent = value;
			case "--max-paid" -> this.mostPaid = number(value);
			default -> throw new IllegalArgumentException("Unknown argument " + name);
		}
	}

	private static Path existing(String file) {
		if (!Files.isReadable(Path.of(file))) {
			throw new IllegalArgumentException(file + " cannot be read");
		}
		return Path.of(file);
	}

	private static Origin origin(String name) {
		return switch (name.toLowerCase(Locale.ROOT)) {
			case "task" -> Origin.TASK;
			case "tool_result" -> Origin.TOOL_RESULT;
			default -> throw new IllegalArgumentException("--direction is task or tool_result");
		};
	}

	private static int number(String value) {
		if (!value.matches("[0-9]{1,6}")) {
			throw new IllegalArgumentException("--max-paid needs a number");
		}
		return Integer.parseInt(value);
	}

	private static String firstLine(Path file) {
		try {
			return Files.readString(file).lines().findFirst().orElse("").strip();
		}
		catch (IOException ex) {
			throw new IllegalArgumentException(file + " cannot be read", ex);
		}
	}

	/** The project's own sets, unless others are named. */
	List<Dataset> datasets() {
		return this.datasets.isEmpty() ? List.of(new Dataset(this.eval, Origin.TASK)) : List.copyOf(this.datasets);
	}

	/** Whether it is the project's own sets that are measured. */
	boolean own() {
		return this.datasets.isEmpty();
	}

	/** Which service is asked; null if none is. */
	@Nullable Target target() {
		return this.url.isEmpty() ? null : new Target(this.url, this.key, this.agent, this.mostPaid);
	}

	/** Whether blocked attacks are also tried in other ways; never against a service. */
	boolean evasions() {
		return this.evasions && this.url.isEmpty();
	}

	boolean misses() {
		return this.misses;
	}

	Path thresholds() {
		return this.thresholds;
	}

	@Nullable Path json() {
		return this.json;
	}

	@Nullable Path junit() {
		return this.junit;
	}

}
