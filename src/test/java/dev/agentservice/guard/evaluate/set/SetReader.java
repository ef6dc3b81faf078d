package dev.agentservice.guard.evaluate.set;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import dev.agentservice.guard.evaluate.set.Case.Turn;
import dev.agentservice.guard.inspection.Origin;
import dev.agentservice.guard.redact.AnnotatedText;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads sets: a JSON array, JSON lines, or all such files of a directory. A row is one of
 * <ul>
 * <li>the project's own, with {@code id}, {@code family}, {@code direction},
 * {@code expected} and {@code text} or {@code turns};</li>
 * <li>{@code text} (or {@code prompt}) and {@code label}, where 1 is an attack;</li>
 * <li>{@code text} and {@code spans}, for redaction.</li>
 * </ul>
 * A labelled row without an {@code id} is named by its file and its number from 0, such
 * as {@code mails.json#7}: a number alone is in each file of a directory.
 */
public final class SetReader {

	private final String name;

	private final Origin direction;

	private final List<Case> cases = new ArrayList<>();

	private final List<AnnotatedText> annotated = new ArrayList<>();

	/** Where each id was read first. */
	private final Map<String, String> places = new HashMap<>();

	private final Path root;

	private SetReader(Path root, String name, Origin direction) {
		this.root = root;
		this.name = name;
		this.direction = direction;
	}

	/**
	 * Reads a set.
	 * @param path a file or a directory
	 * @param direction where texts come from whose rows do not say so
	 * @throws InvalidSetException naming the file, the row and what is wrong
	 */
	public static EvaluationSet read(Path path, Origin direction) {
		String file = path.toAbsolutePath().normalize().getFileName().toString();
		SetReader reader = new SetReader(path, file.replaceFirst("\\.jsonl?$", ""), direction);
		List<Path> files = files(path);
		files.forEach(reader::file);
		if (reader.cases.isEmpty() && reader.annotated.isEmpty()) {
			throw new InvalidSetException(path + ": there is no row in it");
		}
		return new EvaluationSet(reader.name, reader.cases, reader.annotated);
	}

	private static List<Path> files(Path path) {
		if (!Files.isDirectory(path)) {
			return List.of(path);
		}
		try (Stream<Path> files = Files.walk(path)) {
			return files.filter((file) -> file.toString().matches(".*\\.jsonl?")).sorted().toList();
		}
		catch (IOException ex) {
			throw new InvalidSetException(path + ": " + ex.getMessage());
		}
	}

	private void file(Path file) {
		int number = 0;
		for (JsonNode row : rows(file)) {
			try {
				row(row, place(file, number));
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidSetException("%s, row %d: %s".formatted(file, number, ex.getMessage()));
			}
			number++;
		}
	}

	/** Below the set's directory two files may have the same name. */
	private String place(Path file, int number) {
		Path relative = Files.isDirectory(this.root) ? this.root.relativize(file) : file.getFileName();
		return relative + "#" + number;
	}

	/** What is wrong with the JSON is not repeated: it may be a part of a text. */
	private static List<JsonNode> rows(Path file) {
		try {
			String content = Files.readString(file);
			if (!file.toString().endsWith(".jsonl")) {
				JsonNode array = JsonMapper.shared().readTree(content);
				if (!array.isArray()) {
					throw new InvalidSetException(file + ": not an array of rows");
				}
				return array.valueStream().toList();
			}
			return content.lines()
				.filter((line) -> !line.isBlank())
				.map((line) -> JsonMapper.shared().readTree(line))
				.toList();
		}
		catch (JacksonException ex) {
			throw new InvalidSetException(file + ": not JSON, line " + ex.getLocation().getLineNr());
		}
		catch (IOException ex) {
			throw new InvalidSetException(file + ": cannot be read");
		}
	}

	private void row(JsonNode row, String place) {
		if (row.has("expected")) {
			add(own(row), place);
		}
		else if (row.has("label")) {
			String text = text(row, row.has("text") ? "text" : "prompt");
			String id = row.has("id") ? text(row, "id") : place;
			add(new Case(this.name, id, this.name, attack(row.path("label")), this.direction, List.of(Turn.of(text))),
					place);
		}
		else if (row.has("spans")) {
			this.annotated.add(AnnotatedText.of(text(row, "text"), row.path("spans")));
		}
		else {
			throw new IllegalArgumentException("neither 'expected' nor 'label' nor 'spans'");
		}
	}

	private void add(Case read, String place) {
		String first = this.places.putIfAbsent(read.id(), place);
		if (first != null) {
			throw new IllegalArgumentException(
					"the id " + read.id() + " is there twice, in " + first + " and in " + place);
		}
		this.cases.add(read);
	}

	private Case own(JsonNode row) {
		boolean attack = switch (text(row, "expected")) {
			case "block" -> true;
			case "pass" -> false;
			default -> throw new IllegalArgumentException("'expected' is neither block nor pass");
		};
		return new Case(this.name, text(row, "id"), text(row, "family"), attack, origin(text(row, "direction")),
				turns(row));
	}

	private static List<Turn> turns(JsonNode row) {
		if (!row.has("turns")) {
			return List.of(Template.turn("user", text(row, "text")));
		}
		List<Turn> turns = row.path("turns")
			.valueStream()
			.map((turn) -> Template.turn(text(turn, "role"), text(turn, "text")))
			.toList();
		if (turns.isEmpty() || !turns.getLast().role().equals("user")) {
			throw new IllegalArgumentException("the last of the 'turns' is not the user's");
		}
		return turns;
	}

	private static Origin origin(String direction) {
		return switch (direction.toLowerCase(Locale.ROOT)) {
			case "task" -> Origin.TASK;
			case "history" -> Origin.HISTORY;
			case "tool_result" -> Origin.TOOL_RESULT;
			case "passage" -> Origin.PASSAGE;
			default -> throw new IllegalArgumentException("'direction' is none of task, history, tool_result, passage");
		};
	}

	private static boolean attack(JsonNode label) {
		return switch (label.asString("")) {
			case "1", "true" -> true;
			case "0", "false" -> false;
			default -> throw new IllegalArgumentException("'label' is neither 1 nor 0");
		};
	}

	private static String text(JsonNode row, String field) {
		String text = row.path(field).asString("");
		if (text.isEmpty()) {
			throw new IllegalArgumentException("no '" + field + "'");
		}
		return text;
	}

}
