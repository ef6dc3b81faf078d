package dev.agentservice.knowledge.reembed;

import java.util.List;
import java.util.Optional;

import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.manifest.CollectionRoom;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.reembed.OtherGeneration.State;
import dev.agentservice.knowledge.upkeep.IndexUpdates;
import dev.agentservice.support.json.UnreadableStateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the generation of a collection that is not searched.
 */
final class GenerationRemoval {

	private static final Logger logger = LoggerFactory.getLogger(GenerationRemoval.class);

	private final Generations generations;

	private final Manifest manifest;

	private final IndexUpdates updates;

	private final CollectionRoom room;

	GenerationRemoval(Generations generations, Manifest manifest, IndexUpdates updates, CollectionRoom room) {
		this.generations = generations;
		this.manifest = manifest;
		this.updates = updates;
		this.room = room;
	}

	/** Leaves each document with the vectors that are searched, and none besides. */
	void settle(Reembedding.Work work) {
		CollectionPlace place = work.collection().place();
		Generation active = this.generations.look(place).active();
		boolean whole = true;
		String after = "";
		List<String> page = this.manifest.ids(place, after, Reembedding.PAGE);
		while (!page.isEmpty()) {
			for (String document : page) {
				if (!this.generations.renew(place, work.job().g(), work.token(), State.DROPPING, Reembedding.LEASE)) {
					return;
				}
				whole &= settle(place, work.token(), document, active);
			}
			after = page.getLast();
			page = this.manifest.ids(place, after, Reembedding.PAGE);
		}
		if (whole && this.generations.settled(place, work.token())) {
			this.room.settle(place, "");
			this.updates.changed(work.collection());
		}
	}

	/** Whether nothing of it is left of a document; one that has changed waits. */
	private boolean settle(CollectionPlace place, String token, String document, Generation active) {
		try {
			Optional<DocumentEntry> entry = this.manifest.entry(place, document);
			return entry.isEmpty()
					|| this.generations.settle(place, token, document, entry.get(), settled(entry.get(), active));
		}
		catch (UnreadableStateException _) {
			logger.atError().addKeyValue("document", document).log("A stored document is damaged, its vectors stay");
			return false;
		}
	}

	/** Without the mark, which is one of where its former vectors are. */
	private static DocumentEntry settled(DocumentEntry entry, Generation active) {
		long passages = entry.passages();
		return entry.in(active)
			.at(0)
			.taking(entry.bytes() - entry.comparedBy().bytes((int) passages) + active.bytes((int) passages));
	}

}
