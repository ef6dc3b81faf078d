package dev.agentservice.knowledge;

import org.jspecify.annotations.Nullable;

/**
 * A passage that was found, and may be shown to a model.
 *
 * @param label stands for it, the same in every run; its first letters are enough to tell
 * it from few others
 * @param collection where it is from
 * @param document the id of its document
 * @param title what that is called
 * @param source where that is from, for people
 * @param n its number in the document
 * @param heading what stands above it
 * @param text the passage
 * @param start where in the document it begins, in characters
 * @param end where it ends
 * @param own whether its document is the caller's own
 */
public record FoundPassage(String label, String collection, String document, String title, @Nullable String source,
		int n, String heading, String text, int start, int end, boolean own) {

}
