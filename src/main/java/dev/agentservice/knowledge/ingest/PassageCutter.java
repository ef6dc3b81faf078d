package dev.agentservice.knowledge.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.agentservice.knowledge.chunk.Chunker;
import dev.agentservice.knowledge.chunk.Passage;
import dev.agentservice.knowledge.chunk.TokenCount;
import dev.agentservice.knowledge.embedding.KnowledgeModels;
import dev.agentservice.knowledge.manifest.document.StoredPassage;
import dev.agentservice.knowledge.search.PassageJudge;
import dev.agentservice.knowledge.settings.KnowledgeProperties;
import dev.agentservice.llm.EmbeddingModel;
import dev.agentservice.support.Deadline;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Cuts documents into passages and judges each; few at a time, since both take
 * processors.
 */
@Component
class PassageCutter {

	private final PassageJudge judge;

	private final Chunker chunker;

	private final int most;

	private final IngestSlots slots = new IngestSlots();

	@Autowired
	PassageCutter(PassageJudge judge, TokenCount tokens, KnowledgeModels models, KnowledgeProperties properties) {
		this(judge, tokens, models.configured(), properties);
	}

	/** With a model of the caller's choice. */
	PassageCutter(PassageJudge judge, TokenCount tokens, Optional<EmbeddingModel> model,
			KnowledgeProperties properties) {
		this.judge = judge;
		int size = properties.passage().tokens();
		this.chunker = new Chunker(model.map((one) -> fitting(tokens, size, one)).orElse(tokens), size,
				properties.passage().prefix() != KnowledgeProperties.Prefix.NONE);
		this.most = properties.limits().passagesPerDocument();
	}

	/**
	 * A text is as long as it is by either measure: what fits has no more tokens than are
	 * wanted, and no more than the model takes, whatever they are to it.
	 */
	static TokenCount fitting(TokenCount tokens, int size, EmbeddingModel model) {
		return (text) -> Math.max(tokens.of(text), Math.ceilDiv(model.count(text) * size, (long) model.maxTokens()));
	}

	/**
	 * The passages of a document.
	 * @throws dev.agentservice.support.problem.ProblemException if there are too many, or
	 * time is up
	 */
	List<Passage> cut(String title, String text, Deadline deadline) {
		return this.slots.within(() -> {
			List<Passage> passages = this.chunker.cut(title, text, this.most, deadline);
			if (passages.size() > this.most) {
				throw IngestProblems.tooManyPassages(this.most);
			}
			if (deadline.passed()) {
				throw IngestProblems.late();
			}
			return passages;
		});
	}

	/**
	 * The same passages with what is found in them.
	 * @throws dev.agentservice.support.problem.ProblemException if time is up
	 */
	List<StoredPassage> judged(String title, List<Passage> passages, Deadline deadline) {
		return this.slots.within(() -> stored(title, passages, deadline));
	}

	private List<StoredPassage> stored(String title, List<Passage> passages, Deadline deadline) {
		List<List<String>> findings = findings(title, passages, deadline);
		List<StoredPassage> judged = new ArrayList<>();
		for (int i = 0; i < passages.size(); i++) {
			Passage passage = passages.get(i);
			judged.add(new StoredPassage(passage.text(), passage.heading(), passage.start(), passage.end(),
					Digests.of(passage.text()), findings.get(i)));
		}
		return judged;
	}

	/**
	 * Of each passage; two neighbours that are harmless alone are judged together, too.
	 */
	private List<List<String>> findings(String title, List<Passage> passages, Deadline deadline) {
		List<List<String>> findings = new ArrayList<>();
		for (int i = 0; i < passages.size(); i++) {
			if (deadline.passed()) {
				throw IngestProblems.late();
			}
			Passage passage = passages.get(i);
			findings.add(this.judge.findings(title, passage.heading(), passage.text()));
			if (i > 0 && findings.get(i).isEmpty() && findings.get(i - 1).isEmpty()) {
				List<String> ofBoth = this.judge.findingsOfBoth(passages.get(i - 1).text(), passage.text());
				findings.set(i - 1, ofBoth);
				findings.set(i, ofBoth);
			}
		}
		return findings;
	}

}
