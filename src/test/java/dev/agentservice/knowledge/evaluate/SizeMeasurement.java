package dev.agentservice.knowledge.evaluate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import dev.agentservice.knowledge.evaluate.measure.Quantile;
import dev.agentservice.knowledge.evaluate.vector.StoredModel;
import dev.agentservice.knowledge.index.Candidate;
import dev.agentservice.knowledge.index.lucene.PlainIndex;
import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.search.SearchParts;
import dev.agentservice.knowledge.search.SearchQuery;

/**
 * How long a search takes in a collection of generated passages, and what it takes of the
 * heap. Words are as frequent as those of a language (Zipf's law); vectors point
 * anywhere, in which no graph finds its way easily.
 */
final class SizeMeasurement {

	private static final int PER_DOCUMENT = 20;

	private static final int WORDS = 120;

	private static final int VOCABULARY = 20_000;

	private static final int QUERY_WORDS = 8;

	private static final int SEARCHES = 500;

	private static final int WARM_UP = 200;

	private static final int CANDIDATES = 50;

	private final Random random = new Random(20);

	private final Consumer<String> out;

	private final Progress progress;

	SizeMeasurement(Consumer<String> out, Progress progress) {
		this.out = out;
		this.progress = progress;
	}

	/** Fills an index with so many passages and searches it. */
	void run(int passages) {
		long before = used();
		try (PlainIndex index = new PlainIndex("en", new Generation("generated/random", StoredModel.DIMENSION))) {
			fill(index, passages);
			long taken = used() - before;
			this.out.accept(String.format(Locale.ROOT, "%d passages of %d words with %d numbers: %d MB, %.1f KB each",
					passages, WORDS, StoredModel.DIMENSION, taken / 1_000_000, taken / 1000.0 / passages));
			List<Duration> text = new ArrayList<>();
			List<Duration> vector = new ArrayList<>();
			List<Duration> whole = new ArrayList<>();
			BiConsumer<Integer, Integer> told = this.progress.of("searching");
			for (int i = 0; i < WARM_UP + SEARCHES; i++) {
				if (i == WARM_UP) {
					List.of(text, vector, whole).forEach(List::clear);
				}
				search(index, text, vector, whole);
				told.accept(i + 1, WARM_UP + SEARCHES);
			}
			tell("by words", text);
			tell("by vectors", vector);
			tell("by both, one after the other, and joined", whole);
		}
	}

	private void fill(PlainIndex index, int passages) {
		BiConsumer<Integer, Integer> told = this.progress.of("indexing passages");
		for (int from = 0; from < passages; from += PER_DOCUMENT) {
			String document = "d" + from;
			List<PlainIndex.Passage> some = new ArrayList<>();
			for (int n = 0; n < Math.min(PER_DOCUMENT, passages - from); n++) {
				some.add(new PlainIndex.Passage(new PassageId(document, 1, n), words(WORDS), vector()));
			}
			index.put(document, some);
			told.accept(Math.min(passages, from + PER_DOCUMENT), passages);
		}
		index.refresh();
	}

	private void search(PlainIndex index, List<Duration> text, List<Duration> vector, List<Duration> whole) {
		String query = words(QUERY_WORDS);
		float[] direction = vector();
		long start = System.nanoTime();
		List<Candidate> matching = index.matching(query, CANDIDATES);
		long middle = System.nanoTime();
		List<Candidate> nearest = index.nearest(direction, CANDIDATES);
		long end = System.nanoTime();
		int found = SearchParts.fused(matching, nearest, SearchQuery.MIN_SCORE, CANDIDATES).size();
		text.add(Duration.ofNanos(middle - start));
		vector.add(Duration.ofNanos(end - middle));
		whole.add(Duration.ofNanos(System.nanoTime() - start));
		if (found == 0) {
			throw new IllegalStateException("a search has found nothing");
		}
	}

	private String words(int count) {
		StringBuilder words = new StringBuilder();
		for (int i = 0; i < count; i++) {
			// The rank of a word, so that the first are the most frequent.
			int rank = (int) Math.exp(this.random.nextDouble() * Math.log(VOCABULARY));
			words.append('w').append(Integer.toString(rank, Character.MAX_RADIX)).append(' ');
		}
		return words.toString();
	}

	private float[] vector() {
		float[] vector = new float[StoredModel.DIMENSION];
		double square = 0;
		for (int i = 0; i < vector.length; i++) {
			vector[i] = (float) this.random.nextGaussian();
			square += (double) vector[i] * vector[i];
		}
		double length = Math.sqrt(square);
		for (int i = 0; i < vector.length; i++) {
			vector[i] = (float) (vector[i] / length);
		}
		return vector;
	}

	private void tell(String what, List<Duration> durations) {
		durations.sort(null);
		this.out.accept(String.format(Locale.ROOT, "a search %s: p50 %.1f ms, p95 %.1f ms", what,
				Quantile.of(durations, 0.5).toNanos() / 1e6, Quantile.of(durations, 0.95).toNanos() / 1e6));
	}

	private static long used() {
		System.gc();
		Runtime runtime = Runtime.getRuntime();
		return runtime.totalMemory() - runtime.freeMemory();
	}

}
