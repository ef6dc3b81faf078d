package dev.agentservice.rollout.sample.series;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a series, in Prometheus' text format: {@code name{label="value",…}}.
 *
 * @param metric the metric's name
 * @param labels its labels
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Exposition
 * formats</a>
 */
record SeriesName(String metric, Map<String, String> labels) {

	private static final Pattern NAME = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})?", Pattern.DOTALL);

	private static final Pattern LABEL = Pattern
		.compile("\\s*([a-zA-Z_][a-zA-Z0-9_]*)\\s*=\\s*\"((?:[^\"\\\\]|\\\\.)*+)\"\\s*(,|$)", Pattern.DOTALL);

	/**
	 * Reads a name.
	 * @throws IllegalArgumentException if it is none
	 */
	static SeriesName parse(String text) {
		Matcher name = NAME.matcher(text);
		if (!name.matches()) {
			throw new IllegalArgumentException("'" + shortened(text) + "' is no series");
		}
		Map<String, String> labels = new LinkedHashMap<>();
		String list = name.group(2);
		if (list != null) {
			int end = 0;
			Matcher label = LABEL.matcher(list);
			while (end < list.length()) {
				if (!label.find(end) || label.start() != end
						|| labels.put(label.group(1), unescaped(label.group(2))) != null) {
					throw new IllegalArgumentException("'" + shortened(text) + "' is no series");
				}
				end = label.end();
			}
		}
		return new SeriesName(name.group(1), labels);
	}

	/** A label's value, or an empty text without it, as Prometheus has it. */
	String label(String name) {
		return this.labels.getOrDefault(name, "");
	}

	/** The same name however its labels are ordered. */
	String canonical() {
		return this.metric + new TreeMap<>(this.labels);
	}

	/** What all buckets of one histogram have in common. */
	String histogram() {
		Map<String, String> others = new TreeMap<>(this.labels);
		others.remove("le");
		return this.metric + others;
	}

	private static String unescaped(String value) {
		return value.replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
	}

	static String shortened(String text) {
		return (text.length() > 80) ? text.substring(0, 80) + "…" : text;
	}

}
