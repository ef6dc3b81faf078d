package dev.agentservice.knowledge.evaluate.report;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;

import dev.agentservice.guard.evaluate.report.Check;
import dev.agentservice.knowledge.evaluate.measure.Answered;
import dev.agentservice.knowledge.evaluate.measure.Measured;
import dev.agentservice.knowledge.evaluate.measure.Mode;
import dev.agentservice.knowledge.evaluate.measure.Scores;

/** For people. */
public final class RetrievalTable {

	private final Consumer<String> out;

	private final boolean byQuestion;

	/**
	 * A report.
	 * @param out takes its lines
	 * @param byQuestion whether each question gets a row
	 */
	public RetrievalTable(Consumer<String> out, boolean byQuestion) {
		this.out = out;
		this.byQuestion = byQuestion;
	}

	/** Prints the figures of a corpus. */
	public void print(Measured measured) {
		line("%n%s: %d documents, %d passages of at most %d tokens", measured.corpus(), measured.documents(),
				measured.passages(), measured.tokens());
		line("  %-10s %-8s %10s %10s %10s %10s", "questions", "mode", "count", "nDCG@10", "recall@5", "MRR");
		measured.byLanguage().forEach(this::group);
		line("  in quarantine: %d of %d passages (%.1f %%)", measured.alarms().size(), measured.passages(),
				measured.alarmRate() * 100);
		measured.alarms().forEach((alarm) -> line("    %s", alarm));
		line("  a search: %.1f ms (p95)", measured.search().toNanos() / 1e6);
		if (measured.hasVectors() && measured.unembedded() > 0) {
			line("  WARNING: %d passages and questions (%.1f %%) have no stored vector and are found by words only: make them with --make-vectors",
					measured.unembedded(), measured.unembeddedRate() * 100);
		}
		if (this.byQuestion) {
			questions(measured);
		}
	}

	private void group(String language, List<Answered> answered) {
		for (Mode mode : Mode.values()) {
			if (answered.getFirst().scores().containsKey(mode)) {
				Scores mean = Measured.mean(answered, mode);
				line("  %-10s %-8s %10d %10.4f %10.4f %10.4f", language, mode.name().toLowerCase(Locale.ROOT),
						answered.size(), mean.ndcg(), mean.recall(), mean.reciprocalRank());
			}
		}
	}

	private void questions(Measured measured) {
		line("%n  nDCG@10 of each question by %s, and what was found first", "text, vector, hybrid");
		for (Answered one : measured.answered()) {
			StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "  %-12s", one.question().id()));
			for (Mode mode : Mode.values()) {
				if (one.scores().containsKey(mode)) {
					row.append(String.format(Locale.ROOT, " %6.3f",
							Objects.requireNonNull(one.scores().get(mode)).ndcg()));
				}
			}
			this.out.accept(row + "  " + String.join(" | ", one.first()));
		}
	}

	/** Prints which thresholds are kept. */
	public void print(List<Check> checks) {
		List<Check> broken = checks.stream().filter((check) -> !check.kept()).toList();
		line("%n%d of %d thresholds are kept", checks.size() - broken.size(), checks.size());
		broken.forEach((check) -> line("FAILED: %s", check.text()));
	}

	@SuppressWarnings("AnnotateFormatMethod") // private
	private void line(String format, Object... values) {
		this.out.accept(String.format(Locale.ROOT, format, values));
	}

}
