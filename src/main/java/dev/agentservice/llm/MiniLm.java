package dev.agentservice.llm;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import dev.agentservice.budget.Purse;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.support.Deadline;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.TokenCountEstimator;
import io.micrometer.core.instrument.Timer;

/**
 * The model in this process. It costs nothing, so nothing is reserved and nothing waits
 * for Redis. As many calls as there are processors run at once; others wait within their
 * deadlines.
 */
final class MiniLm implements EmbeddingModel {

	static final int DIMENSION = 384;

	/**
	 * The library cuts texts behind 128 word pieces, without a word; two of them are
	 * marks of its own.
	 */
	static final int MAX_TOKENS = 126;

	/** Some 100 ms: then others have their turn, and the deadline is looked at. */
	static final int BATCH = 16;

	private final dev.langchain4j.model.embedding.EmbeddingModel model;

	private final TokenCountEstimator tokens;

	private final Semaphore processors = new Semaphore(Runtime.getRuntime().availableProcessors(), true);

	private final ModelMetrics metrics;

	MiniLm(dev.langchain4j.model.embedding.EmbeddingModel model, TokenCountEstimator tokens, ModelMetrics metrics) {
		this.model = model;
		this.tokens = tokens;
		this.metrics = metrics;
	}

	@Override
	public ModelId id() {
		return LocalEmbeddings.MINI_LM;
	}

	@Override
	public int dimension() {
		return DIMENSION;
	}

	@Override
	public int maxTokens() {
		return MAX_TOKENS;
	}

	@Override
	public long count(String text) {
		return this.tokens.estimateTokenCountInText(text);
	}

	@Override
	public int fitting(List<String> texts) {
		return Math.clamp(texts.size(), 1, BATCH);
	}

	@Override
	public float[][] embed(List<String> texts, Purpose purpose, Purse purse, Deadline deadline) {
		check(texts);
		Timer.Sample sample = this.metrics.start();
		try {
			float[][] vectors = inTurn(texts, deadline);
			this.metrics.embedded(sample, id(), purpose, texts.stream().mapToLong(this::count).sum());
			return vectors;
		}
		catch (RuntimeException ex) {
			this.metrics.notEmbedded(sample, id(), ex);
			throw ex;
		}
	}

	private float[][] inTurn(List<String> texts, Deadline deadline) {
		acquire(deadline);
		try {
			return vectors(texts);
		}
		catch (RuntimeException ex) {
			throw new ModelException(id(), ModelException.Kind.UNAVAILABLE, null, ex);
		}
		finally {
			this.processors.release();
		}
	}

	/** What is longer would be cut, and found by its beginning only. */
	private void check(List<String> texts) {
		if (texts.isEmpty() || texts.size() > BATCH) {
			throw new IllegalArgumentException(texts.size() + " texts are not one call");
		}
		for (String text : texts) {
			if (text.isEmpty() || count(text) > MAX_TOKENS) {
				throw new IllegalArgumentException("a text is empty or longer than " + MAX_TOKENS);
			}
		}
	}

	private void acquire(Deadline deadline) {
		try {
			if (!this.processors.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
				throw new ModelException(id(), ModelException.Kind.TIMEOUT, null, null);
			}
		}
		catch (InterruptedException _) {
			Thread.currentThread().interrupt();
			throw new CancellationException("interrupted");
		}
	}

	private float[][] vectors(List<String> texts) {
		List<Embedding> made = this.model.embedAll(texts.stream().map(this::segment).toList()).content();
		float[][] vectors = new float[made.size()][];
		for (int i = 0; i < vectors.length; i++) {
			vectors[i] = ofLengthOne(made.get(i));
		}
		return vectors;
	}

	/** The library refuses what has no word at all. */
	private TextSegment segment(String text) {
		return TextSegment.from((text.trim().isEmpty() || count(text) == 0) ? "." : text);
	}

	private static float[] ofLengthOne(Embedding made) {
		float[] vector = made.vector().clone();
		double square = 0;
		for (float number : vector) {
			square += (double) number * number;
		}
		if (vector.length != DIMENSION || !Double.isFinite(square) || square == 0) {
			throw new IllegalStateException("not a vector of " + DIMENSION + " numbers");
		}
		double length = Math.sqrt(square);
		for (int i = 0; i < vector.length; i++) {
			vector[i] = (float) (vector[i] / length);
		}
		return vector;
	}

}
