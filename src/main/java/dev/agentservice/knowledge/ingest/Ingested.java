package dev.agentservice.knowledge.ingest;

import dev.agentservice.knowledge.manifest.DocumentEntry;

/**
 * What became of a document that was to be stored.
 *
 * @param entry what the manifest says of it now
 * @param created whether there was none of its id before
 * @param unchanged whether it was there already
 */
public record Ingested(DocumentEntry entry, boolean created, boolean unchanged) {

}
