package dev.agentservice.knowledge.search;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.agentservice.knowledge.index.Candidate;
import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.knowledge.index.PassageIndex;
import dev.agentservice.knowledge.manifest.CheckedHit;
import dev.agentservice.knowledge.manifest.DocumentTags;
import dev.agentservice.knowledge.manifest.Manifest;
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

	private static final String UNAVAILABLE = "unavailable";

	private final PassageIndex index;

	private final Manifest manifest;

	private final DocumentTags tags;

	private final PassageJudge judge;

	private final KnowledgeMetrics metrics;

	private final KnowledgeProperties.Search limits;

	Searches(PassageIndex index, Manifest manifest, DocumentTags tags, PassageJudge judge, KnowledgeMetrics metrics,
			KnowledgeProperties properties) {
		this.index = index;
		this.manifest = manifest;
		this.tags = tags;
		this.judge = judge;
		this.metrics = metrics;
		this.limits = properties.search();
	}

	/**
	 * Searches.
	 * @param collections where; out of the caller, never out of arguments
	 * @param query what for
	 * @param topK how many passages at most
	 * @throws StoreUnavailableException if Redis is unavailable: then nothing can be
	 * checked
	 */
	public SearchResult search(List<KnownCollection> collections, String query, int topK) {
		Deadline deadline = Deadline.after(this.limits.timeout());
		List<String> missing = new ArrayList<>();
		Map<KnownCollection, List<Candidate>> found = new LinkedHashMap<>();
		for (KnownCollection collection : collections) {
			find(collection, query, deadline, found, missing);
		}
		return new SearchResult(this.judge.choose(check(found), topK), missing);
	}

	private void find(KnownCollection collection, String query, Deadline deadline,
			Map<KnownCollection, List<Candidate>> found, List<String> missing) {
		long start = System.nanoTime();
		String outcome = UNAVAILABLE;
		try {
			found.put(collection, this.index.matching(collection, query, this.limits.candidates(), deadline));
			outcome = OK;
		}
		catch (IndexUnavailableException ex) {
			missing.add(collection.name());
		}
		finally {
			this.metrics.searched(collection.name(), SearchMode.TEXT, outcome,
					Duration.ofNanos(System.nanoTime() - start));
		}
	}

	/** All collections side by side: one wait. */
	private List<Hit> check(Map<KnownCollection, List<Candidate>> found) {
		List<Check> checks = new ArrayList<>();
		found.forEach((collection, candidates) -> {
			if (!candidates.isEmpty()) {
				checks.add(new Check(collection, candidates,
						this.manifest.check(collection.place(), candidates.stream().map(Candidate::id).toList())));
			}
		});
		List<Hit> hits = new ArrayList<>();
		checks.forEach((check) -> hits.addAll(hits(check.collection(), check.candidates(), joined(check.answer()))));
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

	private List<Hit> hits(KnownCollection collection, List<Candidate> candidates, List<CheckedHit> checked) {
		List<Hit> hits = new ArrayList<>();
		for (int i = 0; i < candidates.size(); i++) {
			Candidate candidate = candidates.get(i);
			switch (checked.get(i)) {
				case CheckedHit.Dropped(String reason) -> this.metrics.dropped(reason);
				case CheckedHit.Current current -> {
					if (isGenuine(collection, candidate, current)) {
						hits.add(new Hit(collection.name(), current.entry(), candidate.id().n(), current.passage(),
								Fusion.share(i + 1), candidate.score()));
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
	private record Check(KnownCollection collection, List<Candidate> candidates,
			CompletableFuture<List<CheckedHit>> answer) {

	}

}
