package dev.agentservice.agent.routing;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Words that ask for more than a fact, in the languages most tasks come in. They are
 * beginnings of words, so that they catch inflections; one that ends in a blank is a
 * whole word. Two points stand for an explanation, three for work in several steps.
 */
final class ReasoningWords {

	private static final int MOST = 6;

	/** By their first letter. */
	private static final Map<Character, Map<String, Integer>> WORDS = new HashMap<>();

	private static final List<String> PHRASES_OF_THREE = List.of("step by step", "trade-off", "pros and cons",
			"root cause", "schritt für schritt", "étape par étape", "paso a paso", "证明", "設計", "设计", "推导", "優缺點",
			"优缺点");

	private static final List<String> PHRASES_OF_TWO = List.of("为什么", "為什麼", "なぜ", "比较", "比較", "分析", "解释", "説明して");

	static {
		// English
		put(2, "why ", "explain", "compar", "analy", "evaluat", "recommend", "assess", "reason", "differ", "pros ",
				"plan ", "plans ", "justif", "interpret", "summari", "review");
		put(3, "prove ", "proof", "derive ", "design ", "architect", "optimi", "refactor", "debug", "implement",
				"algorithm", "strateg", "tradeoff", "forecast", "diagnos", "critique", "negotiat");
		// German
		put(2, "warum ", "weshalb ", "erklär", "vergleich", "bewert", "begründ", "unterschied", "empfiehl");
		put(3, "beweis", "entwirf ", "entwerf", "optimier", "implementier", "algorithm", "strateg", "leite ");
		// French
		put(2, "pourquoi ", "expliqu", "évalu", "différence", "recommand");
		put(3, "démontr", "prouve", "conçois ", "concevoir ", "stratég", "implément");
		// Spanish, Portuguese, Italian
		put(2, "porqué ", "explic", "explíc", "analiz", "analis", "evalú", "avali", "diferenci", "perché ", "confront",
				"spieg");
		put(3, "demuestr", "demonstr", "dimostr", "diseñ", "projete ", "progett", "estrateg", "ottimizz");
	}

	private ReasoningWords() {
	}

	private static void put(int points, String... words) {
		for (String word : words) {
			WORDS.computeIfAbsent(word.charAt(0), (_) -> new TreeMap<>()).put(word, points);
		}
	}

	/** The points of all different words and phrases found, up to 6. */
	static int points(String task) {
		String text = task.toLowerCase(Locale.ROOT);
		int points = 3 * count(text, PHRASES_OF_THREE) + 2 * count(text, PHRASES_OF_TWO);
		Set<String> found = new HashSet<>();
		int start = 0;
		for (int i = 0; i <= text.length() && points < MOST; i++) {
			if (i == text.length() || !Character.isLetter(text.charAt(i))) {
				points += (i > start) ? points(text.substring(start, i) + " ", found) : 0;
				start = i + 1;
			}
		}
		return Math.min(points, MOST);
	}

	private static int points(String word, Set<String> found) {
		return WORDS.getOrDefault(word.charAt(0), Map.of())
			.entrySet()
			.stream()
			.filter((entry) -> word.startsWith(entry.getKey()) && found.add(entry.getKey()))
			.mapToInt(Map.Entry::getValue)
			.sum();
	}

	private static int count(String text, List<String> phrases) {
		return (int) phrases.stream().filter(text::contains).count();
	}

}
