package dev.agentservice.knowledge.search;

import java.util.ArrayList;
import java.util.List;

import dev.agentservice.guard.InputGuard;
import dev.agentservice.knowledge.chunk.Passage;
import dev.agentservice.knowledge.chunk.TokenCount;
import dev.agentservice.knowledge.settings.KnowledgeProperties;

import org.springframework.stereotype.Component;

/**
 * Judges passages: when they are stored, and again by today's rules whenever they are
 * read.
 */
@Component
public class PassageJudge {

	private static final String RULES = "rules";

	/** So much of both sides of a cut is judged together, in characters. */
	private static final int SEAM = 1000;

	private final InputGuard guard;

	private final TokenCount tokens;

	private final KnowledgeMetrics metrics;

	private final int maxTokens;

	PassageJudge(InputGuard guard, TokenCount tokens, KnowledgeMetrics metrics, KnowledgeProperties properties) {
		this.guard = guard;
		this.tokens = tokens;
		this.metrics = metrics;
		this.maxTokens = properties.search().maxTokens();
	}

	/**
	 * Looks at a passage with all that models are shown of it.
	 * @return the rules for which no model may see it
	 */
	public List<String> findings(String title, String heading, String text) {
		return this.guard.ofPassage(Passage.whole(heading.isEmpty() ? title : heading, text));
	}

	/**
	 * Looks at what two passages say one after the other: an order can be cut in two.
	 * @return the rules for which no model may see both
	 */
	public List<String> findingsOfBoth(String first, String second) {
		String end = first.substring(Math.max(0, first.length() - SEAM));
		String begin = second.substring(0, Math.min(SEAM, second.length()));
		List<String> divided = this.guard.ofPassage(end + '\n' + begin);
		// A long line is cut within words, too.
		return divided.isEmpty() && isWithinWord(end, begin) ? this.guard.ofPassage(end + begin) : divided;
	}

	private static boolean isWithinWord(String end, String begin) {
		return !end.isEmpty() && !begin.isEmpty() && !Character.isWhitespace(end.charAt(end.length() - 1))
				&& !Character.isWhitespace(begin.charAt(0));
	}

	/** The best that may be shown, as many as are wanted and fit. */
	List<Hit> choose(List<Hit> ranked, int topK) {
		List<Hit> chosen = new ArrayList<>();
		long used = 0;
		for (Hit hit : ranked) {
			if (chosen.size() == topK) {
				break;
			}
			if (!mayBeShown(hit) || (!chosen.isEmpty() && !mayFollow(chosen.getLast(), hit))) {
				this.metrics.dropped(RULES);
				continue;
			}
			long size = this.tokens.of(Passage.whole(hit.passage().heading(), hit.passage().text()));
			if (used + size > this.maxTokens && !chosen.isEmpty()) {
				break;
			}
			used += size;
			chosen.add(hit);
		}
		return chosen;
	}

	/** Whether both may be shown, one after the other. */
	boolean mayFollow(Hit shown, Hit hit) {
		return isReleased(shown) || isReleased(hit)
				|| findingsOfBoth(shown.passage().text(), hit.passage().text()).isEmpty();
	}

	/** Whether an operator has released it, which is said of it alone. */
	static boolean isReleased(Hit hit) {
		return hit.entry().released().contains(hit.n());
	}

	/** Whether nothing is found in a text that is shown as one. */
	boolean isHarmless(Hit hit) {
		return findings(hit.entry().title(), hit.passage().heading(), hit.passage().text()).isEmpty();
	}

	/** An operator who released a passage has released it from these rules only. */
	private boolean mayBeShown(Hit hit) {
		List<String> found = findings(hit.entry().title(), hit.passage().heading(), hit.passage().text());
		return found.isEmpty() || (isReleased(hit) && hit.passage().findings().containsAll(found));
	}

}
