package dev.agentservice.knowledge.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTags;
import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.support.problem.InvalidRequestException;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;

import org.springframework.stereotype.Component;

/**
 * The collections of the configuration, as callers have them: which one is meant is
 * decided by the caller's tenant, never by what a request says.
 */
@Component
public class KnowledgeCollections {

	private final Map<String, CollectionProperties> collections;

	private final UserTags tags;

	KnowledgeCollections(KnowledgeProperties properties, UserTags tags) {
		this.collections = new TreeMap<>(properties.collections());
		this.tags = tags;
	}

	/** The settings of all, by name. */
	public Map<String, CollectionProperties> all() {
		return Map.copyOf(this.collections);
	}

	/** Those that the caller's tenant may use, by name. */
	public List<KnownCollection> of(Caller caller) {
		return this.collections.keySet().stream().flatMap((name) -> find(caller, name).stream()).toList();
	}

	/** A collection, if the caller's tenant may use it. */
	public Optional<KnownCollection> find(Caller caller, String name) {
		return Optional.ofNullable(this.collections.get(name))
			.filter((settings) -> settings.tenants().isEmpty() || settings.tenants().contains(caller.tenant()))
			.map((settings) -> new KnownCollection(name, new CollectionPlace(this.tags.ofTenant(caller.tenant()), name),
					settings));
	}

	/**
	 * A collection that the caller's tenant may use.
	 * @throws ProblemException {@code not_found} if there is none
	 */
	public KnownCollection require(Caller caller, String name) {
		return find(caller, name).orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND,
				"There is no such collection. GET /knowledge lists them."));
	}

	/**
	 * What the caller has of its own in a collection. That needs no scope to change it.
	 * @throws ProblemException {@code not_found} if there is no such collection
	 * @throws InvalidRequestException if users have nothing of their own in it
	 */
	public KnownCollection requireOwn(Caller caller, String name) {
		KnownCollection shared = require(caller, name);
		if (!shared.properties().personal()) {
			throw new InvalidRequestException("owner",
					"must be shared: users have no documents of their own in this collection");
		}
		return shared.of(caller.tag());
	}

	/** All that a search for the caller covers: what is shared, and the caller's own. */
	public List<KnownCollection> searched(Caller caller, KnownCollection shared) {
		return shared.properties().personal() ? List.of(shared, shared.of(caller.tag())) : List.of(shared);
	}

	/**
	 * A collection whose documents the caller may change.
	 * @throws ProblemException {@code not_found}, or {@code forbidden}
	 */
	public KnownCollection requireWritable(Caller caller, String name) {
		KnownCollection collection = require(caller, name);
		if (!caller.scopes().contains(collection.properties().write().scope())) {
			throw new ProblemException(ProblemCode.FORBIDDEN,
					"Documents of this collection are changed with the scope 'ops' only.");
		}
		return collection;
	}

}
