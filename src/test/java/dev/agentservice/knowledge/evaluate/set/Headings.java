package dev.agentservice.knowledge.evaluate.set;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether what judgements name is still there. */
final class Headings {

	private Headings() {
	}

	/** All that a judgement of these documents may name. */
	static Set<String> targets(List<CorpusDocument> documents) {
		Set<String> targets = new HashSet<>();
		for (CorpusDocument document : documents) {
			targets.add(document.id());
			of(document.text()).forEach((heading) -> targets.add(document.id() + Question.BELOW + heading));
		}
		return targets;
	}

	/** The headings of a text in Markdown, but not those in code. */
	static List<String> of(String text) {
		List<String> headings = new ArrayList<>();
		boolean fenced = false;
		for (String line : text.lines().toList()) {
			if (line.stripLeading().startsWith("```")) {
				fenced = !fenced;
			}
			else if (!fenced && line.matches("#{1,6} .*")) {
				headings.add(line.replaceFirst("#+ ", "").strip());
			}
		}
		return headings;
	}

}
