package dev.agentservice.guard.redact;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures what is found against annotated texts: JSON as an array of {@code text} and
 * {@code spans} of {@code type}, {@code start} and {@code end}. A span counts as found if
 * it is taken out as a whole, a finding as right if it touches a span of its type.
 */
public final class RedactionEvaluation {

	/** What presidio-research calls the types. */
	private static final Map<String, FindingType> TYPES = Map.of("EMAIL_ADDRESS", FindingType.EMAIL, "PHONE_NUMBER",
			FindingType.PHONE, "CREDIT_CARD", FindingType.PAYMENT_CARD, "IBAN_CODE", FindingType.IBAN, "IP_ADDRESS",
			FindingType.IP_ADDRESS, "US_SSN", FindingType.NATIONAL_ID, "PERSON", FindingType.PERSON);

	/** Characters, as a rule of thumb. */
	private static final int TOKEN = 4;

	private final Map<FindingType, Score> scores = new EnumMap<>(FindingType.class);

	private final Redactors redactors = Redactors
		.of(RedactionPolicy.standard().with(FindingType.PERSON, RedactionAction.REDACT));

	private final List<Integer> held = new ArrayList<>();

	private final boolean showsMisses;

	private final PrintStream out;

	private RedactionEvaluation(boolean showsMisses, PrintStream out) {
		this.showsMisses = showsMisses;
		this.out = out;
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
		int number = 0;
		for (JsonNode row : rows) {
			String text = row.get("text").asString();
			measure(text, spans(row), number++);
			hold(text);
		}
	}

	private void measure(String text, List<Span> expected, int row) {
		List<Span> found = found(text);
		for (Span span : expected) {
			boolean hit = found.stream().anyMatch((f) -> f.type() == span.type() && covers(f, span));
			score(span.type()).expected(hit);
			miss(hit, "missed", span, row);
		}
		for (Span span : found) {
			boolean hit = expected.stream().anyMatch((e) -> e.type() == span.type() && touches(e, span));
			score(span.type()).found(hit);
			miss(hit, "false", span, row);
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

	private void miss(boolean hit, String what, Span span, int row) {
		if (!hit && this.showsMisses) {
			this.out.printf(Locale.ROOT, "row %d: %s %s %d..%d%n", row, what, span.type(), span.start(), span.end());
		}
	}

	/** Findings are told in order, so each is the next of its text. */
	private List<Span> found(String text) {
		List<Span> found = new ArrayList<>();
		this.redactors.find(text, (type, value) -> {
			int start = text.indexOf(value, found.isEmpty() ? 0 : found.getLast().end());
			if (start >= 0) {
				add(found, new Span(type, start, start + value.length()));
			}
		});
		return found;
	}

	/** The words of a name are found one by one. */
	private static void add(List<Span> found, Span span) {
		boolean continues = span.type() == FindingType.PERSON && !found.isEmpty()
				&& found.getLast().type() == FindingType.PERSON && found.getLast().end() + 1 == span.start();
		found.add(continues ? new Span(span.type(), found.removeLast().start(), span.end()) : span);
	}

	private static List<Span> spans(JsonNode row) {
		List<Span> spans = new ArrayList<>();
		for (JsonNode span : row.path("spans")) {
			FindingType type = TYPES.get(span.get("type").asString());
			if (type != null) {
				spans.add(new Span(type, span.get("start").asInt(), span.get("end").asInt()));
			}
		}
		return spans;
	}

	private static boolean covers(Span outer, Span inner) {
		return outer.start() <= inner.start() && outer.end() >= inner.end();
	}

	private static boolean touches(Span one, Span other) {
		return one.start() < other.end() && other.start() < one.end();
	}

	private Score score(FindingType type) {
		return this.scores.computeIfAbsent(type, (_) -> new Score());
	}

	private void print() {
		this.out.printf(Locale.ROOT, "%-14s %9s %9s %9s %9s%n", "type", "spans", "recall", "findings", "precision");
		this.scores.forEach((type, score) -> this.out.printf(Locale.ROOT, "%-14s %9d %9s %9d %9s%n", type.code(),
				score.expected, ratio(score.hits, score.expected), score.found, ratio(score.right, score.found)));
	}

	private void printHeld() {
		this.held.sort(null);
		for (int percent : List.of(50, 99, 100)) {
			int characters = this.held.get(Math.min(this.held.size() - 1, this.held.size() * percent / 100));
			this.out.printf(Locale.ROOT, "held back, p%d: %d characters, %d ms at 50 tokens/s%n", percent, characters,
					20 * characters / TOKEN);
		}
	}

	private static String ratio(int part, int whole) {
		return (whole == 0) ? "-" : String.format(Locale.ROOT, "%.3f", (double) part / whole);
	}

	private static final class Score {

		private int expected;

		private int hits;

		private int found;

		private int right;

		void expected(boolean hit) {
			this.expected++;
			this.hits += hit ? 1 : 0;
		}

		void found(boolean hit) {
			this.found++;
			this.right += hit ? 1 : 0;
		}

	}

}
