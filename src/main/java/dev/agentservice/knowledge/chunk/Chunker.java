package dev.agentservice.knowledge.chunk;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.agentservice.support.Deadline;
import dev.agentservice.support.Text;

/**
 * Cuts a text into passages that a model can take: at headings, else between paragraphs,
 * else between sentences, else between any two characters. Joined they are the text
 * again; none is blank, unless the text is.
 */
public final class Chunker {

	/** A character may be several tokens, but hardly one token many characters. */
	private static final int CHARACTERS_PER_TOKEN = 12;

	private final TokenCount tokens;

	private final int most;

	private final boolean prefixed;

	/**
	 * A chunker.
	 * @param tokens counts them
	 * @param most the most tokens of a passage with its heading
	 * @param prefixed whether title and headings stand before each passage
	 */
	public Chunker(TokenCount tokens, int most, boolean prefixed) {
		this.tokens = tokens;
		this.most = most;
		this.prefixed = prefixed;
	}

	/**
	 * The passages of a text, in order.
	 * @param most how many are wanted: one more is cut, to tell that there are more
	 * @param deadline when to stop; then the passages are not all
	 */
	public List<Passage> cut(String title, String text, int most, Deadline deadline) {
		List<Piece> pieces = new ArrayList<>();
		Above above = above("");
		for (Section section : Section.of(text)) {
			String path = this.prefixed ? section.path(title) : "";
			above = above.path().equals(path) ? above : above(path);
			for (Span span : spans(text, section, above.room(), deadline)) {
				add(pieces, new Piece(span, above.heading(), Text.isBlank(span.of(text))));
			}
			if (pieces.size() > most || deadline.passed()) {
				break;
			}
		}
		return pieces.stream()
			.limit(most + 1L)
			.map((piece) -> new Passage(piece.span().of(text), piece.heading(), piece.span().start(),
					piece.span().end()))
			.toList();
	}

	/** What stands above a passage, and how much room that leaves. */
	private Above above(String path) {
		String heading = fitting(path, this.most / 2);
		return new Above(path, heading, this.most - this.tokens.of(Passage.whole(heading, " ")) - 1);
	}

	/** What is blank belongs to the passage before it, or else to the one behind. */
	private static void add(List<Piece> pieces, Piece next) {
		Piece last = pieces.isEmpty() ? null : pieces.getLast();
		if (last != null && (next.blank() || last.blank())) {
			pieces.removeLast();
			String heading = last.blank() ? next.heading() : last.heading();
			pieces.add(
					new Piece(new Span(last.span().start(), next.span().end()), heading, last.blank() && next.blank()));
		}
		else {
			pieces.add(next);
		}
	}

	/** Puts as many pieces together as fit. */
	private List<Span> spans(String text, Section section, long room, Deadline deadline) {
		List<Span> spans = new ArrayList<>();
		List<Span> open = new ArrayList<>();
		long used = 0;
		for (Span piece : pieces(text, new Span(section.start(), section.end()), room, deadline)) {
			if (deadline.passed()) {
				break;
			}
			long size = this.tokens.of(piece.of(text)) + 1;
			if (used + size > room) {
				spans.addAll(joined(text, open, room));
				open.clear();
				used = 0;
			}
			open.add(piece);
			used += size;
		}
		spans.addAll(joined(text, open, room));
		return spans;
	}

	/** One span, unless the pieces count more together than each by itself. */
	private List<Span> joined(String text, List<Span> pieces, long room) {
		if (pieces.size() < 2) {
			return List.copyOf(pieces);
		}
		Span all = new Span(pieces.getFirst().start(), pieces.getLast().end());
		return fits(text, all, room + 1) ? List.of(all) : List.copyOf(pieces);
	}

	/** Pieces that fit, each as large as what it is: a paragraph, a sentence, a rest. */
	private List<Span> pieces(String text, Span section, long room, Deadline deadline) {
		List<Span> pieces = new ArrayList<>();
		for (Span paragraph : paragraphs(text, section)) {
			if (deadline.passed()) {
				break;
			}
			if (fits(text, paragraph, room)) {
				pieces.add(paragraph);
				continue;
			}
			for (Span sentence : sentences(text, paragraph)) {
				if (deadline.passed()) {
					break;
				}
				if (fits(text, sentence, room)) {
					pieces.add(sentence);
				}
				else {
					pieces.addAll(hardCut(text, sentence, room, deadline));
				}
			}
		}
		return pieces;
	}

	private boolean fits(String text, Span span, long room) {
		return span.length() <= room * CHARACTERS_PER_TOKEN && this.tokens.of(span.of(text)) < room;
	}

	private static List<Span> paragraphs(String text, Span section) {
		List<Span> paragraphs = new ArrayList<>();
		int start = section.start();
		int from = start;
		for (int gap = gap(text, from, section.end()); gap >= 0; gap = gap(text, from, section.end())) {
			int end = gap;
			while (end < section.end() && Character.isWhitespace(text.charAt(end))) {
				end++;
			}
			paragraphs.add(new Span(start, end));
			start = end;
			from = end;
		}
		if (start < section.end()) {
			paragraphs.add(new Span(start, section.end()));
		}
		return paragraphs;
	}

	/** Where two ends of line stand, with nothing but blanks between them. */
	private static int gap(String text, int from, int end) {
		for (int i = text.indexOf('\n', from); i >= 0 && i < end; i = text.indexOf('\n', i + 1)) {
			int next = i + 1;
			while (next < end && (text.charAt(next) == ' ' || text.charAt(next) == '\t' || text.charAt(next) == '\r')) {
				next++;
			}
			if (next < end && text.charAt(next) == '\n') {
				return i;
			}
		}
		return -1;
	}

	private static List<Span> sentences(String text, Span paragraph) {
		List<Span> sentences = new ArrayList<>();
		BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
		breaks.setText(paragraph.of(text));
		int start = breaks.first();
		for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
			sentences.add(new Span(paragraph.start() + start, paragraph.start() + end));
			start = end;
		}
		return sentences;
	}

	/** Halves what may fit until it does, so that the work stays linear in the text. */
	private List<Span> hardCut(String text, Span span, long room, Deadline deadline) {
		List<Span> pieces = new ArrayList<>();
		int start = span.start();
		while (start < span.end() && !deadline.passed()) {
			int end = (int) Math.min(span.end(), start + Math.max(2, room * 4));
			end = whole(text, start, end);
			while (end - start > 2 && this.tokens.of(text.substring(start, end)) >= room) {
				end = whole(text, start, start + (end - start) / 2);
			}
			pieces.add(new Span(start, end));
			start = end;
		}
		return pieces;
	}

	/** An end that cuts no pair of surrogates, and is behind the start. */
	private static int whole(String text, int start, int end) {
		boolean cut = end < text.length() && Character.isLowSurrogate(text.charAt(end))
				&& Character.isHighSurrogate(text.charAt(end - 1));
		return cut ? ((end - 1 > start) ? end - 1 : end + 1) : end;
	}

	/** As much of the end of a heading as fits: the nearest headings say most. */
	private String fitting(String heading, int room) {
		int first = Math.max(0, heading.length() - room * CHARACTERS_PER_TOKEN);
		String fitting = heading.substring((first > 0) ? whole(heading, 0, first) : 0);
		while (this.tokens.of(fitting) > room) {
			int cut = whole(fitting, 0, Math.max(1, fitting.length() / 2));
			fitting = fitting.substring(cut);
		}
		return fitting;
	}

	/**
	 * What stands above a passage.
	 *
	 * @param path all of it
	 * @param heading as much of it as fits
	 * @param room how many tokens are left for the text
	 */
	private record Above(String path, String heading, long room) {

	}

	/** A passage to be, and whether it is blank so far. */
	private record Piece(Span span, String heading, boolean blank) {

	}

	/** A stretch of the text. */
	private record Span(int start, int end) {

		int length() {
			return this.end - this.start;
		}

		String of(String text) {
			return text.substring(this.start, this.end);
		}

	}

}
