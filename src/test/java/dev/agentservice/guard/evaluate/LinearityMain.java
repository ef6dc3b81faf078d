package dev.agentservice.guard.evaluate;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;

import dev.agentservice.guard.evaluate.Linearity.Growth;
import dev.agentservice.guard.inspection.InjectionGuard;
import dev.agentservice.guard.inspection.Origin;
import dev.agentservice.guard.normal.Normaliser;
import dev.agentservice.guard.redact.OwnValues;
import dev.agentservice.guard.redact.Redactors;
import dev.agentservice.guard.redact.StreamRedactor;
import dev.agentservice.guard.redact.finding.RedactionPolicy;
import dev.agentservice.guard.redact.leak.Instructions;
import dev.agentservice.support.json.HttpProperties;
import dev.agentservice.support.json.JsonFields;
import dev.agentservice.support.json.StrictJsonConverter;
import dev.agentservice.support.problem.ProblemException;

import org.springframework.http.MediaType;
import org.springframework.mock.http.MockHttpInputMessage;
import org.springframework.util.unit.DataSize;

/**
 * Doubles hostile texts for everything that looks at texts of strangers, and exits with 1
 * if for any of them the work grows faster than the text:
 * {@code scripts/guard-linearity}.
 */
final class LinearityMain {

	static final HttpProperties HTTP = new HttpProperties(DataSize.ofMegabytes(100), Duration.ofMinutes(10));

	private static final StrictJsonConverter<JsonFields> PARSER = new StrictJsonConverter<>(JsonFields.class, HTTP,
			LinearityMain::request);

	private static final int PIECE = 7;

	private static final Instructions INSTRUCTIONS = HostileTexts.instructions();

	private LinearityMain() {
	}

	/**
	 * Measures.
	 * @param args length of the shortest text, and how often it is doubled
	 */
	public static void main(String[] args) {
		PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
		int length = Integer.parseInt(args[0]);
		int doublings = Integer.parseInt(args[1]);
		List<LinearityCase> cases = new ArrayList<>();
		subjects().forEach((name, work) -> cases.add(new LinearityCase(name, work, HostileTexts.all(), 1)));
		cases.addAll(LinearityCases.all());
		int faster = 0;
		for (LinearityCase subject : cases) {
			int shortest = length / subject.shorter();
			warmUp(subject, shortest);
			faster += report(subject, Linearity.ofTime(shortest, doublings), "ms", 1_000_000, out);
			// What allocates in the square of the length shows in shorter texts, too.
			faster += report(subject, Linearity.ofAllocation(Math.max(1, shortest / 4), doublings), "KB", 1000, out);
		}
		out.println((faster == 0) ? "Nothing grows faster than its text." : faster + " grow faster than their text.");
		System.exit((faster == 0) ? 0 : 1);
	}

	private static int report(LinearityCase subject, Linearity linearity, String unit, int divisor, PrintWriter out) {
		int faster = 0;
		String steepest = "";
		Growth worst = new Growth(0, 0);
		for (Map.Entry<String, IntFunction<String>> family : subject.families().entrySet()) {
			Growth growth = linearity.measure(family.getValue(), subject.work());
			if (growth.perDoubling() > worst.perDoubling()) {
				worst = growth;
				steepest = family.getKey();
			}
			if (!growth.linear()) {
				faster++;
				out.printf(Locale.ROOT, "  %-18s x %.2f per doubling, %d %s: '%s'%n", subject.name(),
						growth.perDoubling(), growth.most() / divisor, unit, family.getKey());
			}
		}
		out.printf(Locale.ROOT, "%-20s %d families, steepest x %.2f per doubling (at most %.2f): '%s', %d %s%n",
				subject.name(), subject.families().size(), worst.perDoubling(), Linearity.MOST, steepest,
				worst.most() / divisor, unit);
		return faster;
	}

	/** So that the compiler is done before anything counts. */
	private static void warmUp(LinearityCase subject, int length) {
		subject.families().values().forEach((family) -> subject.work().accept(family.apply(length)));
	}

	private static Map<String, Consumer<String>> subjects() {
		InjectionGuard guard = new InjectionGuard(null, Duration.ofHours(1));
		Normaliser normaliser = new Normaliser((word) -> word.length() > 2);
		Redactors redactors = Redactors.of(RedactionPolicy.standard());
		Map<String, Consumer<String>> subjects = new LinkedHashMap<>();
		subjects.put("detector", (text) -> guard.inspect(text, Origin.TOOL_RESULT));
		subjects.put("normaliser", normaliser::views);
		subjects.put("redactor", redactors::redact);
		subjects.put("redactor, streamed", (text) -> stream(redactors.stream(), text));
		subjects.put("with instructions", (text) -> stream(redactors.stream(new OwnValues(), INSTRUCTIONS), text));
		subjects.put("request, as a text",
				(text) -> parse("{\"task\": \"" + text.replaceAll("[\\\\\"\n]", "\\\\n") + "\"}"));
		subjects.put("request, as JSON", LinearityMain::parse);
		subjects.put("request, as fields", (text) -> parse(
				"{\"" + text.replaceAll("[^a-z0-9]", "x").replaceAll(".{8}", "$0\": 1, \"") + "\": 1}"));
		return subjects;
	}

	private static void stream(StreamRedactor redactor, String text) {
		for (int at = 0; at < text.length(); at += PIECE) {
			redactor.accept(text.substring(at, Math.min(at + PIECE, text.length())));
		}
		redactor.finish();
	}

	private static JsonFields request(JsonFields fields) {
		fields.requiredText("task", Integer.MAX_VALUE);
		fields.finish();
		return fields;
	}

	private static void parse(String body) {
		parse(PARSER, JsonFields.class, body);
	}

	/** Reads a body as the service does. */
	static <T> void parse(StrictJsonConverter<T> converter, Class<T> type, String body) {
		MockHttpInputMessage message = new MockHttpInputMessage(body.getBytes(StandardCharsets.UTF_8));
		message.getHeaders().setContentType(MediaType.APPLICATION_JSON);
		try {
			converter.read(type, message);
		}
		catch (ProblemException _) {
			// To refuse it is an answer, too.
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
