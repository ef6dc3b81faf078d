package dev.agentservice.knowledge.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.agentservice.knowledge.embedding.KnowledgeModels;
import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.knowledge.index.OwnPassages;
import dev.agentservice.knowledge.index.PassageIndex;
import dev.agentservice.knowledge.search.CollectionSearch.Extent;
import dev.agentservice.knowledge.search.CollectionSearch.Found;
import dev.agentservice.knowledge.settings.KnowledgeProperties;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.StoreUnavailableException;

import org.springframework.stereotype.Component;

/**
 * Searches collections: asks the index, checks what it found against the manifest, and
 * has today's rules judge the rest.
 */
@Component
public class Searches {

	private static final String OK = "ok";

	private static final String DEGRADED = "degraded";

	private static final String UNAVAILABLE = "unavailable";

	private final PassageIndex index;

	private final OwnPassages own;

	private final HitChecks checks;

	private final PassageJudge judge;

	private final KnowledgeModels models;

	private final KnowledgeMetrics metrics;

	private final KnowledgeProperties.Search limits;

	Searches(PassageIndex index, OwnPassages own, HitChecks checks, PassageJudge judge, KnowledgeModels models,
			KnowledgeMetrics metrics, KnowledgeProperties properties) {
		this.index = index;
		this.own = own;
		this.checks = checks;
		this.judge = judge;
		this.models = models;
		this.metrics = metrics;
		this.limits = properties.search();
	}

	/**
	 * Searches.
	 * @param collections where; out of the caller, never out of arguments
	 * @param query what for
	 * @throws StoreUnavailableException if Redis is unavailable: then nothing can be
	 * checked
	 * @throws dev.agentservice.budget.BudgetExceededException if the query's vector
	 * cannot be paid
	 */
	public SearchResult search(List<KnownCollection> collections, SearchQuery query) {
		Deadline deadline = Deadline.after(this.limits.timeout());
		QueryVectors vectors = new QueryVectors(query, deadline);
		// What users own is waited for last: nothing shared is missing because of it.
		List<CollectionSearch> searches = collections.stream()
			.sorted(Comparator.comparing(KnownCollection::isOwn))
			.map((collection) -> new CollectionSearch(collection, query, index(collection), this.limits.candidates(),
					deadline, this.models, vectors))
			.toList();
		List<KnownCollection> missing = new ArrayList<>();
		Map<KnownCollection, Found> found = new LinkedHashMap<>();
		for (CollectionSearch search : searches) {
			find(search, query, found, missing);
		}
		List<KnownCollection> byWords = found.keySet()
			.stream()
			.filter((one) -> Objects.requireNonNull(found.get(one)).isDegraded())
			.toList();
		return new SearchResult(this.judge.choose(this.checks.hits(ranked(found)), query.topK()), shared(missing),
				shared(byWords), mode(found, query),
				Stream.concat(missing.stream(), byWords.stream()).noneMatch(KnownCollection::isOwn));
	}

	private static List<String> shared(List<KnownCollection> collections) {
		return collections.stream().filter((one) -> !one.isOwn()).map(KnownCollection::name).toList();
	}

	private PassageIndex index(KnownCollection collection) {
		return collection.isOwn() ? this.own.of(collection) : this.index;
	}

	/** Where nothing has vectors, words are all there is. */
	private static SearchMode mode(Map<KnownCollection, Found> found, SearchQuery query) {
		if (found.values().stream().noneMatch((one) -> one.vectors() == Extent.SEARCHED)) {
			return SearchMode.TEXT;
		}
		return found.values().stream().anyMatch(Found::words) ? query.mode() : SearchMode.VECTOR;
	}

	private void find(CollectionSearch search, SearchQuery query, Map<KnownCollection, Found> all,
			List<KnownCollection> missing) {
		String outcome = UNAVAILABLE;
		SearchMode mode = query.mode();
		try {
			Found found = search.found();
			all.put(search.collection(), found);
			outcome = found.isDegraded() ? DEGRADED : OK;
			mode = (found.vectors() == Extent.SEARCHED) ? query.mode() : SearchMode.TEXT;
		}
		catch (IndexUnavailableException _) {
			missing.add(search.collection());
		}
		finally {
			this.metrics.searched(search.collection().name(), mode, outcome, search.elapsed());
		}
	}

	private static Map<KnownCollection, List<Ranked>> ranked(Map<KnownCollection, Found> found) {
		Map<KnownCollection, List<Ranked>> ranked = new LinkedHashMap<>();
		found.forEach((collection, one) -> ranked.put(collection, one.ranked()));
		return ranked;
	}

}
