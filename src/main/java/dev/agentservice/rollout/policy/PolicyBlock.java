package dev.agentservice.rollout.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A block of {@code key: value} lines, read strictly: each key once, and none that nobody
 * asked for. It works on YAML's nodes, which know their lines and make no objects.
 */
final class PolicyBlock {

	private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,12})?(e-?[0-9]{1,2})?");

	private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(s|m|h)");

	private final String path;

	private final int line;

	private final Map<String, Node> values = new LinkedHashMap<>();

	/** An empty block: of each value the default counts. */
	PolicyBlock(String path) {
		this.path = path;
		this.line = 0;
	}

	PolicyBlock(String path, Node node) {
		this.path = path;
		this.line = lineOf(node);
		if (!(node instanceof MappingNode mapping)) {
			throw wrong(node, path, "must be a block of 'key: value' lines");
		}
		for (NodeTuple entry : mapping.getValue()) {
			String key = scalar(entry.getKeyNode(), path);
			if (this.values.put(key, entry.getValueNode()) != null) {
				throw wrong(entry.getKeyNode(), place(key), "stands here a second time");
			}
		}
	}

	/** Reads the block, then refuses the keys that were not read. */
	<T> T read(Function<PolicyBlock, T> reader) {
		T result = reader.apply(this);
		this.values.forEach((key, node) -> {
			throw wrong(node, place(key), "is no known key");
		});
		return result;
	}

	/** The block below a key, or an empty one. */
	<T> T block(String key, Function<PolicyBlock, T> reader) {
		Node node = this.values.remove(key);
		return ((node != null) ? new PolicyBlock(place(key), node) : new PolicyBlock(place(key))).read(reader);
	}

	/** The blocks of a list, or nothing if the key is not there. */
	<T> @Nullable List<T> blocks(String key, Function<PolicyBlock, T> reader) {
		return list(key, (path, node) -> new PolicyBlock(path, node).read(reader));
	}

	/** The texts of a list, or nothing if the key is not there. */
	@Nullable List<String> texts(String key) {
		return list(key, (path, node) -> scalar(node, path));
	}

	private <T> @Nullable List<T> list(String key, Entry<T> reader) {
		Node node = this.values.remove(key);
		if (node == null) {
			return null;
		}
		if (!(node instanceof SequenceNode sequence)) {
			throw wrong(node, place(key), "must be a list");
		}
		List<T> entries = new ArrayList<>();
		for (Node entry : sequence.getValue()) {
			entries.add(reader.read(String.format(Locale.ROOT, "%s[%d]", place(key), entries.size()), entry));
		}
		return entries;
	}

	/** A number within bounds, both included. */
	double number(String key, double standard, double least, double most) {
		return value(key, standard, (text) -> {
			double number = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
			if (!(number >= least && number <= most)) {
				throw new IllegalArgumentException(
						String.format(Locale.ROOT, "%s is no number from %s to %s", text, plain(least), plain(most)));
			}
			return number;
		});
	}

	/** A whole number within bounds, both included. */
	int count(String key, int standard, int least, int most) {
		double number = number(key, standard, least, most);
		if (number != Math.rint(number)) {
			throw wrong(place(key), "must be a whole number");
		}
		return (int) number;
	}

	/** A time of at least a second, such as {@code 30m}. */
	Duration duration(String key, Duration standard, Duration most) {
		return value(key, standard, (text) -> {
			Matcher matcher = DURATION.matcher(text);
			Duration duration = matcher.matches() ? Duration.parse("PT" + matcher.group(1) + matcher.group(2))
					: Duration.ZERO;
			if (duration.isZero() || duration.compareTo(most) > 0) {
				throw new IllegalArgumentException(
						text + " is no time such as 90s, 30m or 2h, or more than " + most.toHours() + " h");
			}
			return duration;
		});
	}

	/** Yes or no, in YAML's words. */
	boolean flag(String key, boolean standard) {
		return choice(key, standard, Map.of("true", true, "false", false));
	}

	/** One of a few words. */
	<T> T choice(String key, T standard, Map<String, T> choices) {
		return value(key, standard, (text) -> {
			T choice = choices.get(text);
			if (choice == null) {
				throw new IllegalArgumentException(String.format(Locale.ROOT, "%s is none of %s", text,
						String.join(", ", choices.keySet().stream().sorted().toList())));
			}
			return choice;
		});
	}

	/** Whether a key is there that was not read yet. */
	boolean has(String key) {
		return this.values.containsKey(key);
	}

	/** Checks something of several values. */
	void require(boolean condition, String complaint) {
		if (!condition) {
			throw wrong(this.path.isEmpty() ? "the policy" : this.path, complaint);
		}
	}

	private <T> T value(String key, T standard, Function<String, T> parser) {
		Node node = this.values.remove(key);
		if (node == null) {
			return standard;
		}
		try {
			return parser.apply(scalar(node, place(key)));
		}
		catch (IllegalArgumentException ex) {
			throw wrong(node, place(key), String.valueOf(ex.getMessage()));
		}
	}

	private String place(String key) {
		return this.path.isEmpty() ? key : this.path + "." + key;
	}

	private static String scalar(Node node, String path) {
		if (node instanceof ScalarNode scalar) {
			return scalar.getValue();
		}
		throw wrong(node, path, "must be a single value");
	}

	private static String plain(double number) {
		return (number == Math.rint(number)) ? Long.toString((long) number) : Double.toString(number);
	}

	private InvalidPolicyException wrong(String place, String complaint) {
		return new InvalidPolicyException(
				((this.line > 0) ? "line " + this.line + ": " : "") + place + ": " + complaint);
	}

	private static InvalidPolicyException wrong(Node node, String place, String complaint) {
		return new InvalidPolicyException(
				"line " + lineOf(node) + ": " + (place.isEmpty() ? "the policy" : place) + ": " + complaint);
	}

	private static int lineOf(Node node) {
		return node.getStartMark().getLine() + 1;
	}

	private interface Entry<T> {

		T read(String path, Node node);

	}

}
