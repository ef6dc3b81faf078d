package dev.agentservice.knowledge.manifest.document;

/**
 * How the texts of a collection are compared. Vectors of two generations are never
 * compared with each other, also where they have the same length.
 *
 * @param model the model that makes vectors of them, {@code provider/model}; {@code none}
 * if they are found by their words alone
 * @param dimension how many numbers a vector has; 0 if there are none
 */
public record Generation(String model, int dimension) {

	/** Texts are found by their words alone. */
	public static final Generation BY_WORDS = new Generation("none", 0);

	/** Reads what {@link #toString} has written. */
	public static Generation parse(String text) {
		int at = text.lastIndexOf('@');
		if (at < 1 || !text.substring(at + 1).matches("[1-9][0-9]{0,4}")) {
			return BY_WORDS;
		}
		return new Generation(text.substring(0, at), Integer.parseInt(text.substring(at + 1)));
	}

	/** Whether there are vectors. */
	public boolean hasVectors() {
		return this.dimension > 0;
	}

	/** What the vectors of so many passages take as they are stored, in bytes. */
	public long bytes(int passages) {
		return hasVectors() ? passages * PackedVector.bytes(this.dimension) : 0;
	}

	@Override
	public String toString() {
		return hasVectors() ? this.model + "@" + this.dimension : this.model;
	}

}
