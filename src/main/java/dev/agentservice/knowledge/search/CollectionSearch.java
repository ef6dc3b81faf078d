package dev.agentservice.knowledge.search;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.agentservice.knowledge.embedding.KnowledgeModels;
import dev.agentservice.knowledge.index.Candidate;
import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.knowledge.index.PassageIndex;
import dev.agentservice.knowledge.index.Scope;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.llm.EmbeddingModel;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * The search of one collection: by vectors on a thread of its own, by words on the
 * caller's meanwhile. If the vectors are not there in time, or cannot be made, what was
 * found by words is all there is.
 */
final class CollectionSearch {

	private static final Executor THREADS = (task) -> Thread.ofVirtual().name("knowledge-search").start(task);

	private final KnownCollection collection;

	private final SearchQuery query;

	private final PassageIndex index;

	private final int most;

	private final Deadline deadline;

	/** With less time a model is not asked: an index that is slow is no fault of it. */
	private final Duration least;

	private final long start = System.nanoTime();

	/** What the vectors find; null if none are wanted. */
	private final @Nullable CompletableFuture<Nearest> nearest;

	/** Begins to search by vectors. */
	CollectionSearch(KnownCollection collection, SearchQuery query, PassageIndex index, int most, Deadline deadline,
			KnowledgeModels models, QueryVectors vectors) {
		this.collection = collection;
		this.query = query;
		this.index = index;
		this.most = most;
		this.deadline = deadline;
		this.least = deadline.remaining().dividedBy(4);
		this.nearest = (query.mode() != SearchMode.TEXT && models.configured().isPresent())
				? CompletableFuture.supplyAsync(() -> nearest(models, vectors), THREADS) : null;
	}

	KnownCollection collection() {
		return this.collection;
	}

	Duration elapsed() {
		return Duration.ofNanos(System.nanoTime() - this.start);
	}

	/**
	 * What was found.
	 * @throws IndexUnavailableException if it cannot be searched
	 * @throws dev.agentservice.budget.BudgetExceededException if the query's vector
	 * cannot be paid
	 * @throws dev.agentservice.support.redis.StoreUnavailableException if Redis is
	 * unavailable
	 */
	Found found() {
		Words words = words();
		if (this.query.mode() == SearchMode.TEXT && !this.index.findsWords(this.collection, this.deadline)) {
			throw new IndexUnavailableException("the collection cannot be searched by words", null);
		}
		Nearest near = awaited();
		if (this.query.mode() == SearchMode.VECTOR && near.extent() != Extent.SEARCHED) {
			throw new IndexUnavailableException("the collection cannot be searched by vectors", null);
		}
		if (words.failure() != null && near.extent() != Extent.SEARCHED) {
			throw words.failure();
		}
		return new Found(Fusion.of(words.candidates(), near.candidates(), this.query.minScore(), this.most),
				near.extent(), words.failure() == null);
	}

	/** What was found and paid by vectors meanwhile is not lost with them. */
	private Words words() {
		if (this.query.mode() == SearchMode.VECTOR) {
			return new Words(List.of(), null);
		}
		try {
			return new Words(
					this.index.matching(Scope.of(this.collection), this.query.text(), this.most, this.deadline), null);
		}
		catch (IndexUnavailableException ex) {
			return new Words(List.of(), ex);
		}
	}

	private Nearest nearest(KnowledgeModels models, QueryVectors vectors) {
		Optional<Generation> known = this.index.generation(this.collection, this.deadline);
		if (known.isEmpty()) {
			return new Nearest(List.of(), Extent.SEARCHED);
		}
		Generation generation = known.get();
		if (!generation.hasVectors()) {
			return new Nearest(List.of(), Extent.NO_VECTORS);
		}
		Optional<EmbeddingModel> model = models.of(generation);
		if (model.isEmpty() || this.deadline.remaining().compareTo(this.least) < 0 || !this.index.isAvailable()) {
			return new Nearest(List.of(), Extent.FAILED);
		}
		float[] vector = vectors.of(generation, model.get());
		// A model that was slow is no fault of the index.
		if (this.deadline.remaining().compareTo(this.least.dividedBy(4)) < 0) {
			return new Nearest(List.of(), Extent.FAILED);
		}
		return new Nearest(this.index.nearest(Scope.of(this.collection), generation, vector, this.most, this.deadline),
				Extent.SEARCHED);
	}

	private Nearest awaited() {
		if (this.nearest == null) {
			return new Nearest(List.of(), Extent.NO_VECTORS);
		}
		try {
			return this.nearest.get(this.deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			return afterFailure(ex);
		}
		catch (TimeoutException _) {
			return new Nearest(List.of(), Extent.FAILED);
		}
		catch (InterruptedException _) {
			Thread.currentThread().interrupt();
			return new Nearest(List.of(), Extent.FAILED);
		}
	}

	private static Nearest afterFailure(ExecutionException failure) {
		return switch (failure.getCause()) {
			case ModelException _, IndexUnavailableException _ -> new Nearest(List.of(), Extent.FAILED);
			case ProblemException late when late.code() == ProblemCode.DEADLINE_EXCEEDED ->
				new Nearest(List.of(), Extent.FAILED);
			case RuntimeException ex -> throw ex;
			case Error error -> throw error;
			case null, default -> throw new IllegalStateException(failure);
		};
	}

	/** What became of the search by vectors. */
	enum Extent {

		/** It was made. */
		SEARCHED,
		/** There are no vectors, or none were wanted. */
		NO_VECTORS,
		/** It should have been made. */
		FAILED

	}

	/**
	 * What was found.
	 *
	 * @param ranked the best first
	 * @param vectors what became of the search by vectors
	 * @param words whether words were searched, if they should have been
	 */
	record Found(List<Ranked> ranked, Extent vectors, boolean words) {

		/** Whether one half is missing. */
		boolean isDegraded() {
			return this.vectors == Extent.FAILED || !this.words;
		}

	}

	/** What was found by words, or why that could not be searched. */
	private record Words(List<Candidate> candidates, @Nullable IndexUnavailableException failure) {

	}

	/** What was found by vectors. */
	private record Nearest(List<Candidate> candidates, Extent extent) {

	}

}
