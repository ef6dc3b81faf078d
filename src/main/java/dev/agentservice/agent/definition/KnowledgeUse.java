package dev.agentservice.agent.definition;

import java.util.List;

import dev.agentservice.knowledge.KnowledgeQuery;

import org.springframework.modulith.NamedInterface;

/**
 * How an agent uses what its tenants know.
 *
 * @param collections the names of the collections; empty for none
 * @param topK how many passages it is shown before a task
 * @param mode when it reads
 * @param required whether it must not answer without having looked
 * @param minScore the least cosine of a passage that is found by its vector alone
 */
@NamedInterface("definition")
public record KnowledgeUse(List<String> collections, int topK, Mode mode, boolean required, double minScore) {

	/** It knows nothing. */
	public static final KnowledgeUse NONE = new KnowledgeUse(List.of(), 0, Mode.AUTO, false, KnowledgeQuery.MIN_SCORE);

	/** How the tool is called by which a model searches. */
	public static final String TOOL = "search_knowledge";

	public KnowledgeUse {
		collections = List.copyOf(collections);
	}

	/** Whether it knows anything. */
	public boolean isOn() {
		return !this.collections.isEmpty();
	}

	/** Whether passages are looked up for each task. */
	public boolean readsBeforehand() {
		return isOn() && this.mode != Mode.TOOL;
	}

	/** Whether its model may search by itself. */
	public boolean hasTool() {
		return isOn() && this.mode != Mode.AUTO;
	}

	/** When an agent reads. */
	public enum Mode {

		/** Before each task. */
		AUTO,
		/** When its model wants to, by the tool {@code search_knowledge}. */
		TOOL,
		/** Both. */
		BOTH

	}

}
