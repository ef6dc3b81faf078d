package dev.agentservice.knowledge.manifest;

import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.manifest.document.StoredPassage;

/**
 * What the manifest says to a passage that an index has found.
 */
public sealed interface CheckedHit {

	/**
	 * It counts.
	 *
	 * @param entry its document
	 * @param passage the passage, with its text
	 */
	record Current(DocumentEntry entry, StoredPassage passage) implements CheckedHit {

	}

	/**
	 * It does not.
	 *
	 * @param reason why not: {@code version}, {@code quarantined} or {@code damaged}
	 */
	record Dropped(String reason) implements CheckedHit {

	}

}
