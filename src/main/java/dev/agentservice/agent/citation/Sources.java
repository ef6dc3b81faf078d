package dev.agentservice.agent.citation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.agentservice.agent.journal.Source;
import dev.agentservice.agent.prompt.Passages;
import dev.agentservice.knowledge.FoundPassage;
import dev.agentservice.knowledge.KnowledgeReading.Extent;
import org.jspecify.annotations.Nullable;

/**
 * The passages that a run has shown its model. Thread-safe: tools show some, too.
 */
public final class Sources {

	/** Labels begin so long, and grow while two of a run would be the same. */
	private static final int SHORTEST = 6;

	private static final int LONGEST_QUOTE = 300;

	private static final int LONGEST_URL = 2000;

	private static final int MOST_PAGES = 50;

	/** What browsers leave out before they look for a scheme is no part of it. */
	private static final Pattern SCHEME = Pattern.compile("[^A-Za-z0-9]*+([A-Za-z][A-Za-z0-9+.\\-\\s\\p{C}]*+):.*",
			Pattern.DOTALL);

	private static final Set<String> WEB = Set.of("http", "https");

	private final Map<String, Source> byLabel = new LinkedHashMap<>();

	/** Pages of the web that an answer cites, by their addresses. */
	private final Map<String, Source> pages = new LinkedHashMap<>();

	private Extent least = Extent.WHOLE;

	/**
	 * A passage is shown.
	 * @return what the model may cite it by
	 */
	public synchronized Source show(FoundPassage passage) {
		for (int length = SHORTEST; length < passage.label().length(); length++) {
			String label = passage.label().substring(0, length);
			Source known = this.byLabel.get(label);
			if (known == null || isSame(known, passage)) {
				return remembered(source(label, passage));
			}
		}
		return remembered(source(passage.label(), passage));
	}

	/**
	 * A passage that was shown together with those that follow it stays cited with them.
	 */
	private Source remembered(Source source) {
		return this.byLabel.merge(source.label(), source,
				(known, shown) -> reachesFurther(known, shown) ? known : shown);
	}

	private static boolean reachesFurther(Source known, Source shown) {
		return known.collection().equals(shown.collection()) && known.document().equals(shown.document())
				&& known.passage() == shown.passage() && Objects.equals(known.owner(), shown.owner())
				&& known.start() == shown.start() && known.end() > shown.end();
	}

	/** Passages as a model is shown them. */
	public String quoted(List<FoundPassage> passages) {
		return passages.stream()
			.map((passage) -> Passages.quoted(show(passage).label(),
					passage.heading().isEmpty() ? passage.title() : passage.heading(), passage.text()))
			.collect(Collectors.joining("\n"));
	}

	/** A tool has searched, as far as it could. */
	synchronized void searched(Extent extent) {
		if (extent.compareTo(this.least) > 0) {
			this.least = extent;
		}
	}

	/** How much the tool's least complete search has covered. */
	public synchronized Extent least() {
		return this.least;
	}

	/** An answer cites a page that a provider's search has found. */
	public synchronized void found(String url, String title) {
		String place = shown(url);
		if (place != null && !place.isBlank() && place.length() <= LONGEST_URL && this.pages.size() < MOST_PAGES) {
			this.pages.putIfAbsent(place,
					new Source("", "web_search", place, title.isBlank() ? place : quote(title), place, 0, 0, 0, ""));
		}
	}

	/** The pages that the answer cites. */
	public synchronized List<Source> pages() {
		return List.copyOf(this.pages.values());
	}

	/** Takes over what an earlier attempt of the run has shown. */
	public synchronized void restore(List<Source> shown) {
		shown.forEach(this::remembered);
	}

	/** The passage with that label, however it is written. */
	public synchronized Optional<Source> find(String label) {
		return Optional.ofNullable(this.byLabel.get(label.toUpperCase(Locale.ROOT)));
	}

	/** Those that a text shows. */
	public synchronized List<Source> in(String text) {
		return this.byLabel.values().stream().filter((source) -> text.contains("p:" + source.label())).toList();
	}

	private static boolean isSame(Source known, FoundPassage passage) {
		return known.collection().equals(passage.collection()) && known.document().equals(passage.document())
				&& known.passage() == passage.n() && passage.own() == Source.ME.equals(known.owner());
	}

	private static Source source(String label, FoundPassage passage) {
		return new Source(label, passage.collection(), passage.document(), passage.title(), shown(passage.source()),
				passage.n(), passage.start(), passage.end(), quote(passage.text()), passage.own() ? Source.ME : null);
	}

	/** A place in the web, or words; never what a browser would run or open otherwise. */
	private static @Nullable String shown(@Nullable String source) {
		if (source == null) {
			return null;
		}
		Matcher scheme = SCHEME.matcher(source);
		return (!scheme.matches() || WEB.contains(scheme.group(1).toLowerCase(Locale.ROOT))) ? source : null;
	}

	private static String quote(String text) {
		String line = text.strip();
		if (line.length() <= LONGEST_QUOTE) {
			return line;
		}
		int end = Character.isLowSurrogate(line.charAt(LONGEST_QUOTE)) ? LONGEST_QUOTE - 1 : LONGEST_QUOTE;
		return line.substring(0, end) + "…";
	}

}
