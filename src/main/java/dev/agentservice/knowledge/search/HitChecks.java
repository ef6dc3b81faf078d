package dev.agentservice.knowledge.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.agentservice.knowledge.index.Candidate;
import dev.agentservice.knowledge.manifest.CheckedHit;
import dev.agentservice.knowledge.manifest.DocumentTags;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.redis.StoreUnavailableException;

import org.springframework.stereotype.Component;

/**
 * Checks what an index has found against the manifest, which alone says what counts.
 */
@Component
class HitChecks {

	private final Manifest manifest;

	private final DocumentTags tags;

	private final KnowledgeMetrics metrics;

	HitChecks(Manifest manifest, DocumentTags tags, KnowledgeMetrics metrics) {
		this.manifest = manifest;
		this.tags = tags;
		this.metrics = metrics;
	}

	/**
	 * The hits among these, the best first. All collections are asked side by side: one
	 * wait.
	 * @throws StoreUnavailableException if Redis is unavailable: then nothing can be
	 * checked
	 */
	List<Hit> hits(Map<KnownCollection, List<Ranked>> found) {
		List<Check> checks = new ArrayList<>();
		found.forEach((collection, ranked) -> {
			if (!ranked.isEmpty()) {
				checks.add(new Check(collection, ranked, this.manifest.check(collection.place(),
						ranked.stream().map((one) -> one.candidate().id()).toList())));
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
						hits.add(new Hit(collection.name(), collection.isOwn(), current.entry(), candidate.id().n(),
								current.passage(), one.score(), one.text(), one.vector()));
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
