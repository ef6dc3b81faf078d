package dev.agentservice.knowledge;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.agentservice.budget.Purse;
import dev.agentservice.identity.Caller;
import dev.agentservice.knowledge.embedding.KnowledgeModels;
import dev.agentservice.knowledge.search.Hit;
import dev.agentservice.knowledge.search.Neighbours;
import dev.agentservice.knowledge.search.SearchMode;
import dev.agentservice.knowledge.search.SearchQuery;
import dev.agentservice.knowledge.search.SearchResult;
import dev.agentservice.knowledge.search.Searches;
import dev.agentservice.knowledge.settings.CollectionProperties;
import dev.agentservice.knowledge.settings.KnowledgeCollections;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.redis.StoreUnavailableException;

import org.springframework.stereotype.Component;

/**
 * What agents may know. Thread-safe.
 */
@Component
public class Knowledge {

	private final KnowledgeCollections collections;

	private final Searches searches;

	private final Neighbours neighbours;

	private final KnowledgeModels models;

	Knowledge(KnowledgeCollections collections, Searches searches, Neighbours neighbours, KnowledgeModels models) {
		this.collections = collections;
		this.searches = searches;
		this.neighbours = neighbours;
		this.models = models;
	}

	/** The names of all collections, in their order. */
	public Set<String> names() {
		return new TreeSet<>(this.collections.all().keySet());
	}

	/** Whether the texts of all these are the tenant's own people's. */
	public boolean isTrusted(Collection<String> names) {
		return names.stream().allMatch((name) -> {
			CollectionProperties properties = this.collections.all().get(name);
			return properties != null && properties.trusted();
		});
	}

	/** The languages of these collections, each once. */
	public Set<String> languages(Collection<String> names) {
		Set<String> languages = new TreeSet<>();
		names.forEach((name) -> {
			CollectionProperties properties = this.collections.all().get(name);
			if (properties != null) {
				languages.add(properties.language());
			}
		});
		return languages;
	}

	/** Whether texts are compared by vectors, so that there are scores of these. */
	public boolean hasVectors() {
		return this.models.configured().isPresent();
	}

	/**
	 * Searches for a caller. Collections that the caller's tenant may not use are as
	 * empty.
	 * @param names where, of those that the agent may read
	 * @param query what for
	 * @param purse pays for the query's vector
	 * @throws dev.agentservice.budget.BudgetExceededException if the query's vector
	 * cannot be paid
	 */
	public KnowledgeReading read(Caller caller, List<String> names, KnowledgeQuery query, Purse purse) {
		List<KnownCollection> shared = names.stream()
			.flatMap((name) -> this.collections.find(caller, name).stream())
			.toList();
		List<KnownCollection> known = shared.stream()
			.flatMap((one) -> this.collections.searched(caller, one).stream())
			.toList();
		try {
			SearchResult result = this.searches.search(known,
					new SearchQuery(query.text(), query.topK(), SearchMode.HYBRID, query.minScore(), purse));
			return new KnowledgeReading(this.neighbours.joined(result.hits()).stream().map(Knowledge::passage).toList(),
					result.missing(), result.byWords(), shared.size(), result.isOwnWhole());
		}
		catch (StoreUnavailableException _) {
			return new KnowledgeReading(List.of(), shared.stream().map(KnownCollection::name).toList(), List.of(),
					shared.size(), false);
		}
	}

	private static FoundPassage passage(Hit hit) {
		return new FoundPassage(hit.label(), hit.collection(), hit.entry().id(), hit.entry().title(),
				hit.entry().source(), hit.n(), hit.passage().heading(), hit.passage().text(), hit.passage().start(),
				hit.passage().end(), hit.own());
	}

}
