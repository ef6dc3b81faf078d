package dev.agentservice.llm;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An event of a stream; a whole document is an event without a name.
 *
 * @param name its name, empty if it has none
 * @param json its data, null if they are no JSON
 * @param text its data if they are no JSON
 */
record WireEvent(String name, @Nullable JsonNode json, String text) {

	/** The events of a stream. */
	static List<WireEvent> parse(String stream) {
		List<WireEvent> events = new ArrayList<>();
		for (String block : stream.strip().split("\n\n", -1)) {
			String name = "";
			for (String line : block.split("\n", -1)) {
				if (line.startsWith("event: ")) {
					name = line.substring(7);
				}
				else if (line.startsWith("data: ")) {
					events.add(of(name, line.substring(6)));
				}
			}
		}
		return events;
	}

	static WireEvent of(String name, String data) {
		return data.startsWith("{") ? new WireEvent(name, JsonMapper.shared().readTree(data), "")
				: new WireEvent(name, null, data);
	}

	/** As it stands on the wire. */
	String write() {
		return (this.name.isEmpty() ? "" : "event: " + this.name + "\n") + "data: " + data() + "\n\n";
	}

	String data() {
		return (this.json != null) ? this.json.toString() : this.text;
	}

}
