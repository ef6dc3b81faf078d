package dev.agentservice.knowledge.ingest;

import java.util.Collection;
import java.util.function.Predicate;

import dev.agentservice.knowledge.manifest.CollectionSums;
import dev.agentservice.knowledge.manifest.DocumentTags;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.knowledge.upkeep.IndexUpdates;
import dev.agentservice.support.problem.ProblemException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Reads, lists and deletes documents.
 */
@Component
public class Documents {

	private final Manifest manifest;

	private final DocumentTags tags;

	private final Ingestion ingestion;

	private final IndexUpdates updates;

	Documents(Manifest manifest, DocumentTags tags, Ingestion ingestion, IndexUpdates updates) {
		this.manifest = manifest;
		this.tags = tags;
		this.ingestion = ingestion;
		this.updates = updates;
	}

	/** What a collection holds. */
	public CollectionSums sums(KnownCollection collection) {
		return this.manifest.look(collection.place());
	}

	/**
	 * A page of documents.
	 * @param after the id of the last document of the page before; null for the first
	 */
	public Manifest.Page list(KnownCollection collection, @Nullable String after, int limit) {
		String from = (after != null) ? this.tags.of(collection.place(), after) : "";
		return this.manifest.list(collection.place(), from, limit);
	}

	/**
	 * What is known of a document.
	 * @throws ProblemException {@code not_found}
	 */
	public DocumentEntry find(KnownCollection collection, String id) {
		return this.manifest.entry(collection.place(), this.tags.of(collection.place(), id))
			.orElseThrow(IngestProblems::absent);
	}

	/**
	 * Deletes a document: from then on no search finds it, on any replica.
	 * @param expected the tag that it must have; null for any
	 * @throws ProblemException {@code not_found} or {@code version_mismatch}
	 */
	public void delete(KnownCollection collection, String id, @Nullable Long expected) {
		switch (this.manifest.drop(collection.place(), this.tags.of(collection.place(), id), expected)) {
			case DROPPED -> this.ingestion.changed(collection);
			case ABSENT -> throw IngestProblems.absent();
			case MISMATCH -> throw IngestProblems.mismatch(find(collection, id).version());
		}
	}

	/** Whether a collection is searched by words, too. */
	public boolean findsWords(KnownCollection collection) {
		return this.updates.findsWords(collection);
	}

	/** Which of these documents every search finds from now on. */
	public Predicate<DocumentEntry> found(KnownCollection collection, Collection<DocumentEntry> entries) {
		return this.updates.found(collection, entries);
	}

}
