package dev.agentservice.guard.evaluate;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;

import dev.agentservice.guard.InjectionGuard;
import dev.agentservice.guard.Origin;
import dev.agentservice.guard.evaluate.Linearity.Growth;
import dev.agentservice.guard.normal.Normaliser;
import dev.agentservice.guard.redact.OwnValues;
import dev.agentservice.guard.redact.Redactors;
import dev.agentservice.guard.redact.StreamRedactor;
import dev.agentservice.guard.redact.finding.RedactionPolicy;
import dev.agentservice.guard.redact.leak.Instructions;
import dev.agentservice.support.HttpProperties;
import dev.agentservice.support.JsonFields;
import dev.agentservice.support.ProblemException;
import dev.agentservice.support.StrictJsonConverter;

import org.springframework.http.MediaType;
import org.springframework.mock.http.MockHttpInputMessage;
import org.springframework.util.unit.DataSize;

/**
 * Doubles hostile texts for everything that looks at texts of strangers, and exits with 1
 * if for any of them the work grows faster than the text:
 * {@code scripts/guard-linearity}.
 */
final class LinearityMain {

	private static final StrictJsonConverter<JsonFields> PARSER = new StrictJsonConverter<>(JsonFields.class,
			new HttpProperties(DataSize.ofMegabytes(100), Duration.ofMinutes(10)), LinearityMain::request);

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
		Linearity linearity = Linearity.ofTime(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
		int faster = 0;
		for (Map.Entry<String, Consumer<String>> subject : subjects().entrySet()) {
			faster += report(subject.getKey(), subject.getValue(), linearity, out);
		}
		out.println((faster == 0) ? "Nothing grows faster than its text." : faster + " grow faster than their text.");
		System.exit((faster == 0) ? 0 : 1);
	}

	private static int report(String name, Consumer<String> work, Linearity linearity, PrintWriter out) {
		warmUp(work, linearity);
		int faster = 0;
		String steepest = "";
		Growth worst = new Growth(0, 0);
		for (Map.Entry<String, IntFunction<String>> family : HostileTexts.all().entrySet()) {
			Growth growth = linearity.measure(family.getValue(), work);
			if (growth.perDoubling() > worst.perDoubling()) {
				worst = growth;
				steepest = family.getKey();
			}
			if (!growth.linear()) {
				faster++;
				out.printf(Locale.ROOT, "  %-18s x %.2f per doubling, %d ms: '%s'%n", name, growth.perDoubling(),
						growth.most() / 1_000_000, family.getKey());
			}
		}
		out.printf(Locale.ROOT, "%-20s %d families, steepest x %.2f per doubling (at most %.2f): '%s', %d ms%n", name,
				HostileTexts.all().size(), worst.perDoubling(), Linearity.MOST, steepest, worst.most() / 1_000_000);
		return faster;
	}

	/** So that the compiler is done before anything counts. */
	private static void warmUp(Consumer<String> work, Linearity linearity) {
		HostileTexts.all().values().forEach((family) -> work.accept(family.apply(linearity.shortest())));
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
		MockHttpInputMessage message = new MockHttpInputMessage(body.getBytes(StandardCharsets.UTF_8));
		message.getHeaders().setContentType(MediaType.APPLICATION_JSON);
		try {
			PARSER.read(JsonFields.class, message);
		}
		catch (ProblemException _) {
			// To refuse it is an answer, too.
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
