package dev.agentservice.rollout.prometheus;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A recording as a file for {@code promtool}: the samples of each series together, times
 * in seconds, {@code # EOF} at the end.
 */
final class OpenMetrics {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private OpenMetrics() {
	}

	/**
	 * Writes a recording.
	 * @param start the time of the epoch, in seconds, at which the canary got its weight
	 */
	static void write(String replay, long start, Path file) throws IOException {
		List<JsonNode> lines = new ArrayList<>();
		replay.lines().forEach((line) -> lines.add(JSON.readTree(line)));
		JsonNode header = lines.getFirst();
		try (Writer out = Files.newBufferedWriter(file)) {
			for (int series = 0; series < header.path("series").size(); series++) {
				String name = header.path("series").path(series).asString();
				for (JsonNode line : lines) {
					JsonNode value = line.path("v").path(series);
					if (value.isNumber()) {
						boolean moment = name.startsWith("process_start");
						out.write("%s %s %s\n".formatted(
								labelled(name, header.path("pods").path(line.path("pod").asInt())),
								moment ? Double.toString(value.doubleValue() + start) : value.asString(),
								java.math.BigDecimal.valueOf(line.path("t").doubleValue())
									.add(java.math.BigDecimal.valueOf(start))
									.toPlainString()));
					}
				}
			}
			out.write("# EOF\n");
		}
	}

	private static String labelled(String series, JsonNode pod) {
		int brace = series.indexOf('{');
		String name = (brace < 0) ? series : series.substring(0, brace);
		String labels = (brace < 0) ? "" : "," + series.substring(brace + 1, series.length() - 1);
		return "%s{namespace=\"agent-service\",job=\"agent-service\",pod=\"%s\",track=\"%s\",version=\"%s\"%s}"
			.formatted(name, pod.path("pod").asString(), pod.path("track").asString(), pod.path("version").asString(),
					labels);
	}

}
