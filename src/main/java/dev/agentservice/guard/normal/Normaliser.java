package dev.agentservice.guard.normal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import dev.agentservice.guard.normal.character.Unicode;
import dev.agentservice.guard.normal.decode.Decoder;
import dev.agentservice.guard.normal.decode.Decoders;
import dev.agentservice.guard.normal.decode.Disguise;

/**
 * Finds all the ways a text can be read. Decoded texts are looked at again, because
 * encodings are nested. The views together are never longer than {@value #GROWTH} times
 * the text (and a constant), and the work is linear in that.
 */
public final class Normaliser {

	/** Encodings in one another; nobody honest needs three. */
	static final int MAX_DEPTH = 3;

	/** How much longer than the text all views together may be. */
	static final int GROWTH = 12;

	private static final int SMALL = 4096;

	private final List<Decoder> decoders;

	/**
	 * Creates a normaliser.
	 * @param words tells whether a word in lower case is one that the readers of the
	 * views know; ciphers are recognised by it
	 */
	public Normaliser(Predicate<String> words) {
		this.decoders = Decoders.all(words);
	}

	/**
	 * All views of a text, the plain one first.
	 * @param text any text
	 * @return at least one view
	 */
	public Views views(String text) {
		Search search = new Search((long) GROWTH * text.length() + SMALL);
		search.add(Unicode.compatible(text), Disguise.NONE, 0);
		Unicode.tagged(text).ifPresent((hidden) -> search.add(hidden, Disguise.TAG_CHARACTERS, 1));
		Unicode.overridden(text).ifPresent((shown) -> search.add(shown, Disguise.BIDI_OVERRIDE, 1));
		while (!search.open.isEmpty()) {
			Layer layer = search.open.remove();
			this.decoders.stream()
				.filter((decoder) -> decoder.disguise() != layer.view().disguise())
				.forEach((decoder) -> decoder.decode(layer.view().text())
					.ifPresent((decoded) -> search.add(decoded, decoder.disguise(), layer.depth() + 1)));
		}
		return new Views(List.copyOf(search.found), search.exhausted);
	}

	private record Layer(View view, int depth) {
	}

	/** The views so far, and those that have yet to be decoded. */
	private static final class Search {

		private final List<View> found = new ArrayList<>();

		private final Deque<Layer> open = new ArrayDeque<>();

		private final Set<String> seen = new HashSet<>();

		private long room;

		private boolean exhausted;

		Search(long room) {
			this.room = room;
		}

		void add(String text, Disguise disguise, int depth) {
			if (!this.seen.add(text)) {
				return;
			}
			this.room -= text.length();
			if (this.room < 0) {
				this.exhausted = true;
				return;
			}
			View view = new View(text, disguise);
			this.found.add(view);
			if (depth < MAX_DEPTH) {
				this.open.add(new Layer(view, depth));
			}
		}

	}

}
