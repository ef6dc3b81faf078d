package dev.agentservice.knowledge.ingest;

import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import org.jspecify.annotations.Nullable;

/**
 * What became of a document that was to be stored.
 *
 * @param entry what the manifest says of it now
 * @param created whether there was none of its id before
 * @param unchanged whether it was there already
 * @param bill what its vectors cost; null if none were to be made
 */
public record Ingested(DocumentEntry entry, boolean created, boolean unchanged, @Nullable Bill bill) {

	/**
	 * What the vectors of a document cost.
	 *
	 * @param reused how many passages had theirs already
	 * @param tokens how many tokens the others had
	 * @param costNano what that cost, in nano-USD
	 */
	public record Bill(int reused, long tokens, long costNano) {

	}

}
