package dev.agentservice.knowledge.manifest;

import dev.agentservice.identity.UserTags;

import org.springframework.stereotype.Component;

/**
 * Makes what stands for documents in keys and indexes, and the seals by which passages
 * that an index brings are known for the service's own.
 */
@Component
public class DocumentTags {

	private final UserTags tags;

	DocumentTags(UserTags tags) {
		this.tags = tags;
	}

	/**
	 * What stands for a document; its id was chosen by a client, and stays out of keys.
	 */
	public String of(CollectionPlace place, String documentId) {
		return (place.owner() != null) ? this.tags.ofOwnDocument(place.owner(), place.collection(), documentId)
				: this.tags.ofDocument(place.tenantTag(), place.collection(), documentId);
	}

	/**
	 * What nobody can make up for a passage who does not know the pepper.
	 * @param sha256 the digest of its text
	 */
	public String seal(CollectionPlace place, PassageId id, String sha256) {
		return this.tags.ofPassage(place.tenantTag(), place.collection(), place.ownerTag(), id.document(),
				Long.toString(id.version()), Integer.toString(id.n()), sha256);
	}

}
