package dev.agentservice.knowledge.ingest;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.agentservice.budget.BudgetExceededException;
import dev.agentservice.budget.Purse;
import dev.agentservice.knowledge.embedding.KnowledgeModels;
import dev.agentservice.knowledge.embedding.WantedVectors;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.Vectors;
import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.manifest.document.Generation;
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
		Optional<WantedVectors> first = wanted(entry.comparedBy(), passages);
		Optional<WantedVectors> second = wanted(draft.writer().making(), passages);
		if (first.isEmpty() && second.isEmpty()) {
			return Made.NONE;
		}
		return this.slots.within(draft.writer().place().tenantTag(), () -> {
			Optional<StoredDocument> before = before(draft);
			demandPlace(draft, entry, before.map((one) -> one.entry().passages()).orElse(0));
			Set<String> all = new HashSet<>();
			Stream.of(first, second).flatMap(Optional::stream).forEach((one) -> all.addAll(one.digests()));
			if (!this.vectors.keepOnly(draft.writer(), all)) {
				throw IngestProblems.busy();
			}
			List<PackedVector> vectors = first.map((one) -> made(draft, before, one)).orElse(List.of());
			List<PackedVector> beside = second.map((one) -> made(draft, before, one)).orElse(List.of());
			return new Made(vectors, beside,
					Stream.of(first, second).flatMap(Optional::stream).mapToInt(WantedVectors::reused).min().orElse(0));
		});
	}

	private Optional<WantedVectors> wanted(@Nullable Generation of, List<StoredPassage> passages) {
		return Optional.ofNullable(of)
			.flatMap((generation) -> this.models.of(generation)
				.map((model) -> WantedVectors.of(generation, model, passages, Digests::of)));
	}

	private List<PackedVector> made(Draft draft, Optional<StoredDocument> before, WantedVectors wanted) {
		wanted.add(this.vectors.kept(draft.writer(), wanted.digests()));
		before.ifPresent((one) -> wanted.add(ofVersion(draft, one, wanted)));
		wanted.countReused();
		bought(draft, wanted);
		return wanted.vectors();
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

	/** Also those that a job has made meanwhile, of this generation alone. */
	private Map<String, PackedVector> ofVersion(Draft draft, StoredDocument before, WantedVectors wanted) {
		Map<Integer, String> numbers = wanted.among(before.passages());
		Map<String, PackedVector> found = new HashMap<>();
		this.vectors
			.find(draft.writer().place(), draft.writer().document(), before.entry().version(), wanted.generation(),
					numbers.keySet())
			.forEach((n, vector) -> found.put(Objects.requireNonNull(numbers.get(n)), vector));
		return found;
	}

	private void bought(Draft draft, WantedVectors wanted) {
		EmbeddingModel model = wanted.model();
		Map<String, String> texts = wanted.missing();
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
			wanted.add(packed);
			from += size;
		}
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

	/**
	 * What was made.
	 *
	 * @param vectors in the order of the passages; none without a model
	 * @param beside the same of the generation that is being made
	 * @param reused how many were not made anew
	 */
	record Made(List<PackedVector> vectors, List<PackedVector> beside, int reused) {

		static final Made NONE = new Made(List.of(), List.of(), 0);

		Made {
			vectors = List.copyOf(vectors);
			beside = List.copyOf(beside);
		}

		/** What they cost; null without a model. */
		Ingested.@Nullable Bill bill(Purse purse) {
			return (this.vectors.isEmpty() && this.beside.isEmpty()) ? null
					: new Ingested.Bill(this.reused, purse.tokens(), purse.costNano());
		}

	}

}
