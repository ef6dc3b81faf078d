package dev.agentservice.knowledge.ingest;

import java.util.List;

import dev.agentservice.budget.Purse;
import dev.agentservice.knowledge.chunk.Passage;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.Deadline;

/**
 * A version of a document in the making.
 *
 * @param collection where it goes
 * @param writer who stores it
 * @param begun what is to be said of it, without its passages
 * @param passages the passages, not judged yet
 * @param purse pays for its vectors
 * @param deadline when it is given up
 */
record Draft(KnownCollection collection, Manifest.Writer writer, DocumentEntry begun, List<Passage> passages,
		Purse purse, Deadline deadline) {

}
