package dev.agentservice.llm;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes what a provider says: events are dropped, repeated and moved, members of their
 * JSON are dropped, repeated and given another type.
 */
final class WireMutation {

	private static final JsonMapper JSON = JsonMapper.shared();

	/** What a member may become; a blank stands for what it was, wrapped. */
	private static final List<String> OTHER_VALUES = List.of("null", "true", "false", "0", "-1", "1.5", "4294967296",
			"1e300", "\"\"", "\"7\"", "\"x\"", "{}", "[]", "\" \"");

	private final Random random;

	WireMutation(Random random) {
		this.random = random;
	}

	/** The same events with one to three changes. */
	List<WireEvent> mutate(List<WireEvent> events) {
		List<WireEvent> mutant = new ArrayList<>(events);
		for (int changes = 1 + this.random.nextInt(3); changes > 0 && !mutant.isEmpty(); changes--) {
			change(mutant, this.random.nextInt(mutant.size()));
		}
		return mutant;
	}

	private void change(List<WireEvent> events, int at) {
		WireEvent event = events.get(at);
		switch (this.random.nextInt(8)) {
			case 0 -> events.remove(at);
			case 1 -> events.add(at, event);
			case 2 -> events.add(this.random.nextInt(events.size()), events.remove(at));
			default -> {
				if (event.json() != null) {
					JsonNode copy = event.json().deepCopy();
					changeMember(copy);
					events.set(at, new WireEvent(event.name(), copy, ""));
				}
			}
		}
	}

	private void changeMember(JsonNode document) {
		List<Place> places = new ArrayList<>();
		collect(document, places);
		if (!places.isEmpty()) {
			places.get(this.random.nextInt(places.size())).change(this.random);
		}
	}

	private static void collect(JsonNode node, List<Place> places) {
		if (node instanceof ObjectNode object) {
			for (String name : object.propertyNames()) {
				places.add(new Place(object, name, 0));
				collect(object.path(name), places);
			}
		}
		else if (node instanceof ArrayNode array) {
			for (int i = 0; i < array.size(); i++) {
				places.add(new Place(array, null, i));
				collect(array.path(i), places);
			}
		}
	}

	/** A member of an object, or an element of an array. */
	private record Place(JsonNode parent, @Nullable String name, int index) {

		void change(Random random) {
			switch (random.nextInt(6)) {
				case 0 -> drop();
				case 1 -> set(JSON.createArrayNode().add(value()));
				case 2 -> set(JSON.createObjectNode().set("a", value()));
				case 3 -> set(JSON.getNodeFactory().stringNode(value().toString()));
				default -> set(JSON.readTree(OTHER_VALUES.get(random.nextInt(OTHER_VALUES.size()))));
			}
		}

		private JsonNode value() {
			return ((this.name != null) ? this.parent.path(this.name) : this.parent.path(this.index)).deepCopy();
		}

		private void drop() {
			if (this.parent instanceof ObjectNode object) {
				object.remove(this.name);
			}
			else {
				((ArrayNode) this.parent).remove(this.index);
			}
		}

		private void set(JsonNode value) {
			if (this.parent instanceof ObjectNode object && this.name != null) {
				object.set(this.name, value);
			}
			else {
				((ArrayNode) this.parent).set(this.index, value);
			}
		}

	}

}
