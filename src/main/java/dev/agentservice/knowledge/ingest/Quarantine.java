package dev.agentservice.knowledge.ingest;

import java.util.ArrayList;
import java.util.List;

import dev.agentservice.knowledge.manifest.DocumentTags;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.manifest.document.StoredDocument;
import dev.agentservice.knowledge.settings.KnownCollection;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The passages that a rule keeps from models, as operators see them.
 */
@Component
public class Quarantine {

	/** So many documents are looked through for one page, most of which have none. */
	private static final int LOOKED_THROUGH = 1000;

	/** A page ends behind the document whose passages reach so many characters. */
	private static final int PAGE = 512 * 1024;

	private final Manifest manifest;

	private final DocumentTags tags;

	Quarantine(Manifest manifest, DocumentTags tags) {
		this.manifest = manifest;
		this.tags = tags;
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
