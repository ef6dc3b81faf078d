package dev.agentservice.agent.answer;

import java.util.ArrayList;
import java.util.List;

/**
 * Joins what a client was told of an answer whose model failed to what the next model
 * says. It fits if the next one repeats the text from its beginning, or its last words,
 * as it is asked to; what is repeated is left out. Nothing else is taken for the rest of
 * the answer: two beginnings glued together would be told as a success.
 */
public final class AnswerSeam {

	/** A shorter repetition, in characters, may be chance. */
	private static final int SHORTEST_OVERLAP = 16;

	/** A model may repeat this many of the last characters, or all there are. */
	private static final int LONGEST_OVERLAP = 1000;

	private final String told;

	private final StringBuilder heard = new StringBuilder();

	/** Where in the told text what is heard may begin, the longest overlap first. */
	private final List<Integer> places = new ArrayList<>();

	/** Of those from which all of the told text was repeated, the longest overlap. */
	private int joint = -1;

	private int compared;

	private SeamState state = SeamState.OPEN;

	/**
	 * A seam.
	 * @param told what the client was told, not blank
	 */
	public AnswerSeam(String told) {
		this.told = told;
		int beginning = skipBlanks(told, 0);
		this.places.add(beginning);
		int last = told.length() - SHORTEST_OVERLAP;
		for (int place = Math.max(beginning + 1, told.length() - LONGEST_OVERLAP); place <= last; place++) {
			if (!Character.isWhitespace(told.charAt(place))) {
				this.places.add(place);
			}
		}
	}

	/**
	 * Hears a piece of what the next model says.
	 * @return what of it is new for the client; empty as long as that is not clear
	 */
	public String accept(String piece) {
		if (this.state == SeamState.JOINED) {
			return piece;
		}
		this.heard.append(piece);
		return (this.state == SeamState.OPEN) ? join() : "";
	}

	/**
	 * The next model has said all.
	 * @return what is new of that for the client
	 */
	public String finish() {
		this.places.clear();
		return (this.state == SeamState.OPEN) ? join() : "";
	}

	/** Whether what the next model says does not fit. */
	public boolean isTorn() {
		return this.state == SeamState.TORN;
	}

	private String join() {
		int start = skipBlanks(this.heard, 0);
		while (!this.places.isEmpty() && start + this.compared < this.heard.length()) {
			compare(this.heard.charAt(start + this.compared));
		}
		if (!this.places.isEmpty()) {
			return "";
		}
		this.state = (this.joint >= 0) ? SeamState.JOINED : SeamState.TORN;
		return (this.joint >= 0) ? this.heard.substring(start + this.told.length() - this.joint) : "";
	}

	private void compare(char next) {
		int offset = this.compared++;
		this.places.removeIf((place) -> differs(this.told.charAt(place + offset), next));
		if (!this.places.isEmpty() && this.places.getLast() + this.compared == this.told.length()) {
			this.joint = this.places.removeLast();
		}
	}

	private static boolean differs(char said, char next) {
		return said != next && !(Character.isWhitespace(said) && Character.isWhitespace(next));
	}

	private static int skipBlanks(CharSequence text, int from) {
		int start = from;
		while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
			start++;
		}
		return start;
	}

}
