package dev.agentservice.knowledge.evaluate.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import dev.agentservice.knowledge.embedding.EmbeddingInput;
import dev.agentservice.knowledge.evaluate.set.Corpus;
import dev.agentservice.knowledge.evaluate.set.CorpusDocument;
import dev.agentservice.knowledge.evaluate.set.Question;
import dev.agentservice.knowledge.evaluate.vector.StoredModel;
import dev.agentservice.knowledge.ingest.PlainCutter;
import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.manifest.document.StoredPassage;
import dev.agentservice.knowledge.settings.KnowledgeProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * A corpus in passages, as a PUT makes them.
 *
 * @param corpus the corpus
 * @param tokens the longest passage
 * @param passages all of them, those in quarantine, too
 */
public record CutCorpus(Corpus corpus, int tokens, List<Piece> passages) {

	private static final Duration LONG = Duration.ofMinutes(10);

	public CutCorpus {
		passages = List.copyOf(passages);
	}

	/** Cuts and judges. */
	public static CutCorpus of(Corpus corpus, int tokens, @Nullable StoredModel model,
			BiConsumer<Integer, Integer> progress) {
		PlainCutter cutter = new PlainCutter(settings(tokens), model);
		List<Piece> pieces = new ArrayList<>();
		for (int i = 0; i < corpus.documents().size(); i++) {
			CorpusDocument document = corpus.documents().get(i);
			List<StoredPassage> passages = cutter.cut(document.id(), document.title(), document.text(), LONG);
			for (int n = 0; n < passages.size(); n++) {
				pieces.add(new Piece(new PassageId(document.id(), 1, n), passages.get(n)));
			}
			progress.accept(i + 1, corpus.documents().size());
		}
		return new CutCorpus(corpus, tokens, pieces);
	}

	/** The service's own defaults but for the size. */
	private static KnowledgeProperties settings(int tokens) {
		String prefix = "agent-service.knowledge";
		return new Binder(new MapConfigurationPropertySource(
				Map.of(prefix + ".passage.tokens", tokens, prefix + ".limits.passages-per-document", 10_000)))
			.bindOrCreate(prefix, KnowledgeProperties.class);
	}

	/** What a model makes vectors of: passages, then questions. */
	public List<String> inputs(StoredModel model) {
		List<String> inputs = new ArrayList<>();
		this.passages.forEach((one) -> inputs.add(one.input(model)));
		this.corpus.questions().forEach((question) -> inputs.add(input(question, model)));
		return inputs;
	}

	static String input(Question question, StoredModel model) {
		return EmbeddingInput.of(model, question.text());
	}

	/**
	 * A passage.
	 *
	 * @param id its document's id in the corpus, and its number
	 * @param passage the passage
	 */
	public record Piece(PassageId id, StoredPassage passage) {

		String input(StoredModel model) {
			return EmbeddingInput.of(model, this.passage.heading(), this.passage.text());
		}

		/** The document and the nearest heading above. */
		String target() {
			String path = this.passage.heading();
			int last = path.lastIndexOf(Question.BELOW);
			return this.id.document() + Question.BELOW
					+ ((last < 0) ? path : path.substring(last + Question.BELOW.length()));
		}

	}

}
