package dev.agentservice.knowledge.ingest;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.agentservice.audit.Audit;
import dev.agentservice.audit.AuditEntry;
import dev.agentservice.identity.Caller;
import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.knowledge.manifest.CollectionSums;
import dev.agentservice.knowledge.manifest.DocumentTags;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.knowledge.upkeep.IndexUpdates;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.problem.InvalidRequestException;
import dev.agentservice.support.problem.ProblemException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Reads, lists, deletes and releases documents.
 */
@Component
public class Documents {

	/** What the release of a passage is called in the audit log. */
	private static final String RELEASE = "knowledge.released";

	private static final Duration RELEASED_WITHIN = Duration.ofSeconds(30);

	private final Manifest manifest;

	private final DocumentTags tags;

	private final Ingestion ingestion;

	private final IndexUpdates updates;

	private final Audit audit;

	Documents(Manifest manifest, DocumentTags tags, Ingestion ingestion, IndexUpdates updates, Audit audit) {
		this.manifest = manifest;
		this.tags = tags;
		this.ingestion = ingestion;
		this.updates = updates;
		this.audit = audit;
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

	/**
	 * Releases passages from quarantine, after that was written to the audit log.
	 * @param numbers which; each has to be in quarantine
	 * @param reason why, for the audit log
	 * @return the document from now on
	 * @throws ProblemException if there is no such document, or it has changed meanwhile
	 */
	public DocumentEntry release(Caller operator, KnownCollection collection, String id, Set<Integer> numbers,
			String reason) {
		DocumentEntry read = find(collection, id);
		Set<Integer> quarantined = read.quarantined()
			.stream()
			.map(DocumentEntry.Quarantined::n)
			.collect(Collectors.toCollection(TreeSet::new));
		if (!quarantined.containsAll(numbers)) {
			throw new InvalidRequestException("passages", "must be in quarantine: " + quarantined);
		}
		String document = this.tags.of(collection.place(), id);
		DocumentEntry released = indexed(collection, document, read.release(numbers), numbers);
		this.audit.record(AuditEntry.by(operator, RELEASE, collection.name() + "/" + id, quarantined.toString(),
				"released " + new TreeSet<>(numbers) + ": " + reason));
		if (!this.manifest.release(collection.place(), document, read, released, this.updates.index())) {
			throw IngestProblems.busy();
		}
		this.ingestion.changed(collection);
		return released;
	}

	/** What is found before it is released is still dropped. */
	private DocumentEntry indexed(KnownCollection collection, String document, DocumentEntry released,
			Set<Integer> numbers) {
		try {
			return this.updates.release(collection, document, released, numbers, Deadline.after(RELEASED_WITHIN));
		}
		catch (IndexUnavailableException ex) {
			throw IngestProblems.notIndexed(ex);
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
