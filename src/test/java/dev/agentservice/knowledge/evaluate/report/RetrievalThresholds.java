package dev.agentservice.knowledge.evaluate.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

import dev.agentservice.guard.evaluate.report.Check;
import dev.agentservice.knowledge.evaluate.measure.Answered;
import dev.agentservice.knowledge.evaluate.measure.Measured;
import dev.agentservice.knowledge.evaluate.measure.Mode;
import dev.agentservice.knowledge.evaluate.measure.Scores;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * What is good enough: the section {@code retrieval} of {@code eval/thresholds.yaml},
 * which says what each number means.
 *
 * @param limits the limits that are not figures of a corpus
 * @param stored what was measured last: by corpus, language, mode and figure
 */
public record RetrievalThresholds(Limits limits, Map<?, ?> stored) {

	private static final Set<String> FIELDS = Set.of("hybrid_behind", "fall", "quarantine", "missing_vectors",
			"measured");

	private static final Map<String, ToDoubleFunction<Scores>> FIGURES = Map.of("ndcg", Scores::ndcg, "recall",
			Scores::recall, "mrr", Scores::reciprocalRank);

	/**
	 * Reads a file.
	 * @throws IllegalArgumentException naming what is wrong in it
	 */
	public static RetrievalThresholds read(Path file) {
		try {
			Object yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
			return of((yaml instanceof Map<?, ?> sections) ? sections.get("retrieval") : null);
		}
		catch (IOException ex) {
			throw new IllegalArgumentException(file + " cannot be read", ex);
		}
		catch (YAMLException | IllegalArgumentException ex) {
			throw new IllegalArgumentException(file + ": " + ex.getMessage(), ex);
		}
	}

	private static RetrievalThresholds of(@Nullable Object section) {
		if (!(section instanceof Map<?, ?> fields) || !fields.keySet().equals(FIELDS)
				|| !(fields.get("measured") instanceof Map<?, ?> stored)) {
			throw new IllegalArgumentException(
					"has to have a section 'retrieval' with " + FIELDS.stream().sorted().toList());
		}
		return new RetrievalThresholds(new Limits(part(fields.get("hybrid_behind"), "hybrid_behind"),
				part(fields.get("fall"), "fall"), part(fields.get("quarantine"), "quarantine"),
				part(fields.get("missing_vectors"), "missing_vectors")), stored);
	}

	private static double part(@Nullable Object value, String name) {
		if (value instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() <= 1) {
			return number.doubleValue();
		}
		throw new IllegalArgumentException("'" + name + "' has to be a number from 0 to 1");
	}

	/**
	 * Holds figures against the thresholds.
	 * @throws IllegalArgumentException if what is stored of the corpus is no figure
	 */
	public List<Check> check(Measured measured) {
		List<Check> checks = new ArrayList<>();
		checks.add(new Check("false alarms of the quarantine in " + measured.corpus(), measured.alarmRate(),
				this.limits.quarantine(), true));
		if (measured.hasVectors()) {
			checks.add(new Check("passages and questions without a vector in " + measured.corpus(),
					measured.unembeddedRate(), this.limits.missingVectors(), true));
			measured.byLanguage().forEach((language, answered) -> checks.add(hybrid(measured, language, answered)));
		}
		if (this.stored.get(measured.corpus()) instanceof Map<?, ?> languages) {
			languages.forEach((language, modes) -> stored(measured, String.valueOf(language), modes, checks));
		}
		return checks;
	}

	private Check hybrid(Measured measured, String language, List<Answered> answered) {
		double better = Math.max(Measured.mean(answered, Mode.TEXT).ndcg(),
				Measured.mean(answered, Mode.VECTOR).ndcg());
		return new Check("hybrid nDCG@10 beside the better half, " + measured.corpus() + " " + language,
				Measured.mean(answered, Mode.HYBRID).ndcg(), Math.max(0, better - this.limits.hybridBehind()), false);
	}

	private void stored(Measured measured, String language, @Nullable Object modes, List<Check> checks) {
		List<Answered> answered = measured.byLanguage().get(language);
		if (answered == null || !(modes instanceof Map<?, ?> byMode)) {
			throw new IllegalArgumentException(
					"'measured' has " + language + " of " + measured.corpus() + ", and there are no questions in it");
		}
		byMode.forEach((name, figures) -> {
			Mode mode = mode(String.valueOf(name));
			Scores scores = Measured.mean(answered, mode);
			if (figures instanceof Map<?, ?> values) {
				values.forEach((figure, value) -> checks
					.add(new Check("%s of %s, %s %s".formatted(figure, name, measured.corpus(), language),
							figure(String.valueOf(figure)).applyAsDouble(scores),
							Math.max(0, part(value, String.valueOf(figure)) - fall(answered)), false)));
			}
		});
	}

	/** Of few questions a single one may make more than what a figure may fall by. */
	private double fall(List<Answered> answered) {
		return Math.max(this.limits.fall(), 1.0 / answered.size());
	}

	private static Mode mode(String name) {
		try {
			return Mode.valueOf(name.toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("'measured' has '" + name + "', which is no mode", ex);
		}
	}

	private static ToDoubleFunction<Scores> figure(String name) {
		ToDoubleFunction<Scores> figure = FIGURES.get(name);
		if (figure == null) {
			throw new IllegalArgumentException(
					"'measured' has '" + name + "', which is none of " + FIGURES.keySet().stream().sorted().toList());
		}
		return figure;
	}

	/**
	 * Limits, as parts of 1.
	 *
	 * @param hybridBehind how much hybrid search may be behind the better of its halves
	 * @param fall how much a figure may be below what was measured last
	 * @param quarantine how many harmless passages may be in quarantine
	 * @param missingVectors how many passages and questions may have no vector
	 */
	public record Limits(double hybridBehind, double fall, double quarantine, double missingVectors) {

	}

}
