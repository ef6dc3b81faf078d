package dev.agentservice.knowledge.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.agentservice.knowledge.embedding.KnowledgeModels;
import dev.agentservice.knowledge.index.Candidate;
import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.knowledge.index.PassageIndex;
import dev.agentservice.knowledge.manifest.CheckedHit;
import dev.agentservice.knowledge.manifest.DocumentTags;
import dev.agentservice.knowledge.manifest.Manifest;
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

	private final Manifest manifest;

	private final DocumentTags tags;

	private final PassageJudge judge;

	private final KnowledgeModels models;

	private final KnowledgeMetrics metrics;

	private final KnowledgeProperties.Search limits;

	Searches(PassageIndex index, Manifest manifest, DocumentTags tags, PassageJudge judge, KnowledgeModels models,
			KnowledgeMetrics metrics, KnowledgeProperties properties) {
		this.index = index;
		this.manifest = manifest;
		this.tags = tags;
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
		List<CollectionSearch> searches = collections.stream()
			.map((collection) -> new CollectionSearch(collection, query, this.index, this.limits.candidates(), deadline,
					this.models, vectors))
			.toList();
		List<String> missing = new ArrayList<>();
		Map<KnownCollection, Found> found = new LinkedHashMap<>();
		for (CollectionSearch search : searches) {
			find(search, query, found, missing);
		}
		List<String> byWords = found.entrySet()
			.stream()
			.filter((one) -> one.getValue().isDegraded())
			.map((one) -> one.getKey().name())
			.toList();
		return new SearchResult(this.judge.choose(check(found), query.topK()), missing, byWords, mode(found, query));
	}

	/** Where nothing has vectors, words are all there is. */
	private static SearchMode mode(Map<KnownCollection, Found> found, SearchQuery query) {
		if (found.values().stream().noneMatch((one) -> one.vectors() == Extent.SEARCHED)) {
			return SearchMode.TEXT;
		}
		return found.values().stream().anyMatch(Found::words) ? query.mode() : SearchMode.VECTOR;
	}

	private void find(CollectionSearch search, SearchQuery query, Map<KnownCollection, Found> all,
			List<String> missing) {
		String outcome = UNAVAILABLE;
		SearchMode mode = query.mode();
		try {
			Found found = search.found();
			all.put(search.collection(), found);
			outcome = found.isDegraded() ? DEGRADED : OK;
			mode = (found.vectors() == Extent.SEARCHED) ? query.mode() : SearchMode.TEXT;
		}
		catch (IndexUnavailableException _) {
			missing.add(search.collection().name());
		}
		finally {
			this.metrics.searched(search.collection().name(), mode, outcome, search.elapsed());
		}
	}

	/** All collections side by side: one wait. */
	private List<Hit> check(Map<KnownCollection, Found> found) {
		List<Check> checks = new ArrayList<>();
		found.forEach((collection, result) -> {
			if (!result.ranked().isEmpty()) {
				checks.add(new Check(collection, result.ranked(), this.manifest.check(collection.place(),
						result.ranked().stream().map((one) -> one.candidate().id()).toList())));
			}
		});
		List<Hit> hits = new ArrayList<>();
		checks.forEach((check) -> hits.addAll(hits(check.collection(), check.ranked(), joined(check.answer()))));
		hits.sort(Comparator.comparingDouble(Hit::score).reversed());
		return hits;
	}

	private static List<CheckedHit> joined(CompletableFuture<List<CheckedHit>> check) {
		try {
			return check.join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

	private List<Hit> hits(KnownCollection collection, List<Ranked> ranked, List<CheckedHit> checked) {
		List<Hit> hits = new ArrayList<>();
		for (int i = 0; i < ranked.size(); i++) {
			Ranked one = ranked.get(i);
			Candidate candidate = one.candidate();
			switch (checked.get(i)) {
				case CheckedHit.Dropped(String reason) -> this.metrics.dropped(reason);
				case CheckedHit.Current current -> {
					if (isGenuine(collection, candidate, current)) {
						hits.add(new Hit(collection.name(), current.entry(), candidate.id().n(), current.passage(),
								one.score(), one.text(), one.vector()));
					}
					else {
						this.metrics.dropped(KnowledgeMetrics.SEAL);
					}
				}
			}
		}
		return hits;
	}

	private boolean isGenuine(KnownCollection collection, Candidate candidate, CheckedHit.Current current) {
		return this.tags.seal(collection.place(), candidate.id(), current.passage().sha256()).equals(candidate.seal());
	}

	/** What is asked of the manifest. */
	private record Check(KnownCollection collection, List<Ranked> ranked, CompletableFuture<List<CheckedHit>> answer) {

	}

}
