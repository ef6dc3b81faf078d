package dev.agentservice.agent.definition;

import java.util.Collection;
import java.util.List;

/**
 * What agents can know of.
 *
 * @param collections the names of the collections there are
 * @param scored whether passages have scores that can be compared with a threshold
 */
public record KnowledgeOffer(Collection<String> collections, boolean scored) {

	/** There is nothing to know. */
	public static final KnowledgeOffer NONE = new KnowledgeOffer(List.of(), false);

	public KnowledgeOffer {
		collections = List.copyOf(collections);
	}

}
