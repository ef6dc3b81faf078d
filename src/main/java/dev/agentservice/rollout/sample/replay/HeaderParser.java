package dev.agentservice.rollout.sample.replay;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.agentservice.rollout.sample.Pod;
import dev.agentservice.rollout.sample.ReplayHeader;
import dev.agentservice.rollout.sample.ReplayStep;
import dev.agentservice.rollout.sample.Track;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the header of a run.
 */
final class HeaderParser {

	static final String FORMAT = "agent-service-replay/1";

	private static final double WEEK = 7 * 24 * 3600;

	private static final double LONGEST_INTERVAL = 30;

	private final JsonMapper mapper = JsonMapper.builder().build();

	/**
	 * Reads a line.
	 * @throws IllegalArgumentException if it is no header; the message says what is wrong
	 */
	ReplayHeader parse(byte[] line, int length) {
		JsonNode root;
		try {
			root = this.mapper.readTree(line, 0, length);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("the header is no JSON object", ex);
		}
		String format = text(root, "format");
		if (!FORMAT.equals(format)) {
			throw new IllegalArgumentException(
					String.format(Locale.ROOT, "the format is %.80s, not %s", format, FORMAT));
		}
		double interval = root.has("scrape_interval_s")
				? within("scrape_interval_s", number(root, "scrape_interval_s"), 1, LONGEST_INTERVAL) : 0;
		return new ReplayHeader(text(root, "run"), number(root, "start"), steps(root), pods(root), series(root),
				interval);
	}

	private static List<ReplayStep> steps(JsonNode root) {
		List<ReplayStep> steps = new ArrayList<>();
		for (JsonNode step : list(root, "steps", 50)) {
			double minutes = number(step, "minutes");
			steps.add(new ReplayStep(within("weight", number(step, "weight"), 0.01, 99.99),
					60 * within("minutes", minutes, 0.25, WEEK / 60), step.path("passed").asBoolean(false)));
		}
		within("the minutes of all steps", steps.stream().mapToDouble(ReplayStep::seconds).sum() / 60, 0, WEEK / 60);
		return steps;
	}

	private static List<Pod> pods(JsonNode root) {
		List<Pod> pods = new ArrayList<>();
		for (JsonNode pod : list(root, "pods", 1000)) {
			Track track = Track.of(text(pod, "track"));
			if (track == null) {
				throw new IllegalArgumentException("the track of a pod is neither stable nor canary");
			}
			pods.add(new Pod(text(pod, "pod"), track, text(pod, "version")));
		}
		if (pods.stream().map(Pod::name).distinct().count() < pods.size()) {
			throw new IllegalArgumentException("two pods have the same name");
		}
		return pods;
	}

	private static List<String> series(JsonNode root) {
		List<String> series = new ArrayList<>();
		for (JsonNode name : list(root, "series", 100_000)) {
			if (!name.isString()) {
				throw new IllegalArgumentException("a series is no text");
			}
			series.add(whole(name.asString(), "a series"));
		}
		return series;
	}

	private static JsonNode list(JsonNode root, String name, int most) {
		JsonNode list = root.path(name);
		if (!list.isArray() || list.isEmpty() || list.size() > most) {
			throw new IllegalArgumentException(
					String.format(Locale.ROOT, "\"%s\" is no list of 1 to %d entries", name, most));
		}
		return list;
	}

	private static String text(JsonNode node, String name) {
		JsonNode text = node.path(name);
		if (!text.isString() || text.asString().isEmpty() || text.asString().length() > 500) {
			throw new IllegalArgumentException(
					String.format(Locale.ROOT, "\"%s\" is no text of 1 to 500 characters", name));
		}
		return whole(text.asString(), '"' + name + '"');
	}

	/** Half a character cannot be printed. */
	private static String whole(String text, String name) {
		if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
			throw new IllegalArgumentException(name + " has half of a surrogate pair");
		}
		return text;
	}

	private static double number(JsonNode node, String name) {
		JsonNode number = node.path(name);
		if (!number.isNumber() || !Double.isFinite(number.doubleValue())) {
			throw new IllegalArgumentException("\"" + name + "\" is no number");
		}
		return number.doubleValue();
	}

	private static double within(String name, double number, double least, double most) {
		if (number < least || number > most) {
			throw new IllegalArgumentException(
					String.format(Locale.ROOT, "%s: %s is not from %s to %s", name, number, least, most));
		}
		return number;
	}

}
