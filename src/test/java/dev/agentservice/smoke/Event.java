package dev.agentservice.smoke;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import tools.jackson.databind.json.JsonMapper;

/**
 * A server-sent event.
 *
 * @param type its name; empty if it has none
 * @param data what it says
 */
record Event(String type, String data) {

	/** Reads a stream to its end; it has to hold an event. */
	static List<Event> all(Stream<String> lines) {
		List<Event> events = new ArrayList<>();
		StringBuilder type = new StringBuilder();
		lines.forEach((line) -> {
			if (line.startsWith("event:")) {
				type.append(line.substring(6).strip());
			}
			else if (line.startsWith("data:")) {
				events.add(new Event(type.toString(), line.substring(5).strip()));
				type.setLength(0);
			}
		});
		Check.BrokenPromise.unless(!events.isEmpty(), "the stream has no events");
		return events;
	}

	/** What stands in its data at a JSON pointer; empty if nothing does. */
	String text(String pointer) {
		return JsonMapper.shared().readTree(this.data).at(pointer).asString("");
	}

}
