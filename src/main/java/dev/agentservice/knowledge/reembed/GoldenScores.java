package dev.agentservice.knowledge.reembed;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

import dev.agentservice.budget.Purse;
import dev.agentservice.knowledge.embedding.EmbeddingInput;
import dev.agentservice.knowledge.embedding.KnowledgeModels;
import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.Vectors;
import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.manifest.document.PackedVector;
import dev.agentservice.knowledge.settings.KnowledgeProperties;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.llm.EmbeddingModel;
import dev.agentservice.llm.EmbeddingModel.Purpose;
import dev.agentservice.support.Deadline;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * How well the vectors of a generation answer a collection's golden queries, whatever
 * index they are in: all are compared, a document counts at its best passage.
 */
@Component
class GoldenScores {

	private static final int PAGE = 100;

	private final Map<String, List<GoldenQuery>> golden;

	private final Manifest manifest;

	private final Vectors vectors;

	private final Function<Generation, Optional<EmbeddingModel>> models;

	/**
	 * Reads all golden queries.
	 * @throws IllegalArgumentException if a file cannot be read
	 */
	@Autowired
	GoldenScores(KnowledgeProperties properties, Manifest manifest, Vectors vectors, KnowledgeModels models) {
		this(read(properties), manifest, vectors, models::of);
	}

	GoldenScores(Map<String, List<GoldenQuery>> golden, Manifest manifest, Vectors vectors,
			Function<Generation, Optional<EmbeddingModel>> models) {
		this.golden = golden;
		this.manifest = manifest;
		this.vectors = vectors;
		this.models = models;
	}

	private static Map<String, List<GoldenQuery>> read(KnowledgeProperties properties) {
		Map<String, List<GoldenQuery>> golden = new TreeMap<>();
		properties.collections().forEach((name, collection) -> {
			if (collection.golden() != null) {
				golden.put(name, GoldenQuery.read(collection.golden()));
			}
		});
		return golden;
	}

	/** Whether there are golden queries of a collection. */
	boolean has(KnownCollection collection) {
		return this.golden.containsKey(collection.name());
	}

	/**
	 * The mean nDCG@10, from 0 to 1, of queries that have a document in the collection;
	 * nothing without such a query, if a vector is missing, or if the model cannot be
	 * used any more.
	 * @param purse pays for the queries' vectors
	 * @throws dev.agentservice.llm.model.ModelException if these cannot be made
	 * @throws dev.agentservice.budget.BudgetExceededException if they cannot be paid
	 */
	OptionalDouble of(KnownCollection collection, Generation generation, Purse purse, Deadline deadline) {
		Optional<EmbeddingModel> model = this.models.apply(generation);
		List<GoldenQuery> queries = this.golden.getOrDefault(collection.name(), List.of());
		if (model.isEmpty() || queries.isEmpty()) {
			return OptionalDouble.empty();
		}
		List<float[]> asked = embedded(model.get(), queries, purse, deadline);
		Set<String> shown = new HashSet<>();
		List<BestDocuments> best = best(collection.place(), generation, asked, shown, deadline);
		return IntStream.range(0, best.size())
			.filter((i) -> !Collections.disjoint(queries.get(i).documents(), shown))
			.mapToDouble((i) -> best.get(i).ndcg(queries.get(i).documents(shown)))
			.average();
	}

	private static List<float[]> embedded(EmbeddingModel model, List<GoldenQuery> queries, Purse purse,
			Deadline deadline) {
		List<String> texts = queries.stream().map((one) -> EmbeddingInput.of(model, one.query())).toList();
		List<float[]> vectors = new ArrayList<>();
		while (vectors.size() < texts.size()) {
			List<String> rest = texts.subList(vectors.size(), texts.size());
			vectors.addAll(List.of(model.embed(rest.subList(0, model.fitting(rest)), Purpose.QUERY, purse, deadline)));
		}
		return vectors;
	}

	/**
	 * Of each query the best documents; none if a vector is missing.
	 * @param shown takes the ids of all documents that can be found
	 */
	private List<BestDocuments> best(CollectionPlace place, Generation generation, List<float[]> asked,
			Set<String> shown, Deadline deadline) {
		List<BestDocuments> best = asked.stream().map((_) -> new BestDocuments()).toList();
		String after = "";
		Manifest.Page page;
		do {
			page = this.manifest.list(place, after, PAGE);
			for (Map.Entry<String, DocumentEntry> one : page.documents().entrySet()) {
				List<Integer> numbers = shown(one.getValue());
				List<float[]> passages = passages(place, one.getKey(), one.getValue(), generation, numbers);
				if (passages.size() < numbers.size() || deadline.passed()) {
					return List.of();
				}
				for (int i = 0; i < asked.size() && !passages.isEmpty(); i++) {
					shown.add(one.getValue().id());
					best.get(i).offer(one.getValue().id(), nearest(asked.get(i), passages));
				}
				after = one.getKey();
			}
		}
		while (page.hasNext() && !page.documents().isEmpty());
		return best;
	}

	/** The passages that models may see. */
	private static List<Integer> shown(DocumentEntry entry) {
		Set<Integer> hidden = new HashSet<>();
		entry.quarantined().forEach((one) -> hidden.add(one.n()));
		return IntStream.range(0, entry.passages()).filter((n) -> !hidden.contains(n)).boxed().toList();
	}

	private List<float[]> passages(CollectionPlace place, String document, DocumentEntry entry, Generation generation,
			List<Integer> numbers) {
		Map<Integer, PackedVector> found = new HashMap<>(
				this.vectors.find(place, document, entry.version(), generation, numbers));
		return found.values().stream().map((vector) -> vector.unpack(generation.dimension())).toList();
	}

	private static double nearest(float[] query, List<float[]> passages) {
		return passages.stream().mapToDouble((passage) -> {
			double sum = 0;
			for (int i = 0; i < query.length; i++) {
				sum += (double) query[i] * passage[i];
			}
			return sum;
		}).max().orElse(0);
	}

}
