package dev.agentservice.agent.definition;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A block of {@code key: value} lines of an agent's file, read strictly: no unknown keys,
 * none twice, no value of the wrong kind. It works on YAML's nodes, not on Java values
 * made of them, because nodes know their lines and cannot make objects.
 */
class FrontMatter {

	private final String file;

	/** Lines of the file before the YAML begins. */
	private final int offset;

	private final int line;

	private final Map<String, Node> values = new LinkedHashMap<>();

	private FrontMatter(String file, int offset, Node node, String what, String... known) {
		this.file = file;
		this.offset = offset;
		this.line = lineOf(node);
		if (!(node instanceof MappingNode mapping)) {
			throw wrong(node, what + " must be a block of 'key: value' lines");
		}
		for (NodeTuple entry : mapping.getValue()) {
			add(entry, List.of(known));
		}
	}

	/** A block that says nothing. */
	private FrontMatter(FrontMatter parent) {
		this.file = parent.file;
		this.offset = parent.offset;
		this.line = parent.line;
	}

	/**
	 * Reads YAML.
	 * @param file the file's name, for complaints
	 * @param offset lines of the file before the YAML
	 * @param yaml the text
	 * @param known the keys there are
	 * @throws AgentFileException if it is not YAML or not strictly what is expected
	 */
	static FrontMatter read(String file, int offset, String yaml, String... known) {
		try {
			LoaderOptions options = new LoaderOptions();
			options.setMaxAliasesForCollections(0);
			options.setNestingDepthLimit(10);
			Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(yaml));
			if (root == null) {
				throw new AgentFileException(file, offset, "the front matter is empty");
			}
			return new FrontMatter(file, offset, root, "the front matter", known);
		}
		catch (MarkedYAMLException ex) {
			Mark mark = ex.getProblemMark();
			throw new AgentFileException(file, offset + ((mark != null) ? mark.getLine() + 1 : 0),
					"this is not YAML: " + ex.getProblem());
		}
		catch (YAMLException ex) {
			throw new AgentFileException(file, offset, "this is not YAML: " + firstLine(ex));
		}
	}

	private static String firstLine(YAMLException ex) {
		return String.valueOf(ex.getMessage()).lines().findFirst().orElse("");
	}

	private void add(NodeTuple entry, List<String> known) {
		String key = text(entry.getKeyNode(), "a key");
		if (!known.contains(key)) {
			throw wrong(entry.getKeyNode(), "unknown key '" + key + "', " + Spelling.hint(key, known));
		}
		if (this.values.putIfAbsent(key, entry.getValueNode()) != null) {
			throw wrong(entry.getKeyNode(), "the key '" + key + "' stands here a second time");
		}
	}

	/** The block below a key, or an empty one. */
	Optional<FrontMatter> section(String key, String... known) {
		return Optional.ofNullable(this.values.get(key))
			.map((node) -> new FrontMatter(this.file, this.offset, node, "'" + key + "'", known));
	}

	/** The block below a key, or one that says nothing. */
	FrontMatter sectionOrNone(String key, String... known) {
		return section(key, known).orElseGet(() -> new FrontMatter(this));
	}

	/** A text, for example a name. */
	Optional<String> text(String key) {
		return value(key, Function.identity());
	}

	/**
	 * A value that is written as a text.
	 * @param key the key
	 * @param parser reads the text; its {@link IllegalArgumentException} says what is
	 * wrong
	 */
	<T> Optional<T> value(String key, Function<String, T> parser) {
		return Optional.ofNullable(this.values.get(key)).map((node) -> parse(node, "'" + key + "'", parser));
	}

	/**
	 * One of a few words, some of which YAML would take for something else, such as
	 * {@code off}.
	 * @param key the key
	 * @param parser reads the word; its {@link IllegalArgumentException} says what is
	 * wrong
	 */
	<T> Optional<T> word(String key, Function<String, T> parser) {
		Node node = this.values.get(key);
		if (node instanceof ScalarNode scalar && Tag.BOOL.equals(node.getTag())) {
			node = new ScalarNode(Tag.STR, scalar.getValue(), scalar.getStartMark(), scalar.getEndMark(),
					scalar.getScalarStyle());
		}
		return Optional.ofNullable(node).map((found) -> parse(found, "'" + key + "'", parser));
	}

	/** A list of values, each written as a text. */
	<T> List<T> list(String key, Function<String, T> parser) {
		Node node = this.values.get(key);
		if (node == null) {
			return List.of();
		}
		if (!(node instanceof SequenceNode sequence)) {
			throw wrong(node, "'" + key + "' must be a list, for example [a, b]");
		}
		List<T> list = new ArrayList<>();
		sequence.getValue().forEach((item) -> list.add(parse(item, "each item of '" + key + "'", parser)));
		return list;
	}

	/**
	 * A list of words, some of which may have a value: {@code [a, {b: c}]}.
	 * @param parser reads a word and its value, which is empty if it has none; its
	 * {@link IllegalArgumentException} says what is wrong
	 */
	<T> List<T> entries(String key, BiFunction<String, String, T> parser) {
		Node node = this.values.get(key);
		if (node instanceof SequenceNode sequence) {
			return sequence.getValue()
				.stream()
				.map((item) -> entry(item, "each item of '" + key + "'", parser))
				.toList();
		}
		return list(key, (text) -> parser.apply(text, ""));
	}

	private <T> T entry(Node item, String what, BiFunction<String, String, T> parser) {
		if (!(item instanceof MappingNode mapping)) {
			return parse(item, what, (text) -> parser.apply(text, ""));
		}
		if (mapping.getValue().size() != 1) {
			throw wrong(item, what + " must be a word, or one word with its value");
		}
		NodeTuple pair = mapping.getValue().getFirst();
		String word = text(pair.getKeyNode(), what);
		return parse(pair.getValueNode(), what, (value) -> parser.apply(word, value));
	}

	/** One value, or a list of them. */
	<T> List<T> values(String key, Function<String, T> parser) {
		return (this.values.get(key) instanceof ScalarNode) ? value(key, parser).stream().toList() : list(key, parser);
	}

	private <T> T parse(Node node, String what, Function<String, T> parser) {
		try {
			return parser.apply(text(node, what));
		}
		catch (IllegalArgumentException ex) {
			throw wrong(node, what + ": " + ex.getMessage());
		}
	}

	private String text(Node node, String what) {
		if (!(node instanceof ScalarNode scalar) || Tag.NULL.equals(node.getTag())) {
			throw wrong(node, what + " must be a single value");
		}
		if (!Arrays.asList(Tag.STR, Tag.INT, Tag.FLOAT).contains(node.getTag())) {
			throw wrong(node, what + " must be a text or a number; put it into quotes if it is a text");
		}
		return scalar.getValue();
	}

	/** A complaint about a key that is there, or about the block if it is missing. */
	AgentFileException wrong(String key, String reason) {
		Node node = this.values.get(key);
		return (node != null) ? wrong(node, reason) : new AgentFileException(this.file, this.line, reason);
	}

	private AgentFileException wrong(Node node, String reason) {
		return new AgentFileException(this.file, lineOf(node), reason);
	}

	boolean has(String key) {
		return this.values.containsKey(key);
	}

	private int lineOf(@Nullable Node node) {
		return this.offset + ((node != null) ? node.getStartMark().getLine() + 1 : 0);
	}

}
