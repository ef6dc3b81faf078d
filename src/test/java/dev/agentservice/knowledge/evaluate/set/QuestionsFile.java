package dev.agentservice.knowledge.evaluate.set;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * {@code questions.yaml}: {@code documents} (a folder, from the file's own), {@code only}
 * (which files of it, all without), {@code language} of the documents, and {@code
 * questions}, each with {@code id}, {@code language}, {@code ask} and {@code answers}.
 */
final class QuestionsFile {

	private final Path file;

	private QuestionsFile(Path file) {
		this.file = file;
	}

	static Corpus read(Path file) {
		return new QuestionsFile(file).read();
	}

	private Corpus read() {
		Map<String, Node> top = fields(compose(), Set.of("documents", "only", "language", "questions"));
		Path here = Objects.requireNonNull(this.file.toAbsolutePath().normalize().getParent());
		Node where = node(top, "documents", null);
		Path folder = here.resolve(text(where)).normalize();
		if (!Files.isDirectory(folder)) {
			throw wrong(where, folder + " is no folder: 'documents' names one, from the folder of this file");
		}
		Node only = top.get("only");
		List<CorpusDocument> documents = CorpusReader.documents(folder, (only != null) ? text(only) : "**");
		Set<String> targets = Headings.targets(documents);
		Set<String> ids = new HashSet<>();
		List<Question> questions = new ArrayList<>();
		for (Node node : list(node(top, "questions", null))) {
			questions.add(question(node, ids, targets));
		}
		if (questions.isEmpty()) {
			throw new InvalidCorpusException(this.file, "has no questions");
		}
		return new Corpus(String.valueOf(here.getFileName()), text(node(top, "language", null)), true, documents,
				questions);
	}

	private Question question(Node node, Set<String> ids, Set<String> targets) {
		Map<String, Node> fields = fields(node, Set.of("id", "language", "ask", "answers"));
		String id = text(node(fields, "id", node));
		if (!ids.add(id)) {
			throw wrong(node, "the id '" + id + "' is there twice");
		}
		Map<String, Integer> judgements = new LinkedHashMap<>();
		for (Node answer : list(node(fields, "answers", node))) {
			String target = text(answer);
			if (!targets.contains(target)) {
				throw wrong(answer, "'" + target + "' of question '" + id
						+ "' is no document and no 'document > heading' any more: name what answers it now");
			}
			judgements.put(target, 1);
		}
		if (judgements.isEmpty()) {
			throw wrong(node, "question '" + id + "' has no answers");
		}
		return new Question(id, text(node(fields, "language", node)), text(node(fields, "ask", node)), judgements);
	}

	private Node compose() {
		try {
			Node node = new Yaml(new SafeConstructor(new LoaderOptions()))
				.compose(new StringReader(CorpusReader.text(this.file)));
			if (node == null) {
				throw new InvalidCorpusException(this.file, "is empty");
			}
			return node;
		}
		catch (MarkedYAMLException ex) {
			throw new InvalidCorpusException(this.file, ex.getProblemMark().getLine() + 1, ex.getProblem(), ex);
		}
		catch (YAMLException ex) {
			throw new InvalidCorpusException(this.file, 1, String.valueOf(ex.getMessage()), ex);
		}
	}

	private Map<String, Node> fields(Node node, Set<String> known) {
		if (!(node instanceof MappingNode mapping)) {
			throw wrong(node, "has to have the fields " + known.stream().sorted().toList());
		}
		Map<String, Node> fields = new LinkedHashMap<>();
		for (NodeTuple tuple : mapping.getValue()) {
			String name = text(tuple.getKeyNode());
			if (!known.contains(name) || fields.put(name, tuple.getValueNode()) != null) {
				throw wrong(tuple.getKeyNode(),
						"'" + name + "' is unknown or there twice; known are " + known.stream().sorted().toList());
			}
		}
		return fields;
	}

	private Node node(Map<String, Node> fields, String name, @Nullable Node within) {
		Node node = fields.get(name);
		if (node == null) {
			throw (within != null) ? wrong(within, "'" + name + "' is missing")
					: new InvalidCorpusException(this.file, "'" + name + "' is missing");
		}
		return node;
	}

	private List<Node> list(Node node) {
		if (node instanceof SequenceNode sequence) {
			return sequence.getValue();
		}
		throw wrong(node, "has to be a list");
	}

	private String text(Node node) {
		if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
			return scalar.getValue().strip();
		}
		throw wrong(node, "has to be a text");
	}

	private InvalidCorpusException wrong(Node node, String reason) {
		return new InvalidCorpusException(this.file, node.getStartMark().getLine() + 1L, reason);
	}

}
