package dev.agentservice.guard.evaluate.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.agentservice.guard.redact.TypeScore;
import tools.jackson.databind.json.JsonMapper;

/**
 * For programs. Rates are parts of 1; a text is named by its id only.
 */
public final class JsonReport {

	private JsonReport() {
	}

	/** The whole document. */
	public static String of(Results results, List<Check> checks) {
		Map<String, Object> report = new LinkedHashMap<>();
		report.put("subject", results.subject());
		report.put("families", results.tallies().stream().map(JsonReport::tally).toList());
		report.put("evasions", results.evasions().stream().map(JsonReport::evaded).toList());
		report.put("redaction", results.redaction().stream().map(JsonReport::score).toList());
		report.put("checks", checks.stream().map(JsonReport::check).toList());
		report.put("passed", checks.stream().allMatch(Check::kept));
		return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(report) + '\n';
	}

	private static Map<String, Object> tally(Tally tally) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("set", tally.set());
		fields.put("family", tally.family());
		fields.put("attack", tally.attack());
		fields.put("count", tally.asked());
		fields.put("blocked", tally.blocked());
		fields.put("suspicious", tally.suspicious());
		fields.put("not_asked", tally.notAsked());
		fields.put(tally.attack() ? "recall" : "false_alarms", tally.rate());
		fields.put("wrong", tally.wrong());
		return fields;
	}

	private static Map<String, Object> evaded(Evaded evaded) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("evasion", evaded.evasion().name().toLowerCase(Locale.ROOT));
		fields.put("count", evaded.attacks());
		fields.put("blocked", evaded.blocked());
		fields.put("still_blocked", evaded.rate());
		return fields;
	}

	private static Map<String, Object> score(TypeScore score) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("type", score.type().code());
		fields.put("count", score.expected());
		fields.put("findings", score.found());
		fields.put("recall", score.recall());
		fields.put("precision", score.precision());
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
