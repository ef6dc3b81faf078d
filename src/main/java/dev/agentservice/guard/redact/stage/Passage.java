package dev.agentservice.guard.redact.stage;

/**
 * What a detector reads: folded text, of which the front has been decided about and only
 * helps to understand the rest.
 *
 * @param text all of it
 * @param lower the same in lower case, as long as the text
 * @param from where what is to be judged begins
 * @param digits how many digits are in what is to be judged
 */
public record Passage(String text, String lower, int from, int digits) {

	/** How far back a word may stand that says what a number is. */
	private static final int NEAR = 40;

	/** A segment behind what stood before it. */
	public static Passage of(CharSequence before, CharSequence segment, int digits) {
		String text = before.toString() + segment;
		return new Passage(text, lower(text), before.length(), digits);
	}

	/** How many characters are to be judged. */
	public int length() {
		return text().length() - from();
	}

	/** The character at an index, NUL outside of the text. */
	public char at(int index) {
		return (index >= 0 && index < text().length()) ? text().charAt(index) : '\0';
	}

	/** What stands shortly before an index, in lower case. */
	public String near(int index) {
		return lower().substring(Math.max(0, index - NEAR), index);
	}

	/** Lower case of a string may be longer than the string, so letter by letter. */
	private static String lower(String text) {
		char[] lower = text.toCharArray();
		for (int i = 0; i < lower.length; i++) {
			lower[i] = Character.toLowerCase(lower[i]);
		}
		return new String(lower);
	}

}
