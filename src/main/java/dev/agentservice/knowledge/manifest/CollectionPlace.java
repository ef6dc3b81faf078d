package dev.agentservice.knowledge.manifest;

import java.util.List;

import dev.agentservice.identity.UserTag;
import dev.agentservice.knowledge.store.KnowledgeStores;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;

/**
 * Where one collection is: that of a tenant, or what one user has in it. Its keys share a
 * hash tag, so that one script can change them together.
 *
 * @param tenantTag the tag of the tenant
 * @param collection the configured name of the collection
 * @param owner whose documents these are; null for those that the tenant shares
 */
public record CollectionPlace(String tenantTag, String collection, @Nullable UserTag owner) {

	/** Who owns what a whole tenant shares. */
	public static final String SHARED = "shared";

	private static final List<String> FRAGMENTS = List.of("fragment/clock", "fragment/epoch", "fragment/hash",
			"fragment/index", "fragment/stored", "knowledge/know-owner", "knowledge/know-collection");

	/** The documents that a tenant shares. */
	public CollectionPlace(String tenantTag, String collection) {
		this(tenantTag, collection, null);
	}

	/** What a user of the tenant has in the same collection. */
	public CollectionPlace of(UserTag user) {
		return new CollectionPlace(this.tenantTag, this.collection, user);
	}

	/** What indexes and seals know the owner by. */
	public String ownerTag() {
		return (this.owner != null) ? this.owner.value() : SHARED;
	}

	/** The Redis that holds it. */
	public RedisStore in(KnowledgeStores stores) {
		return (this.owner != null) ? stores.own() : stores.shared();
	}

	/** The files of a script that works on these keys. */
	public static String[] script(String name) {
		String[] files = FRAGMENTS.toArray(new String[FRAGMENTS.size() + 1]);
		files[FRAGMENTS.size()] = "knowledge/" + name;
		return files;
	}

	/** The key that scripts derive all others from, and those of the owner. */
	public List<String> keys() {
		if (this.owner == null) {
			return List.of("as:{k:" + this.tenantTag + ":" + this.collection + "}:collection");
		}
		return List.of(this.owner.key("know:" + this.collection + ":collection"), this.owner.key("epoch"),
				this.owner.key("keys"), this.owner.key("who"));
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
