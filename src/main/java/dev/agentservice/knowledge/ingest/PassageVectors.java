package dev.agentservice.knowledge.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import dev.agentservice.budget.BudgetExceededException;
import dev.agentservice.budget.Purse;
import dev.agentservice.knowledge.embedding.EmbeddingInput;
import dev.agentservice.knowledge.embedding.KnowledgeModels;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.Vectors;
import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.manifest.document.PackedVector;
import dev.agentservice.knowledge.manifest.document.StoredDocument;
import dev.agentservice.knowledge.manifest.document.StoredPassage;
import dev.agentservice.llm.EmbeddingModel;
import dev.agentservice.llm.EmbeddingModel.Purpose;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.support.json.UnreadableStateException;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Makes the vectors of a document's passages, of those in quarantine, too: who releases
 * them need not pay. What the version before has, or was paid for by a request that
 * failed, is not made again; each call's vectors are kept before the next one is made.
 */
@Component
class PassageVectors {

	/** Documents that wait for a provider at once; each holds its text and vectors. */
	private static final int LIMIT = 16;

	/** Of these a tenant leaves some for others, however long its provider takes. */
	private static final int SHARE = 12;

	private final Manifest manifest;

	private final Vectors vectors;

	private final KnowledgeModels models;

	private final StoreTerms terms;

	private final IngestSlots slots = new IngestSlots(LIMIT, SHARE, Duration.ofSeconds(1));

	PassageVectors(Manifest manifest, Vectors vectors, KnowledgeModels models, StoreTerms terms) {
		this.manifest = manifest;
		this.vectors = vectors;
		this.models = models;
		this.terms = terms;
	}

	/**
	 * The vectors of all passages; none without a model.
	 * @param entry what is to be said of the document
	 * @throws dev.agentservice.support.problem.ProblemException if they cannot be made,
	 * or could not be stored
	 */
	Made of(Draft draft, DocumentEntry entry, List<StoredPassage> passages) {
		EmbeddingModel model = this.models.configured().orElse(null);
		if (model == null) {
			return Made.NONE;
		}
		return this.slots.within(draft.writer().place().tenantTag(), () -> made(draft, entry, passages, model));
	}

	private Made made(Draft draft, DocumentEntry entry, List<StoredPassage> passages, EmbeddingModel model) {
		Map<String, String> texts = new LinkedHashMap<>();
		List<String> digests = new ArrayList<>();
		for (StoredPassage passage : passages) {
			String text = input(passage, model);
			String digest = digest(entry, text);
			digests.add(digest);
			texts.put(digest, text);
		}
		Map<String, PackedVector> known = known(draft, entry, texts, model);
		int reused = (int) digests.stream().filter(known::containsKey).count();
		texts.keySet().removeAll(known.keySet());
		known.putAll(bought(draft, texts, model));
		return new Made(digests.stream().map((digest) -> Objects.requireNonNull(known.get(digest))).toList(), reused);
	}

	/** Those that need not be paid for. */
	private Map<String, PackedVector> known(Draft draft, DocumentEntry entry, Map<String, String> texts,
			EmbeddingModel model) {
		Optional<StoredDocument> before = before(draft);
		demandPlace(draft, entry, before.map((one) -> one.entry().passages()).orElse(0));
		if (!this.vectors.keepOnly(draft.writer(), texts.keySet())) {
			throw IngestProblems.busy();
		}
		Map<String, PackedVector> known = new HashMap<>(this.vectors.kept(draft.writer(), texts.keySet()));
		before.filter((one) -> one.entry().comparedBy().equals(entry.comparedBy()))
			.ifPresent((one) -> known.putAll(ofVersion(draft, one, texts, model)));
		known.values().removeIf((vector) -> isDamaged(vector, model));
		return known;
	}

	/** Who stores a document that is damaged mends it. */
	private Optional<StoredDocument> before(Draft draft) {
		try {
			return this.manifest.read(draft.writer().place(), draft.writer().document());
		}
		catch (UnreadableStateException _) {
			return Optional.empty();
		}
	}

	/** Nothing is paid for what would be refused in the end. */
	private void demandPlace(Draft draft, DocumentEntry entry, int before) {
		int most = this.terms.mostPassages(draft.collection());
		if (this.manifest.look(draft.writer().place()).passages() + entry.passages() - before > most) {
			throw draft.collection().isOwn() ? IngestProblems.fullOfOwn("passages", most)
					: IngestProblems.full("passages", most);
		}
	}

	private Map<String, PackedVector> ofVersion(Draft draft, StoredDocument before, Map<String, String> texts,
			EmbeddingModel model) {
		Map<Integer, String> wanted = new LinkedHashMap<>();
		for (int n = 0; n < before.passages().size(); n++) {
			String digest = digest(before.entry(), input(before.passages().get(n), model));
			if (texts.containsKey(digest)) {
				wanted.put(n, digest);
			}
		}
		Map<String, PackedVector> found = new HashMap<>();
		this.vectors.find(draft.writer().place(), draft.writer().document(), before.entry().version(), wanted.keySet())
			.forEach((n, vector) -> found.put(Objects.requireNonNull(wanted.get(n)), vector));
		return found;
	}

	private Map<String, PackedVector> bought(Draft draft, Map<String, String> texts, EmbeddingModel model) {
		Map<String, PackedVector> bought = new HashMap<>();
		List<String> digests = List.copyOf(texts.keySet());
		List<String> rest = List.copyOf(texts.values());
		for (int from = 0; from < digests.size();) {
			int size = model.fitting(rest.subList(from, rest.size()));
			float[][] vectors = embed(draft, rest.subList(from, from + size), model);
			Map<String, PackedVector> packed = new LinkedHashMap<>();
			for (int i = 0; i < size; i++) {
				packed.put(digests.get(from + i), PackedVector.of(vectors[i]));
			}
			if (!this.vectors.keep(draft.writer(), packed)) {
				throw IngestProblems.busy();
			}
			bought.putAll(packed);
			from += size;
		}
		return bought;
	}

	private static float[][] embed(Draft draft, List<String> texts, EmbeddingModel model) {
		if (draft.deadline().passed()) {
			throw IngestProblems.late();
		}
		try {
			return model.embed(texts, Purpose.PASSAGE, draft.purse(), draft.deadline());
		}
		catch (BudgetExceededException ex) {
			throw IngestProblems.unpaid(ex);
		}
		catch (ProblemException ex) {
			throw (ex.code() == ProblemCode.DEADLINE_EXCEEDED) ? IngestProblems.late() : ex;
		}
		catch (ModelException ex) {
			throw draft.deadline().passed() ? IngestProblems.late() : IngestProblems.notEmbedded(ex);
		}
	}

	private static boolean isDamaged(PackedVector vector, EmbeddingModel model) {
		try {
			vector.unpack(model.dimension());
			return false;
		}
		catch (UnreadableStateException _) {
			return true;
		}
	}

	private static String input(StoredPassage passage, EmbeddingModel model) {
		return EmbeddingInput.of(model, passage.heading(), passage.text());
	}

	private static String digest(DocumentEntry entry, String text) {
		return Digests.of(entry.comparedBy() + "\n" + text);
	}

	/**
	 * What was made.
	 *
	 * @param vectors in the order of the passages; none without a model
	 * @param reused how many were not made anew
	 */
	record Made(List<PackedVector> vectors, int reused) {

		static final Made NONE = new Made(List.of(), 0);

		Made {
			vectors = List.copyOf(vectors);
		}

		/** What they cost; null without a model. */
		Ingested.@Nullable Bill bill(Purse purse) {
			return this.vectors.isEmpty() ? null : new Ingested.Bill(this.reused, purse.tokens(), purse.costNano());
		}

	}

}
