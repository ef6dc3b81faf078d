package dev.agentservice.support.json;

import java.util.ArrayDeque;
import java.util.Deque;

import dev.agentservice.support.Text;
import org.jspecify.annotations.Nullable;

/**
 * Where a value is in a body. It becomes a text only where one is reported: names are as
 * long as the client likes, and a text for each value would take the length of all names
 * above it, once for each value.
 *
 * @param parent what it is in; null for the body itself
 * @param name its name, or an empty text for an element
 * @param index which element it is, or -1
 */
record JsonPlace(@Nullable JsonPlace parent, String name, int index) {

	/** The body. */
	static final JsonPlace BODY = new JsonPlace(null, "", -1);

	/** The longest text, in code points; what is behind is left out. */
	private static final int MAX_TEXT = 64;

	/** No text is cut by this, since a code point has two characters at most. */
	private static final int MAX_CHARACTERS = 2 * MAX_TEXT + 1;

	JsonPlace member(String member) {
		return new JsonPlace(this, member, -1);
	}

	JsonPlace element(int element) {
		return new JsonPlace(this, "", element);
	}

	/** For example {@code messages[2].role}: bounded, and fit for an error message. */
	String text() {
		StringBuilder text = new StringBuilder();
		for (JsonPlace place : way()) {
			if (text.length() < MAX_CHARACTERS) {
				place.appendTo(text);
			}
		}
		return Text.printable(text.toString(), MAX_TEXT);
	}

	/** From the document to here. */
	private Deque<JsonPlace> way() {
		Deque<JsonPlace> way = new ArrayDeque<>();
		for (JsonPlace place = this; place.parent != null; place = place.parent) {
			way.push(place);
		}
		return way;
	}

	private void appendTo(StringBuilder text) {
		if (this.index >= 0) {
			text.append('[').append(this.index).append(']');
		}
		else {
			text.append(text.isEmpty() ? "" : ".").append(this.name, 0, Math.min(this.name.length(), MAX_CHARACTERS));
		}
	}

}
