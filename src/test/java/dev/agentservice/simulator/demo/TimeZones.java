package dev.agentservice.simulator.demo;

import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the time zones that a task names, by id ({@code Europe/Berlin}) or by city
 * ({@code Tokyo}).
 */
final class TimeZones {

	private static final Set<String> AREAS = Set.of("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia",
			"Europe", "Indian", "Pacific");

	private static final List<String> IDS = ZoneId.getAvailableZoneIds()
		.stream()
		.filter((id) -> AREAS.contains(id.substring(0, Math.max(0, id.indexOf('/')))))
		.sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
		.toList();

	private TimeZones() {
	}

	/** The ids of the named zones, in the order of their names in the text. */
	static List<String> in(String task) {
		List<String> named = IDS.stream()
			.filter((id) -> position(id, task) >= 0)
			.sorted(Comparator.comparingInt((String id) -> position(id, task)))
			.toList();
		return (named.isEmpty() && task.contains("UTC")) ? List.of("UTC") : named;
	}

	private static int position(String id, String task) {
		int at = task.indexOf(id);
		return (at >= 0) ? at : indexOfWord(id.substring(id.lastIndexOf('/') + 1).replace('_', ' '), task);
	}

	private static int indexOfWord(String city, String task) {
		int at = task.indexOf(city);
		return (at >= 0 && Pattern.compile("\\b" + Pattern.quote(city) + "\\b").matcher(task).find(at)) ? at : -1;
	}

}
