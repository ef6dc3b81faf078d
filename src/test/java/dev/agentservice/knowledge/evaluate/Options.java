package dev.agentservice.knowledge.evaluate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is to be measured and where it is told: {@code scripts/knowledge-eval --help}.
 */
final class Options {

	private static final int SHORTEST = 32;

	private static final int LONGEST = 2000;

	private Path corpus;

	private Path thresholds;

	private @Nullable Path vectors;

	private @Nullable Path json;

	private @Nullable Path junit;

	private List<Integer> passageTokens = List.of(240);

	private boolean questions;

	private boolean makeVectors;

	private int size;

	private Options(Path eval) {
		this.corpus = eval.resolve("retrieval").resolve("own");
		this.thresholds = eval.resolve("thresholds.yaml");
	}

	/**
	 * Reads arguments.
	 * @param arguments the project's folder {@code eval}, then what the user typed
	 * @throws IllegalArgumentException saying what is wrong with them
	 */
	static Options parse(List<String> arguments) {
		Iterator<String> left = arguments.iterator();
		Options options = new Options(Path.of(left.next()));
		while (left.hasNext()) {
			String name = left.next();
			switch (name) {
				case "--questions" -> options.questions = true;
				case "--make-vectors" -> options.makeVectors = true;
				default -> {
					if (!name.startsWith("--") || !left.hasNext()) {
						throw new IllegalArgumentException(
								name.startsWith("--") ? name + " needs a value" : "Unknown argument " + name);
					}
					options.set(name, left.next());
				}
			}
		}
		return options;
	}

	private void set(String name, String value) {
		switch (name) {
			case "--corpus" -> this.corpus = existing(value);
			case "--thresholds" -> this.thresholds = existing(value);
			case "--vectors" -> this.vectors = Path.of(value);
			case "--json" -> this.json = Path.of(value);
			case "--junit" -> this.junit = Path.of(value);
			case "--passage-tokens" -> this.passageTokens = sizes(value);
			case "--size" -> this.size = number(name, value, 100, 100_000);
			default -> throw new IllegalArgumentException("Unknown argument " + name);
		}
	}

	private static Path existing(String file) {
		if (!Files.isReadable(Path.of(file))) {
			throw new IllegalArgumentException(file + " cannot be read");
		}
		return Path.of(file);
	}

	private static List<Integer> sizes(String value) {
		List<Integer> sizes = new ArrayList<>();
		for (String one : value.split(",", -1)) {
			sizes.add(number("--passage-tokens", one.strip(), SHORTEST, LONGEST));
		}
		return sizes;
	}

	private static int number(String name, String value, int least, int most) {
		if (value.matches("[0-9]{1,6}") && Integer.parseInt(value) >= least && Integer.parseInt(value) <= most) {
			return Integer.parseInt(value);
		}
		throw new IllegalArgumentException(name + " needs numbers from " + least + " to " + most);
	}

	Path corpus() {
		return this.corpus;
	}

	Path thresholds() {
		return this.thresholds;
	}

	/** Where the vectors of the corpus are. */
	Path vectors() {
		return (this.vectors != null) ? this.vectors : this.corpus.resolve("vectors.bin");
	}

	@Nullable Path json() {
		return this.json;
	}

	@Nullable Path junit() {
		return this.junit;
	}

	/** The longest passages: a measurement for each. */
	List<Integer> passageTokens() {
		return this.passageTokens;
	}

	/** Whether each question is told. */
	boolean questions() {
		return this.questions;
	}

	/** Whether vectors are made. */
	boolean makeVectors() {
		return this.makeVectors;
	}

	/** So many generated passages are searched instead; 0 if none are. */
	int size() {
		return this.size;
	}

}
