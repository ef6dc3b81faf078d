package dev.agentservice.guard.redact;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.RedactionAction;
import dev.agentservice.guard.redact.finding.RedactionPolicy;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures what is found against annotated texts, names of persons included, and how many
 * characters are held back: JSON as an array of {@code text} and {@code spans} of
 * {@code type}, {@code start} and {@code end}.
 */
public final class RedactionEvaluation {

	private static final RedactionPolicy POLICY = RedactionPolicy.standard()
		.with(FindingType.PERSON, RedactionAction.REDACT);

	/** Characters, as a rule of thumb. */
	private static final int TOKEN = 4;

	private final Redactors redactors = Redactors.of(POLICY);

	private final List<Integer> held = new ArrayList<>();

	private final RedactionMeasure measure;

	private final PrintStream out;

	private int row;

	private RedactionEvaluation(boolean showsMisses, PrintStream out) {
		this.out = out;
		this.measure = new RedactionMeasure(POLICY, (what, where) -> {
			if (showsMisses) {
				out.printf(Locale.ROOT, "row %d: %s %s %d..%d%n", this.row, what, where.type(), where.start(),
						where.end());
			}
		});
	}

	/**
	 * Prints a table.
	 * @param arguments {@code --dataset FILE}, and {@code --misses} for the rows, never
	 * the texts, in which something went wrong
	 */
	public static void main(String... arguments) throws IOException {
		List<String> given = List.of(arguments);
		Path file = Path.of(given.get(given.indexOf("--dataset") + 1));
		RedactionEvaluation evaluation = new RedactionEvaluation(given.contains("--misses"), System.out);
		evaluation.measure(JsonMapper.shared().readTree(Files.readString(file)));
		evaluation.print();
		evaluation.printHeld();
	}

	private void measure(JsonNode rows) {
		for (JsonNode each : rows) {
			AnnotatedText text = AnnotatedText.of(each.get("text").asString(), each.path("spans"));
			this.measure.add(text);
			hold(text.text());
			this.row++;
		}
	}

	/**
	 * How many characters are held back, piece by piece, of a text in which nothing is
	 * found.
	 */
	private void hold(String text) {
		StreamRedactor stream = this.redactors.stream();
		List<Integer> lengths = new ArrayList<>();
		int in = 0;
		int out = 0;
		for (int start = 0; start < text.length(); start += TOKEN) {
			String piece = text.substring(start, Math.min(text.length(), start + TOKEN));
			in += piece.length();
			out += stream.accept(piece).length();
			lengths.add(in - out);
		}
		stream.finish();
		if (stream.redactions().isEmpty()) {
			this.held.addAll(lengths);
		}
	}

	private void print() {
		this.out.printf(Locale.ROOT, "%-14s %9s %9s %9s %9s%n", "type", "spans", "recall", "findings", "precision");
		this.measure.scores()
			.forEach((score) -> this.out.printf(Locale.ROOT, "%-14s %9d %9.3f %9d %9.3f%n", score.type().code(),
					score.expected(), score.recall(), score.found(), score.precision()));
	}

	private void printHeld() {
		this.held.sort(null);
		for (int percent : List.of(50, 99, 100)) {
			int characters = this.held.get(Math.min(this.held.size() - 1, this.held.size() * percent / 100));
			this.out.printf(Locale.ROOT, "held back, p%d: %d characters, %d ms at 50 tokens/s%n", percent, characters,
					20 * characters / TOKEN);
		}
	}

}
