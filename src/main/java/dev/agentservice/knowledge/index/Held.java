package dev.agentservice.knowledge.index;

import java.util.List;

/**
 * A page of what an index holds.
 *
 * @param versions the versions of documents
 * @param next of the next page; empty if there is none
 */
public record Held(List<Version> versions, String next) {

	public Held {
		versions = List.copyOf(versions);
	}

	/**
	 * One of them.
	 *
	 * @param document the document's tag
	 * @param version which one
	 * @param passages the passages that are there have lower numbers
	 */
	public record Version(String document, long version, int passages) {

	}

}
