package dev.agentservice.knowledge.evaluate.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.agentservice.guard.evaluate.report.Check;
import dev.agentservice.knowledge.evaluate.measure.Answered;
import dev.agentservice.knowledge.evaluate.measure.Measured;
import dev.agentservice.knowledge.evaluate.measure.Mode;
import dev.agentservice.knowledge.evaluate.measure.Scores;
import tools.jackson.databind.json.JsonMapper;

/** For programs. Questions are named by their ids, never by their texts. */
public final class RetrievalJson {

	private RetrievalJson() {
	}

	/** The whole document. */
	public static String of(List<Measured> measured, List<Check> checks) {
		Map<String, Object> report = new LinkedHashMap<>();
		report.put("corpora", measured.stream().map(RetrievalJson::corpus).toList());
		report.put("checks", checks.stream().map(RetrievalJson::check).toList());
		report.put("passed", checks.stream().allMatch(Check::kept));
		return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(report) + '\n';
	}

	private static Map<String, Object> corpus(Measured measured) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("corpus", measured.corpus());
		fields.put("passage_tokens", measured.tokens());
		fields.put("documents", measured.documents());
		fields.put("passages", measured.passages());
		fields.put("quarantined", measured.alarms().size());
		fields.put("without_vector", measured.unembedded());
		fields.put("search_p95_ms", measured.search().toNanos() / 1e6);
		Map<String, Object> groups = new LinkedHashMap<>();
		measured.byLanguage().forEach((language, answered) -> groups.put(language, group(answered)));
		fields.put("figures", groups);
		Map<String, Object> questions = new LinkedHashMap<>();
		measured.answered().forEach((one) -> questions.put(one.question().id(), modes(one.scores())));
		fields.put("questions", questions);
		return fields;
	}

	private static Map<String, Object> group(List<Answered> answered) {
		Map<Mode, Scores> means = new LinkedHashMap<>();
		for (Mode mode : Mode.values()) {
			if (answered.getFirst().scores().containsKey(mode)) {
				means.put(mode, Measured.mean(answered, mode));
			}
		}
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("count", answered.size());
		fields.putAll(modes(means));
		return fields;
	}

	private static Map<String, Object> modes(Map<Mode, Scores> scores) {
		Map<String, Object> fields = new LinkedHashMap<>();
		for (Mode mode : Mode.values()) {
			Scores one = scores.get(mode);
			if (one != null) {
				fields.put(mode.name().toLowerCase(Locale.ROOT),
						Map.of("ndcg", one.ndcg(), "recall", one.recall(), "mrr", one.reciprocalRank()));
			}
		}
		return fields;
	}

	private static Map<String, Object> check(Check check) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("name", check.name());
		fields.put("measured", check.measured());
		fields.put(check.most() ? "at_most" : "at_least", check.limit());
		fields.put("kept", check.kept());
		return fields;
	}

}
