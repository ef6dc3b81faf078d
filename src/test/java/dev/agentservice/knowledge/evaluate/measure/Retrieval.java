package dev.agentservice.knowledge.evaluate.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;

import dev.agentservice.knowledge.chunk.Passage;
import dev.agentservice.knowledge.evaluate.measure.CutCorpus.Piece;
import dev.agentservice.knowledge.evaluate.set.Question;
import dev.agentservice.knowledge.evaluate.vector.StoredModel;
import dev.agentservice.knowledge.index.Candidate;
import dev.agentservice.knowledge.index.lucene.PlainIndex;
import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.search.SearchParts;
import dev.agentservice.knowledge.search.SearchQuery;
import org.jspecify.annotations.Nullable;

/**
 * Asks all questions of a corpus, by the index and the fusion of the service.
 */
public final class Retrieval implements AutoCloseable {

	/** As the service's {@code search.candidates}. */
	static final int CANDIDATES = 50;

	/** So many of what was found first is told of each question. */
	private static final int TOLD = 3;

	private final CutCorpus cut;

	private final @Nullable StoredModel model;

	private final Map<PassageId, String> targets = new HashMap<>();

	private final PlainIndex index;

	private final List<String> alarms = new ArrayList<>();

	private int unembedded;

	/**
	 * Fills the index.
	 * @param model has the vectors; null if there are none
	 */
	public Retrieval(CutCorpus cut, @Nullable StoredModel model) {
		this.cut = cut;
		this.model = model;
		this.index = new PlainIndex(cut.corpus().language(),
				(model != null) ? new Generation(model.id().toString(), model.dimension()) : Generation.BY_WORDS);
		Map<String, List<PlainIndex.Passage>> documents = new LinkedHashMap<>();
		cut.passages()
			.forEach((piece) -> put(piece, documents.computeIfAbsent(piece.id().document(), (_) -> new ArrayList<>())));
		documents.forEach(this.index::put);
		this.index.refresh();
	}

	/** What is in quarantine is not searched. */
	private void put(Piece piece, List<PlainIndex.Passage> passages) {
		if (!piece.passage().findings().isEmpty()) {
			this.alarms.add(piece.target() + " #" + piece.id().n() + " " + piece.passage().findings());
			return;
		}
		this.targets.put(piece.id(), piece.target());
		float[] vector = (this.model != null) ? vector(piece.input(this.model)) : null;
		passages.add(new PlainIndex.Passage(piece.id(),
				Passage.whole(piece.passage().heading(), piece.passage().text()), vector));
	}

	private float @Nullable [] vector(String input) {
		float[] vector = Objects.requireNonNull(this.model).find(input).orElse(null);
		this.unembedded += (vector == null) ? 1 : 0;
		return vector;
	}

	/** Asks. */
	public Measured measure(BiConsumer<Integer, Integer> progress) {
		List<Question> questions = this.cut.corpus().questions();
		List<Answered> answered = new ArrayList<>();
		List<Duration> durations = new ArrayList<>();
		for (int i = 0; i < questions.size(); i++) {
			answered.add(ask(questions.get(i), durations));
			progress.accept(i + 1, questions.size());
		}
		durations.sort(null);
		return new Measured(this.cut.corpus().name(), this.cut.tokens(), this.cut.corpus().documents().size(),
				this.cut.passages().size(), this.alarms, this.unembedded, answered, Quantile.of(durations, 0.95));
	}

	private Answered ask(Question question, List<Duration> durations) {
		float[] vector = (this.model != null) ? vector(CutCorpus.input(question, this.model)) : null;
		long start = System.nanoTime();
		List<Candidate> text = this.index.matching(question.text(), CANDIDATES);
		List<Candidate> nearest = (vector != null) ? this.index.nearest(vector, CANDIDATES) : List.of();
		List<PassageId> hybrid = fused(text, nearest);
		durations.add(Duration.ofNanos(System.nanoTime() - start));
		Map<Mode, Scores> scores = new EnumMap<>(Mode.class);
		scores.put(Mode.TEXT, Scores.of(ranking(question, fused(text, List.of())), question.judgements()));
		List<String> joined = ranking(question, hybrid);
		if (this.model != null) {
			scores.put(Mode.VECTOR, Scores.of(ranking(question, fused(List.of(), nearest)), question.judgements()));
			scores.put(Mode.HYBRID, Scores.of(joined, question.judgements()));
		}
		return new Answered(question, scores, joined.subList(0, Math.min(TOLD, joined.size())));
	}

	private static List<PassageId> fused(List<Candidate> text, List<Candidate> nearest) {
		return SearchParts.fused(text, nearest, SearchQuery.MIN_SCORE, CANDIDATES);
	}

	private List<String> ranking(Question question, List<PassageId> found) {
		Set<String> ranking = new LinkedHashSet<>();
		found.forEach((id) -> ranking.add(target(question, id)));
		return List.copyOf(ranking);
	}

	/** What counts once, however many of its passages are found. */
	private String target(Question question, PassageId id) {
		String document = id.document();
		return (!this.cut.corpus().byHeading() || question.judgements().containsKey(document)) ? document
				: Objects.requireNonNull(this.targets.get(id));
	}

	@Override
	public void close() {
		this.index.close();
	}

}
