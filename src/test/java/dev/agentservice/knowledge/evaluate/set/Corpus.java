package dev.agentservice.knowledge.evaluate.set;

import java.util.List;

/**
 * Documents with questions.
 *
 * @param name for reports
 * @param language of the documents
 * @param byHeading whether judgements name headings; else documents
 * @param documents all of them
 * @param questions each with at least one judgement
 */
public record Corpus(String name, String language, boolean byHeading, List<CorpusDocument> documents,
		List<Question> questions) {

	public Corpus {
		documents = List.copyOf(documents);
		questions = List.copyOf(questions);
	}

}
