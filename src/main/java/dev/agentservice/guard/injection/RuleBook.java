package dev.agentservice.guard.injection;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.google.re2j.Pattern;
import dev.agentservice.guard.injection.pattern.WordPattern;
import dev.agentservice.guard.injection.word.Lexicon;

/**
 * All rules, and the words they need.
 */
final class RuleBook {

	private final Lexicon lexicon;

	private final List<Rule> rules;

	private RuleBook(Lexicon lexicon, List<Rule> rules) {
		this.lexicon = lexicon;
		this.rules = rules;
	}

	/**
	 * Loads the rules that come with the release.
	 * @throws IllegalArgumentException naming the file and what is wrong in it
	 */
	static RuleBook load() {
		List<RuleEntry> entries = Stream.of(Family.values())
			.flatMap((family) -> RuleEntry.load(family).stream())
			.toList();
		Map<String, Set<String>> meanings = new TreeMap<>(GuardFile.vocabularies());
		entries.stream()
			.flatMap((entry) -> entry.patterns().stream())
			.flatMap((pattern) -> pattern.words().stream())
			.forEach((word) -> meanings.computeIfAbsent(word, (key) -> new TreeSet<>())
				.add(WordPattern.vocabularyOf(word)));
		Lexicon lexicon = new Lexicon(meanings);
		List<Rule> rules = entries.stream().map((entry) -> rule(entry, lexicon)).toList();
		checkIds(rules);
		return new RuleBook(lexicon, rules);
	}

	Lexicon lexicon() {
		return this.lexicon;
	}

	List<Rule> rules() {
		return this.rules;
	}

	private static Rule rule(RuleEntry entry, Lexicon lexicon) {
		return new Rule(entry.id(), entry.family(), entry.reason(), entry.languages(), entry.task(), entry.content(),
				entry.patterns().stream().map((pattern) -> pattern.compile(lexicon)).toList(),
				entry.text().stream().map((text) -> new TextMatcher(Pattern.compile(text), entry.hints())).toList(),
				entry.examples(), entry.counterExamples());
	}

	static void checkIds(List<Rule> rules) {
		Set<String> ids = rules.stream().map(Rule::id).collect(Collectors.toSet());
		if (ids.size() < rules.size()) {
			throw new IllegalArgumentException("two rules have the same id");
		}
	}

}
