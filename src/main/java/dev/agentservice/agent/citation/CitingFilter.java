package dev.agentservice.agent.citation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.agentservice.agent.journal.Citation;
import dev.agentservice.agent.journal.Source;
import dev.agentservice.guard.AnswerFilter;
import dev.agentservice.guard.redact.finding.Redaction;

/**
 * Turns the labels that a model cites passages by into numbers, and takes out those of
 * passages that the run has not shown it. Only what may become a label is held back, so a
 * text in pieces comes out as a whole one does. Stands before the filter that redacts.
 * What merely resembles a label stays, unless its passage was shown.
 */
public final class CitingFilter implements AnswerFilter {

	/** The first label in its brackets, and what ends it. */
	private static final Pattern FIRST = Pattern.compile(" ?\\[ ?[pP] ?: ?([A-Za-z0-9]{1,32}) ?([,;\\]])");

	/** What may still become that. */
	private static final Pattern FIRST_BEGUN = Pattern
		.compile(" ?(?:\\[ ?(?:[pP] ?(?:: ?(?:[A-Za-z0-9]{1,32} ?)?)?)?)?");

	/** Another label, and what ends it. */
	private static final Pattern NEXT = Pattern.compile("[,;] ?((?:[pP] ?: ?)?)([A-Za-z0-9]{1,32}) ?([,;\\]])");

	private static final Pattern NEXT_BEGUN = Pattern.compile("[,;] ?(?:[pP] ?(?:: ?)?)?(?:[A-Za-z0-9]{1,32} ?)?");

	/** As models are shown labels; laxer ones are only read if they are known. */
	private static final Pattern EXACT = Pattern.compile(" ?\\[p:[A-Z0-9]{1,32}[,;\\]]");

	/** Without its prefix, in a list: not the number of a page. */
	private static final Pattern EXACT_BARE = Pattern.compile("[A-Z0-9]{5,32}");

	private static final Pattern MIXED = Pattern.compile("[A-Z]+[0-9].*|[0-9]+[A-Z].*");

	private final AnswerFilter next;

	private final Sources sources;

	private final boolean reads;

	private final StringBuilder held = new StringBuilder();

	private final Map<Source, Integer> numbers = new LinkedHashMap<>();

	private final Set<Redaction> ofCitations = new LinkedHashSet<>();

	private boolean removed;

	/** Whether a list of labels is open. */
	private boolean listed;

	/** Whether a blank stands before the label or the list, and is still to be passed. */
	private boolean blankOwed;

	/** What was passed last. */
	private char last = ' ';

	/**
	 * A filter.
	 * @param next takes the remaining text
	 * @param sources what was shown
	 */
	public CitingFilter(AnswerFilter next, Sources sources) {
		this(next, sources, true);
	}

	private CitingFilter(AnswerFilter next, Sources sources, boolean reads) {
		this.next = next;
		this.sources = sources;
		this.reads = reads;
	}

	/** The filter of a run that reads nothing: there is nothing to be cited. */
	public static CitingFilter ofNothing(AnswerFilter next) {
		return new CitingFilter(next, new Sources(), false);
	}

	@Override
	public String accept(String piece) {
		if (!this.reads) {
			return this.next.accept(piece);
		}
		StringBuilder passed = new StringBuilder();
		for (int i = 0; i < piece.length(); i++) {
			char c = piece.charAt(i);
			if (this.held.isEmpty() && c != ' ' && c != '[') {
				pass(c, passed);
			}
			else {
				this.held.append(c);
				settle(passed);
			}
		}
		return passed.isEmpty() ? "" : this.next.accept(passed.toString());
	}

	@Override
	public String finish() {
		String rest = this.held.toString();
		this.held.setLength(0);
		this.listed = false;
		this.blankOwed = false;
		this.last = ' ';
		return (rest.isEmpty() ? "" : this.next.accept(rest)) + this.next.finish();
	}

	@Override
	public List<Redaction> redactions() {
		return this.next.redactions();
	}

	/** Another answer begins: its first citation is the first again. */
	public void restart() {
		this.numbers.clear();
		this.removed = false;
	}

	/** Whether a label was taken out of this answer. */
	public boolean hasRemoved() {
		return this.removed;
	}

	/**
	 * What an answer that has ended cites, in the order of the numbers; titles and quotes
	 * without what its reader must not get.
	 */
	public List<Citation> of(String answer) {
		List<Citation> citations = new ArrayList<>();
		this.numbers.forEach((source, n) -> {
			if (answer.contains("[" + n + "]")) {
				citations.add(new Citation(n, source.with(clean(source.title()), clean(source.quote()))));
			}
		});
		return citations;
	}

	/**
	 * Citations of pages of the web, numbered behind others; without those whose link its
	 * reader must not get.
	 */
	public List<Citation> ofPages(List<Source> pages, List<Citation> others) {
		int last = others.stream().mapToInt(Citation::n).max().orElse(0);
		List<Citation> citations = new ArrayList<>();
		for (Source page : pages) {
			String link = "[" + page.title() + "](" + page.document() + ")";
			if (clean(link).equals(link)) {
				citations.add(new Citation(last + citations.size() + 1, page));
			}
		}
		return citations;
	}

	/** What was taken out of titles and quotes. */
	public Set<Redaction> ofCitations() {
		return Set.copyOf(this.ofCitations);
	}

	private String clean(String text) {
		String clean = this.next.whole(text);
		this.ofCitations.addAll(this.next.redactions());
		return clean;
	}

	/** Decides about what is held, as far as it can be decided. */
	private void settle(StringBuilder passed) {
		while (!this.held.isEmpty() && !(this.listed ? settleNext(passed) : settleFirst(passed))) {
			// The rest is looked at again.
		}
	}

	/** Returns whether more has to be heard. */
	private boolean settleFirst(StringBuilder passed) {
		Matcher first = FIRST.matcher(this.held);
		if (first.matches() && isCitation(first.group(1))) {
			this.blankOwed = this.held.charAt(0) == ' ';
			cite(first.group(1), passed);
			ended(first.group(2));
			return true;
		}
		if (!first.matches() && FIRST_BEGUN.matcher(this.held).matches()) {
			return true;
		}
		pass(this.held.charAt(0), passed);
		this.held.deleteCharAt(0);
		return false;
	}

	private boolean settleNext(StringBuilder passed) {
		Matcher another = NEXT.matcher(this.held);
		if (another.matches()) {
			String label = another.group(2);
			if (this.sources.find(label).isPresent() || !another.group(1).isEmpty()
					|| EXACT_BARE.matcher(label).matches()) {
				cite(label, passed);
				ended(another.group(3));
				return true;
			}
		}
		else if (NEXT_BEGUN.matcher(this.held).matches()) {
			return true;
		}
		breakOff(passed);
		return false;
	}

	/** The rest of the list is something else, and gets brackets of its own. */
	private void breakOff(StringBuilder passed) {
		this.listed = false;
		int start = (this.held.length() > 1 && this.held.charAt(1) == ' ') ? 2 : 1;
		if (this.held.length() > start && Character.isLetterOrDigit(this.held.charAt(start))) {
			this.held.replace(0, start, " [");
		}
		passOpening(passed);
	}

	/** The first bracket or separator begins no label. */
	private void passOpening(StringBuilder passed) {
		int opened = (this.held.charAt(0) == ' ') ? 2 : 1;
		for (int i = 0; i < opened; i++) {
			pass(this.held.charAt(i), passed);
		}
		this.held.delete(0, opened);
	}

	/** A label has ended: with its brackets, or for another one. */
	private void ended(String with) {
		this.held.setLength(0);
		this.listed = !"]".equals(with);
		if (this.listed) {
			this.held.append(with);
		}
	}

	private void pass(char c, StringBuilder passed) {
		passed.append(c);
		this.last = c;
	}

	/**
	 * Code has brackets, too: behind a word, only what mixes digits and letters is taken
	 * for a label that was not shown.
	 */
	private boolean isCitation(String label) {
		if (this.sources.find(label).isPresent()) {
			return true;
		}
		boolean behindWord = this.held.charAt(0) == '['
				&& (Character.isLetterOrDigit(this.last) || this.last == '_' || this.last == ')');
		return EXACT.matcher(this.held).matches() && (!behindWord || MIXED.matcher(label).matches());
	}

	private void cite(String label, StringBuilder passed) {
		this.sources.find(label).ifPresentOrElse((source) -> {
			passed.append(this.blankOwed ? " [" : "[").append(number(source)).append(']');
			this.blankOwed = false;
		}, () -> this.removed = true);
		this.last = ']';
	}

	private int number(Source source) {
		return this.numbers.computeIfAbsent(source, (_) -> this.numbers.size() + 1);
	}

}
