package dev.agentservice.llm.wire.openai;

import java.util.ArrayList;
import java.util.List;

import dev.agentservice.llm.wire.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Items of a list that are received piece by piece: a piece after an item of the same
 * type and index continues its text.
 */
final class Fragments {

	private final List<Item> items = new ArrayList<>();

	boolean isEmpty() {
		return this.items.isEmpty();
	}

	/** Adds a whole item. */
	void add(ObjectNode item) {
		this.items.add(new Item(item, "", new StringBuilder()));
	}

	/**
	 * Adds a piece of an item.
	 * @param item the item with its other members
	 * @param member the member that holds the text
	 * @param piece the next piece of it
	 */
	void add(ObjectNode item, String member, String piece) {
		Item last = this.items.isEmpty() ? null : this.items.getLast();
		if (last == null || !last.goesOnWith(item, member)) {
			last = new Item(item, member, new StringBuilder());
			this.items.add(last);
		}
		last.add(item, piece);
	}

	/** The items as in an answer in one piece. */
	ArrayNode whole() {
		ArrayNode list = Json.object().putArray("items");
		this.items.forEach((item) -> list.add(item.whole()));
		return list;
	}

	private record Item(ObjectNode members, String member, StringBuilder text) {

		private boolean goesOnWith(ObjectNode item, String textMember) {
			return this.member.equals(textMember) && isSame(item, "type") && isSame(item, "index");
		}

		private boolean isSame(ObjectNode item, String name) {
			JsonNode value = item.path(name);
			return value.isMissingNode() || value.equals(this.members.path(name));
		}

		private void add(ObjectNode item, String piece) {
			this.text.append(piece);
			item.forEachEntry((name, value) -> {
				if (!value.isNull()) {
					this.members.set(name, value);
				}
			});
		}

		private ObjectNode whole() {
			ObjectNode whole = this.members.deepCopy();
			if ("thinking".equals(this.member)) {
				whole.putArray(this.member).addObject().put("type", "text").put("text", this.text.toString());
			}
			else if (!this.member.isEmpty()) {
				whole.put(this.member, this.text.toString());
			}
			return whole;
		}

	}

}
