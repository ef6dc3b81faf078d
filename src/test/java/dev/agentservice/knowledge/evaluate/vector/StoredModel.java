package dev.agentservice.knowledge.evaluate.vector;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

import dev.agentservice.budget.Purse;
import dev.agentservice.knowledge.embedding.EmbeddingInput;
import dev.agentservice.llm.EmbeddingModel;
import dev.agentservice.llm.InProcessModel;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.support.Deadline;

/**
 * The in-process model as far as its vectors are stored. Its tokens are estimated, so
 * that texts are cut in the same places whether it is there or not.
 */
public final class StoredModel implements EmbeddingModel {

	public static final int DIMENSION = 384;

	private static final int MAX_TOKENS = 126;

	private static final Duration LONG = Duration.ofMinutes(5);

	private final StoredVectors stored;

	public StoredModel(StoredVectors stored) {
		this.stored = stored;
	}

	@Override
	public ModelId id() {
		return InProcessModel.ID;
	}

	@Override
	public int dimension() {
		return DIMENSION;
	}

	@Override
	public int maxTokens() {
		return MAX_TOKENS;
	}

	@Override
	public long count(String text) {
		return WordPieces.estimate(text);
	}

	@Override
	public int fitting(List<String> texts) {
		return texts.size();
	}

	/** The vector of a text, if it is stored. */
	public Optional<float[]> find(String text) {
		return this.stored.of(text);
	}

	@Override
	public float[][] embed(List<String> texts, Purpose purpose, Purse purse, Deadline deadline) {
		return texts.stream()
			.map((text) -> find(text)
				.orElseThrow(() -> new ModelException(id(), ModelException.Kind.UNAVAILABLE, null, null)))
			.toArray(float[][]::new);
	}

	/**
	 * Makes and stores what is missing of these texts.
	 * @param real the model itself
	 * @return how many were longer than it takes, against the estimate
	 */
	@SuppressWarnings("NullAway") // a model in this process asks nobody to pay
	public int make(List<String> texts, EmbeddingModel real, BiConsumer<Integer, Integer> progress) {
		List<String> missing = texts.stream().distinct().filter((text) -> find(text).isEmpty()).toList();
		int longer = 0;
		for (int from = 0; from < missing.size();) {
			int size = real.fitting(missing.subList(from, missing.size()));
			List<String> batch = missing.subList(from, from + size);
			List<String> inputs = new ArrayList<>();
			for (String text : batch) {
				String input = EmbeddingInput.of(real, text);
				longer += input.equals(text) ? 0 : 1;
				inputs.add(input);
			}
			float[][] vectors = real.embed(inputs, Purpose.PASSAGE, null, Deadline.after(LONG));
			for (int i = 0; i < size; i++) {
				this.stored.put(batch.get(i), vectors[i]);
			}
			from += size;
			progress.accept(from, missing.size());
		}
		return longer;
	}

}
