package dev.agentservice.endtoend.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

/**
 * The report for programs: every figure of the table, and what it has no room for.
 *
 * @param report the report
 */
record BenchJson(BenchReport report) {

	private static final JsonMapper JSON = JsonMapper.shared();

	String text() {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("surroundings", this.report.surroundings());
		document.put("rows",
				this.report.places()
					.stream()
					.flatMap((rounds) -> rounds.targets().stream().map((target) -> place(rounds, target)))
					.toList());
		document.put("growth", this.report.growth().stream().map(BenchJson::grown).toList());
		document.put("resident_mib", this.report.resident());
		document.put("streams_held", this.report.heap().streams());
		document.put("heap_bytes_per_stream", this.report.heap().bytesEach());
		document.put("heap_bytes_without_streams", this.report.heap().liveBytes());
		document.put("errors", this.report.errors());
		document.put("share_of_relay", this.report.ratio());
		document.put("added_ms", this.report.added());
		document.put("share_of_unguarded", this.report.guarded());
		document.put("fast_enough", this.report.fastEnough());
		return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document);
	}

	private static Map<String, Object> place(Rounds rounds, String target) {
		Map<String, Object> figures = figures(rounds, target);
		for (String other : List.of(Targets.DIRECT, Targets.RELAY)) {
			figures.put("share_of_" + other, rounds.ratio(target, other));
			figures.put("p50_ms_added_to_" + other, rounds.added(target, other));
		}
		return figures;
	}

	private static Map<String, Object> grown(BenchReport.Row row) {
		Map<String, Object> figures = figures(row.rounds(), row.target());
		figures.put("beside", figures(row.rounds(), row.control()));
		figures.put("share_of_beside", row.rounds().ratio(row.target(), row.control()));
		figures.put("p50_ms_added_to_beside", row.rounds().added(row.target(), row.control()));
		return figures;
	}

	private static Map<String, Object> figures(Rounds rounds, String target) {
		Map<String, Object> figures = new LinkedHashMap<>();
		figures.put("target", target);
		figures.put("clients", rounds.clients());
		figures.put("errors", rounds.errors(target));
		figures.put("requests_per_second", rounds.median(target, Sample::perSecond));
		figures.put("p50_ms", rounds.median(target, Sample::p50));
		figures.put("p99_ms", rounds.median(target, Sample::p99));
		figures.put("cpu_seconds_per_1000_requests", rounds.median(target, Sample::cpuPerThousand));
		figures.put("redis_cpu_seconds_per_1000_requests", rounds.median(target, Sample::redisCpuPerThousand));
		figures.put("redis_scripts_per_request", rounds.median(target, Sample::scriptsPerRequest));
		figures.put("redis_commands_per_request", rounds.median(target, Sample::commandsPerRequest));
		return figures;
	}

}
