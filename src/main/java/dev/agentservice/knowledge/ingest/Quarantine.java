package dev.agentservice.knowledge.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import dev.agentservice.knowledge.manifest.document.StoredDocument;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.knowledge.upkeep.IndexUpdates;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.problem.InvalidRequestException;
import dev.agentservice.support.problem.ProblemException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The passages that a rule keeps from models: shows them to operators, and releases them.
 */
@Component
public class Quarantine {

	/** What the release of a passage is called in the audit log. */
	private static final String RELEASE = "knowledge.released";

	private static final Duration RELEASED_WITHIN = Duration.ofSeconds(30);

	/** So many documents are looked through for one page, most of which have none. */
	private static final int LOOKED_THROUGH = 1000;

	/** A page ends behind the document whose passages reach so many characters. */
	private static final int PAGE = 512 * 1024;

	private final Manifest manifest;

	private final DocumentTags tags;

	private final Ingestion ingestion;

	private final IndexUpdates updates;

	private final Audit audit;

	Quarantine(Manifest manifest, DocumentTags tags, Ingestion ingestion, IndexUpdates updates, Audit audit) {
		this.manifest = manifest;
		this.tags = tags;
		this.ingestion = ingestion;
		this.updates = updates;
		this.audit = audit;
	}

	/**
	 * A page of documents with passages in quarantine. It may be empty and not the last
	 * one: only so many documents are looked through at once.
	 * @param after the id of the document that the page before ended with; null for the
	 * first
	 * @param limit how many documents it has at most
	 */
	public Page list(KnownCollection collection, @Nullable String after, int limit) {
		String from = (after != null) ? this.tags.of(collection.place(), after) : "";
		Manifest.Page looked = this.manifest.list(collection.place(), from, LOOKED_THROUGH);
		List<StoredDocument> held = new ArrayList<>();
		int characters = 0;
		String last = null;
		int seen = 0;
		for (DocumentEntry entry : looked.documents().values()) {
			if (held.size() == limit || characters >= PAGE) {
				break;
			}
			seen++;
			last = entry.id();
			if (!entry.quarantined().isEmpty()) {
				characters += read(collection, entry, held);
			}
		}
		boolean hasNext = looked.hasNext() || seen < looked.documents().size();
		return new Page(held, hasNext ? last : null);
	}

	/**
	 * Adds what the document is by now, unless it has nothing in quarantine any more.
	 * @return the characters of what it has there
	 */
	private int read(KnownCollection collection, DocumentEntry entry, List<StoredDocument> held) {
		StoredDocument now = this.manifest.read(collection.place(), this.tags.of(collection.place(), entry.id()))
			.filter((document) -> !document.entry().quarantined().isEmpty())
			.orElse(null);
		if (now == null) {
			return 0;
		}
		held.add(now);
		return now.entry().quarantined().stream().mapToInt((one) -> now.passages().get(one.n()).text().length()).sum();
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

	/**
	 * A page of documents with passages in quarantine.
	 *
	 * @param documents those documents, with all their passages
	 * @param next behind which document the next page begins; null if this is the last
	 * one
	 */
	public record Page(List<StoredDocument> documents, @Nullable String next) {

		public Page {
			documents = List.copyOf(documents);
		}

	}

}
