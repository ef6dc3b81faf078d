package dev.agentservice.guard.injection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.agentservice.guard.injection.word.Symbol;
import dev.agentservice.guard.injection.word.SymbolReader;
import dev.agentservice.guard.normal.Normaliser;
import dev.agentservice.guard.normal.View;
import dev.agentservice.guard.normal.Views;
import dev.agentservice.guard.normal.decode.Disguise;
import dev.agentservice.support.Deadline;

/**
 * Looks for all rules in all views of a text. Takes time linear in the text. Safe for use
 * by several threads.
 */
public final class InjectionDetector {

	/** Disguises that honest texts are full of. */
	static final Set<Disguise> COMMON = Set.of(Disguise.NONE, Disguise.ESCAPES, Disguise.SPREAD);

	private final RuleBook book;

	private final SymbolReader reader;

	private final MatcherIndex index;

	private final Normaliser normaliser;

	private InjectionDetector() {
		this.book = RuleBook.load();
		this.reader = new SymbolReader(this.book.lexicon());
		this.index = new MatcherIndex(this.book.rules(), this.book.lexicon().size());
		this.normaliser = new Normaliser((word) -> this.book.lexicon().symbolOf(word) != Symbol.UNKNOWN);
	}

	/**
	 * The detector with the rules that come with the release, which are read once.
	 * @throws ExceptionInInitializerError if there is a mistake in their files
	 */
	public static InjectionDetector shipped() {
		return Shipped.DETECTOR;
	}

	/** All rules, in the order of their families. */
	public List<Rule> rules() {
		return this.book.rules();
	}

	/**
	 * Examines a text.
	 * @param text any text
	 * @param untrusted whether it comes from a tool or a document, which have no business
	 * giving instructions
	 * @param deadline when to give up
	 * @return what was found
	 * @throws TooSlowException if it takes until after the deadline
	 */
	public Examination examine(String text, boolean untrusted, Deadline deadline) {
		Views views = this.normaliser.views(text);
		Map<Rule, Evidence> found = new LinkedHashMap<>();
		for (View view : views.all()) {
			examine(view, untrusted, deadline, found);
		}
		return new Examination(List.copyOf(found.values()), views.incomplete());
	}

	private void examine(View view, boolean untrusted, Deadline deadline, Map<Rule, Evidence> found) {
		Set<Rule> matched = this.index.find(this.reader.read(view.text()), deadline);
		String lower = view.text().toLowerCase(Locale.ROOT);
		for (Rule rule : this.book.rules()) {
			double weight = rule.weight(untrusted);
			if (weight > 0 && !found.containsKey(rule) && (matched.contains(rule) || rule.isSpelledOutIn(lower))) {
				found.put(rule, new Evidence(rule, weight, view.disguise()));
			}
		}
	}

	private static final class Shipped {

		static final InjectionDetector DETECTOR = new InjectionDetector();

	}

}
