package dev.agentservice.knowledge.embedding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.manifest.document.PackedVector;
import dev.agentservice.knowledge.manifest.document.StoredPassage;
import dev.agentservice.llm.EmbeddingModel;
import dev.agentservice.support.json.UnreadableStateException;

/**
 * The vectors of a document's passages in one generation, those that there are and those
 * that have to be made. Texts that are equal share one.
 */
public final class WantedVectors {

	private final Generation generation;

	private final EmbeddingModel model;

	/** By the digests of what goes to the model. */
	private final Map<String, String> texts = new LinkedHashMap<>();

	/** In the order of the passages. */
	private final List<String> digests = new ArrayList<>();

	private final Map<String, PackedVector> known = new HashMap<>();

	private final UnaryOperator<String> digester;

	private int reused;

	private WantedVectors(Generation generation, EmbeddingModel model, UnaryOperator<String> digester) {
		this.digester = digester;
		this.generation = generation;
		this.model = model;
	}

	/**
	 * Those of these passages.
	 * @param digests makes what a text is known by
	 */
	public static WantedVectors of(Generation generation, EmbeddingModel model, List<StoredPassage> passages,
			UnaryOperator<String> digests) {
		WantedVectors wanted = new WantedVectors(generation, model, digests);
		for (StoredPassage passage : passages) {
			String text = EmbeddingInput.of(model, passage.heading(), passage.text());
			String digest = wanted.digest(text);
			wanted.digests.add(digest);
			wanted.texts.put(digest, text);
		}
		return wanted;
	}

	/** In which generation. */
	public Generation generation() {
		return this.generation;
	}

	/** What makes them. */
	public EmbeddingModel model() {
		return this.model;
	}

	/** What their texts are known by. */
	public Set<String> digests() {
		return Set.copyOf(this.digests);
	}

	/** Those of these passages whose vectors are wanted, by their numbers. */
	public Map<Integer, String> among(List<StoredPassage> passages) {
		Map<Integer, String> among = new LinkedHashMap<>();
		for (int n = 0; n < passages.size(); n++) {
			String digest = digest(EmbeddingInput.of(this.model, passages.get(n).heading(), passages.get(n).text()));
			if (this.texts.containsKey(digest)) {
				among.put(n, digest);
			}
		}
		return among;
	}

	/** Adds vectors that there are; one that is damaged is made anew. */
	public void add(Map<String, PackedVector> vectors) {
		vectors.forEach((digest, vector) -> {
			if (!isDamaged(vector)) {
				this.known.put(digest, vector);
			}
		});
	}

	/** None of those that are added from here on was there before. */
	public void countReused() {
		this.reused = (int) this.digests.stream().filter(this.known::containsKey).count();
	}

	/** How many passages had theirs before. */
	public int reused() {
		return this.reused;
	}

	/** What has to be made, by digests. */
	public Map<String, String> missing() {
		Map<String, String> missing = new LinkedHashMap<>(this.texts);
		missing.keySet().removeAll(this.known.keySet());
		return missing;
	}

	/** All of them, in the order of the passages. */
	public List<PackedVector> vectors() {
		return this.digests.stream().map((digest) -> Objects.requireNonNull(this.known.get(digest))).toList();
	}

	private boolean isDamaged(PackedVector vector) {
		try {
			vector.unpack(this.generation.dimension());
			return false;
		}
		catch (UnreadableStateException _) {
			return true;
		}
	}

	private String digest(String text) {
		return this.digester.apply(this.generation + "\n" + text);
	}

}
