package dev.agentservice.identity;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import org.springframework.stereotype.Component;

/**
 * Makes user tags: the first 128 bits of HMAC-SHA-256, keyed with the pepper, over tenant
 * and user, each behind its length in bytes. The lengths keep ("a", "bc") and ("ab", "c")
 * apart whatever characters the names hold.
 */
@Component
public final class UserTags {

	private final KeyedHash hash;

	UserTags(IdentityProperties properties) {
		this.hash = new KeyedHash(properties.pepper());
	}

	/**
	 * The tag of a user.
	 * @throws IllegalArgumentException if a name holds an unpaired surrogate, for which
	 * UTF-8 has no bytes
	 */
	public UserTag of(String tenant, String user) {
		return new UserTag(this.hash.of(tenant, user));
	}

	/**
	 * The tag of a tenant, in keys that belong to all its users. No user has the same,
	 * because theirs are made of two names.
	 * @throws IllegalArgumentException if the name holds an unpaired surrogate
	 */
	public String ofTenant(String tenant) {
		return this.hash.of(tenant);
	}

	/**
	 * A word for an agent's revision that nobody outside can know. No user and no tenant
	 * has the same, because theirs are made of fewer names.
	 */
	public String ofRevision(String revision) {
		return this.hash.of("agent", "revision", revision);
	}

	/**
	 * A word for an answer of an agent to a user's question, by which it is known again.
	 * Nobody can make one up, and no text can be guessed by it. Nothing else has the
	 * same, because theirs are made of fewer names.
	 */
	public String ofAnswer(UserTag user, String agent, String question, String answer) {
		return this.hash.of("answer", user.value(), agent, encodable(question), encodable(answer));
	}

	/**
	 * What stands for a user's idempotency key. Nothing else has the same, because theirs
	 * are made of another number of names, or of another first one.
	 * @param digest the key's digest
	 */
	public String ofIdempotencyKey(UserTag user, String digest) {
		return this.hash.of("idempotency-key", user.value(), digest);
	}

	/**
	 * What stands for a user's request, to detect another one with the same idempotency
	 * key. Nothing else has the same, as for that.
	 * @param digest the request's digest
	 */
	public String ofRequest(UserTag user, String digest) {
		return this.hash.of("request", user.value(), digest);
	}

	/**
	 * A key of 256 bits for a user and a day, in hexadecimal digits. Nothing else has the
	 * same, because theirs are made of another number of names, or of another first one.
	 * @param secret without which nobody can make it
	 */
	public String ofSeal(UserTag user, String day, String secret) {
		return this.hash.of("interaction-seal", user.value(), day, secret, "1")
				+ this.hash.of("interaction-seal", user.value(), day, secret, "2");
	}

	/**
	 * What stands for a document of a collection. Nothing else has the same, because
	 * theirs are made of another number of names.
	 */
	public String ofDocument(String tenantTag, String collection, String document) {
		return this.hash.of("document", tenantTag, collection, document);
	}

	/**
	 * What stands for a document that a user owns. Nothing else has the same, because
	 * theirs are made of another number of names, or of another first one.
	 */
	public String ofOwnDocument(UserTag user, String collection, String document) {
		return this.hash.of("own-document", user.value(), collection, document);
	}

	/**
	 * A seal that nobody can make up. Nothing else has the same, because theirs are made
	 * of fewer names.
	 * @param names what it seals; at least five
	 */
	public String ofPassage(String... names) {
		return this.hash.of(Stream.concat(Stream.of("knowledge-seal"), Stream.of(names)).toArray(String[]::new));
	}

	/**
	 * A seal of the receipt of an erasure, which only the service can make or check.
	 * Nothing else has the same, because theirs begin otherwise.
	 */
	public String ofReceipt(String text) {
		return this.hash.of("erasure", "receipt", "of", "a", "user", "of", "a", "tenant", encodable(text));
	}

	/**
	 * Texts, unlike names, may hold unpaired surrogates; each becomes a question mark.
	 */
	private static String encodable(String text) {
		return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
	}

}
