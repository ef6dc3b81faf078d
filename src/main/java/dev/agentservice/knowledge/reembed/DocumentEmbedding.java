package dev.agentservice.knowledge.reembed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import dev.agentservice.budget.Purse;
import dev.agentservice.knowledge.embedding.EmbeddingInput;
import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.Vectors;
import dev.agentservice.knowledge.manifest.document.PackedVector;
import dev.agentservice.knowledge.manifest.document.StoredDocument;
import dev.agentservice.knowledge.manifest.document.StoredPassage;
import dev.agentservice.knowledge.reembed.OtherGeneration.State;
import dev.agentservice.knowledge.upkeep.IndexUpdates;
import dev.agentservice.llm.EmbeddingModel;
import dev.agentservice.llm.EmbeddingModel.Purpose;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.json.UnreadableStateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the vectors of one document in another generation.
 */
final class DocumentEmbedding {

	private static final Logger logger = LoggerFactory.getLogger(DocumentEmbedding.class);

	private final Generations generations;

	private final Manifest manifest;

	private final Vectors vectors;

	private final IndexUpdates updates;

	DocumentEmbedding(Generations generations, Manifest manifest, Vectors vectors, IndexUpdates updates) {
		this.generations = generations;
		this.manifest = manifest;
		this.vectors = vectors;
		this.updates = updates;
	}

	/**
	 * One that is damaged, or changes meanwhile, is left to a later round.
	 * @return false if this replica may not go on with the job
	 */
	boolean embed(Reembedding.Work work, String document, EmbeddingModel model, Purse purse) {
		CollectionPlace place = work.collection().place();
		Optional<StoredDocument> read = read(this.manifest, place, document);
		if (read.isEmpty()) {
			return true;
		}
		StoredDocument stored = read.get();
		Generations.Place of = new Generations.Place(document, stored.entry().version(), work.token(),
				work.job().generation());
		Bought bought = bought(work, of, stored, model, purse);
		if (bought != Bought.ALL || !isAllowed(work)) {
			return bought == Bought.CHANGED;
		}
		long mark = this.updates.writeBeside(work.collection(), document, stored, of.generation(),
				Deadline.after(Reembedding.PATIENCE));
		if (mark >= 0) {
			this.generations.mark(place, of, this.updates.index(), mark);
		}
		return true;
	}

	/** Asked before each call, so that nothing is paid for that cannot be kept. */
	private boolean isAllowed(Reembedding.Work work) {
		return this.generations.renew(work.collection().place(), work.job().g(), work.token(), State.RUNNING,
				Reembedding.LEASE);
	}

	static Optional<StoredDocument> read(Manifest manifest, CollectionPlace place, String document) {
		try {
			return manifest.read(place, document);
		}
		catch (UnreadableStateException _) {
			logger.atError().addKeyValue("document", document).log("A stored document is damaged, not re-embedded");
			return Optional.empty();
		}
	}

	/** Makes those vectors that are not there, of passages in quarantine as well. */
	private Bought bought(Reembedding.Work work, Generations.Place of, StoredDocument stored, EmbeddingModel model,
			Purse purse) {
		CollectionPlace place = work.collection().place();
		List<Integer> missing = new ArrayList<>(IntStream.range(0, stored.entry().passages()).boxed().toList());
		missing.removeAll(
				this.vectors.find(place, of.document(), of.version(), of.generation(), List.copyOf(missing)).keySet());
		List<String> texts = missing.stream().map((n) -> input(stored.passages().get(n), model)).toList();
		for (int from = 0; from < missing.size();) {
			if (!isAllowed(work)) {
				return Bought.REFUSED;
			}
			int size = model.fitting(texts.subList(from, texts.size()));
			float[][] made = model.embed(texts.subList(from, from + size), Purpose.PASSAGE, purse,
					Deadline.after(Reembedding.PATIENCE));
			Map<Integer, PackedVector> packed = new LinkedHashMap<>();
			for (int i = 0; i < size; i++) {
				packed.put(missing.get(from + i), PackedVector.of(made[i]));
			}
			if (!this.generations.keep(place, of, packed)) {
				return Bought.CHANGED;
			}
			from += size;
		}
		return Bought.ALL;
	}

	private static String input(StoredPassage passage, EmbeddingModel model) {
		return EmbeddingInput.of(model, passage.heading(), passage.text());
	}

	/** Which vectors of a document are there now. */
	private enum Bought {

		ALL,
		/** The document has changed meanwhile, or the job. */
		CHANGED,
		/** This replica may not go on. */
		REFUSED

	}

}
