package dev.agentservice.knowledge.reembed;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.agentservice.budget.Purse;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.llm.EmbeddingModel;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.support.Deadline;

/**
 * A model that makes the same vector of the same text, one text a call, and remembers
 * what it was asked for.
 */
public class TestModel implements EmbeddingModel {

	/** The texts of all calls. */
	public final List<String> asked = new ArrayList<>();

	private final Generation generation;

	public TestModel(Generation generation) {
		this.generation = generation;
	}

	Generation generation() {
		return this.generation;
	}

	@Override
	public ModelId id() {
		return ModelId.parse(this.generation.model());
	}

	@Override
	public int dimension() {
		return this.generation.dimension();
	}

	@Override
	public int maxTokens() {
		return 1000;
	}

	@Override
	public long count(String text) {
		return text.length();
	}

	@Override
	public int fitting(List<String> texts) {
		return 1;
	}

	@Override
	public float[][] embed(List<String> texts, Purpose purpose, Purse purse, Deadline deadline) {
		this.asked.addAll(texts);
		return texts.stream().map(this::vector).toArray(float[][]::new);
	}

	/** The vector of a text, of length 1. */
	public float[] vector(String text) {
		Random random = new Random((this.generation + text).hashCode());
		float[] vector = new float[dimension()];
		double square = 0;
		for (int i = 0; i < vector.length; i++) {
			vector[i] = (float) random.nextGaussian();
			square += vector[i] * vector[i];
		}
		for (int i = 0; i < vector.length; i++) {
			vector[i] /= (float) Math.sqrt(square);
		}
		return vector;
	}

}
