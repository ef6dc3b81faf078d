package dev.agentservice.knowledge.ingest;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.agentservice.audit.Audit;
import dev.agentservice.audit.AuditEntry;
import dev.agentservice.identity.Caller;
import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.knowledge.manifest.DocumentTags;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.knowledge.upkeep.IndexUpdates;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.problem.InvalidRequestException;
import dev.agentservice.support.problem.ProblemException;

import org.springframework.stereotype.Component;

/**
 * Releases passages from quarantine.
 */
@Component
public class PassageRelease {

	/** What it is called in the audit log. */
	private static final String RELEASE = "knowledge.released";

	private static final Duration RELEASED_WITHIN = Duration.ofSeconds(30);

	private final Manifest manifest;

	private final DocumentTags tags;

	private final Ingestion ingestion;

	private final IndexUpdates updates;

	private final Audit audit;

	PassageRelease(Manifest manifest, DocumentTags tags, Ingestion ingestion, IndexUpdates updates, Audit audit) {
		this.manifest = manifest;
		this.tags = tags;
		this.ingestion = ingestion;
		this.updates = updates;
		this.audit = audit;
	}

	/**
	 * Releases passages, after that was written to the audit log.
	 * @param numbers which; each has to be in quarantine
	 * @param reason why, for the audit log
	 * @return the document from now on
	 * @throws ProblemException if there is no such document, or it has changed meanwhile
	 */
	public DocumentEntry release(Caller operator, KnownCollection collection, String id, Set<Integer> numbers,
			String reason) {
		String document = this.tags.of(collection.place(), id);
		DocumentEntry read = this.manifest.entry(collection.place(), document).orElseThrow(IngestProblems::absent);
		Set<Integer> quarantined = read.quarantined()
			.stream()
			.map(DocumentEntry.Quarantined::n)
			.collect(Collectors.toCollection(TreeSet::new));
		if (!quarantined.containsAll(numbers)) {
			throw new InvalidRequestException("passages", "must be in quarantine: " + quarantined);
		}
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

}
