package dev.agentservice.knowledge.index.pinecone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.agentservice.knowledge.embedding.KnowledgeModels;
import dev.agentservice.knowledge.index.Candidate;
import dev.agentservice.knowledge.index.Held;
import dev.agentservice.knowledge.index.IndexBreaker;
import dev.agentservice.knowledge.index.IndexName;
import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.knowledge.index.IndexedCollections;
import dev.agentservice.knowledge.index.IndexedPassage;
import dev.agentservice.knowledge.index.PassageIndex;
import dev.agentservice.knowledge.index.Scope;
import dev.agentservice.knowledge.index.Shelf;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.settings.KnowledgeProperties;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.Deadline;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/**
 * The index at Pinecone for vectors, and the one in this process for words, as long as a
 * collection is small enough for that.
 *
 * @see <a href="https://docs.pinecone.io/guides/index-data/check-data-freshness">Pinecone
 * on the freshness of what it finds</a>
 */
@Component
@Primary
@ConditionalOnProperty(name = "agent-service.knowledge.index", havingValue = KnowledgeProperties.PINECONE)
class PineconeIndex implements PassageIndex, SmartInitializingSingleton, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(PineconeIndex.class);

	private static final Duration START = Duration.ofSeconds(10);

	private static final Set<String> METRICS = Set.of("cosine", "dotproduct");

	/** As many namespaces as are remembered. */
	private static final int MOST = 10_000;

	private final String name;

	private final PineconeClient client;

	private final PassageIndex words;

	private final IndexedCollections collections;

	private final int mostWords;

	private final int dimension;

	private final Counter foreign;

	private final PineconeInstance instance;

	/** What searches have seen of each namespace's log. */
	private final Map<String, Long> indexed = new ConcurrentHashMap<>();

	@Autowired
	PineconeIndex(KnowledgeProperties properties, Manifest manifest, KnowledgeModels models, MeterRegistry meters,
			@Qualifier("embeddedIndex") PassageIndex words) {
		this(new PineconeClient(properties.pinecone(),
				new IndexBreaker(KnowledgeProperties.PINECONE, properties.breaker(), meters),
				new PublicAddresses(properties.pinecone().privateNetwork())), properties, manifest,
				models.generation().dimension(), meters, words);
	}

	PineconeIndex(PineconeClient client, KnowledgeProperties properties, Manifest manifest, int dimension,
			MeterRegistry meters, PassageIndex words) {
		this.name = IndexName.of(KnowledgeProperties.PINECONE,
				properties.pinecone().host().toLowerCase(Locale.ROOT).replaceFirst("/$", ""));
		this.client = client;
		this.words = words;
		this.instance = new PineconeInstance(client, dimension);
		this.collections = new IndexedCollections(manifest, this);
		this.mostWords = properties.limits().embeddedPassages();
		this.dimension = dimension;
		this.foreign = meters.counter("agent.knowledge.hits.dropped", "reason", "seal");
	}

	/**
	 * Looks at the index before anything is served. One that does not answer is none of
	 * its concern.
	 * @throws IllegalStateException if it is another one than is needed
	 */
	@Override
	public void afterSingletonsInstantiated() {
		try {
			this.client.call("/describe_index_stats", "{}", Deadline.after(START))
				.ifPresentOrElse((answer) -> demand(answer.body()), () -> {
					throw new IllegalStateException(
							"agent-service.knowledge.pinecone.host: there is no index at this address");
				});
		}
		catch (PineconeRefusedException ex) {
			throw new IllegalStateException("agent-service.knowledge.pinecone: " + ex.getMessage()
					+ ". Compare host and api-key with the project's console", ex);
		}
		catch (IndexUnavailableException ex) {
			logger.atWarn()
				.addKeyValue("reason", ex.getMessage())
				.log("Pinecone, the index of knowledge, cannot be reached; the service starts without it");
		}
	}

	private void demand(JsonNode stats) {
		int has = stats.path("dimension").asInt(this.dimension);
		if (has != this.dimension) {
			throw new IllegalStateException("agent-service.knowledge.pinecone.host: the index takes vectors of " + has
					+ " numbers, and the configured embedding model makes those of " + this.dimension
					+ ". Create an index of that dimension, with the metric cosine");
		}
		String metric = stats.path("metric").asString("cosine");
		if (!METRICS.contains(metric)) {
			throw new IllegalStateException("agent-service.knowledge.pinecone.host: the index has the metric " + metric
					+ ". Create one with the metric cosine");
		}
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public String instance(KnownCollection collection, Generation of, boolean again, Deadline deadline) {
		return this.name + "/" + this.instance.id(again, deadline);
	}

	@Override
	public Held held(Shelf shelf, String next, Deadline deadline) {
		if (!shelf.generation().hasVectors()) {
			return new Held(List.of(), "");
		}
		return this.client.read("/vectors/list", PineconeIds.list(namespace(shelf), next), deadline)
			.map((answer) -> PineconeIds.held(answer.body()))
			.orElseGet(() -> new Held(List.of(), ""));
	}

	@Override
	public boolean isAvailable() {
		return this.client.isAvailable();
	}

	@Override
	public boolean isLost(KnownCollection collection) {
		return this.collections.isLost(collection.place());
	}

	@Override
	public long write(Shelf shelf, List<IndexedPassage> passages, Deadline deadline) {
		long mark = AT_ONCE;
		for (String body : PineconeRecords.upserts(namespace(shelf), passages)) {
			long written = required("/vectors/upsert", body, deadline).written();
			mark = (written > 0) ? Math.max(mark, written) : UNKNOWN;
		}
		return mark;
	}

	/** Where there is no namespace, nothing is left of it. */
	@Override
	public void delete(Shelf shelf, Collection<PassageId> ids, Deadline deadline) {
		if (shelf.generation().hasVectors()) {
			PineconeRecords.deletes(namespace(shelf), ids)
				.forEach((body) -> this.client.call("/vectors/delete", body, deadline));
		}
	}

	/** If nothing that was seen says so, a search is made whose hits nobody wants. */
	@Override
	public long found(Shelf shelf, long wanted, Deadline deadline) {
		String namespace = namespace(shelf);
		if (seen(namespace) < wanted) {
			float[] any = new float[shelf.generation().dimension()];
			any[0] = 1;
			query(namespace, any, 1, deadline);
		}
		return seen(namespace);
	}

	@Override
	public boolean findsWords(KnownCollection collection, Deadline deadline) {
		return this.collections.passages(collection.place()) <= this.mostWords;
	}

	@Override
	public List<Candidate> matching(Scope scope, String query, int most, Deadline deadline) {
		return findsWords(scope.collection(), deadline) ? this.words.matching(scope, query, most, deadline) : List.of();
	}

	@Override
	public Optional<Generation> generation(KnownCollection collection, Deadline deadline) {
		return this.collections.generation(collection, deadline);
	}

	@Override
	public List<Candidate> nearest(Scope scope, Generation of, float[] vector, int most, Deadline deadline) {
		List<Candidate> found = new ArrayList<>();
		for (String owner : scope.owners()) {
			found.addAll(
					query(PineconeRecords.namespace(scope.collection().place(), of, owner), vector, most, deadline));
		}
		found.sort(Comparator.comparingDouble(Candidate::score).reversed());
		return this.collections.demandAny(scope.collection().place(), of,
				found.subList(0, Math.min(most, found.size())));
	}

	@Override
	public void changed(KnownCollection collection) {
		this.words.changed(collection);
	}

	private List<Candidate> query(String namespace, float[] vector, int most, Deadline deadline) {
		List<Candidate> found = new ArrayList<>();
		this.client.call("/query", PineconeRecords.query(namespace, vector, most), deadline).ifPresent((answer) -> {
			if (this.indexed.size() >= MOST) {
				this.indexed.clear();
			}
			this.indexed.merge(namespace, answer.indexed(), Math::max);
			answer.body().path("matches").forEach((match) -> {
				Candidate candidate = PineconeIds.candidate(match);
				if (candidate != null) {
					found.add(candidate);
				}
				else {
					this.foreign.increment();
				}
			});
		});
		return found;
	}

	private PineconeAnswer required(String path, String body, Deadline deadline) {
		return this.client.call(path, body, deadline)
			.orElseThrow(() -> new IndexUnavailableException("Pinecone has no such index", null));
	}

	private long seen(String namespace) {
		return this.indexed.getOrDefault(namespace, 0L);
	}

	private static String namespace(Shelf shelf) {
		return PineconeRecords.namespace(shelf.collection().place(), shelf.generation(), shelf.owner());
	}

	@Override
	public void close() {
		try {
			this.client.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
