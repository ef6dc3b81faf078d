package dev.agentservice.knowledge.manifest;

import java.util.List;

/**
 * Where one collection of one tenant is. Its keys share a hash tag, so that one script
 * can change them together.
 *
 * @param tenantTag the tag of the tenant
 * @param collection the configured name of the collection
 */
public record CollectionPlace(String tenantTag, String collection) {

	/** The key that scripts derive all others from. */
	List<String> keys() {
		return List.of("as:{k:" + this.tenantTag + ":" + this.collection + "}:collection");
	}

	/** What lists of collections know it by. */
	String member() {
		return this.tenantTag + " " + this.collection;
	}

	/** Reads what {@link #member} has written. */
	static CollectionPlace ofMember(String member) {
		int at = member.indexOf(' ');
		return new CollectionPlace(member.substring(0, at), member.substring(at + 1));
	}

}
