package dev.agentservice.identity;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.springframework.stereotype.Component;

/**
 * Makes user tags: the first 128 bits of HMAC-SHA-256, keyed with the pepper, over tenant
 * and user, each behind its length in bytes. The lengths keep ("a", "bc") and ("ab", "c")
 * apart whatever characters the names hold.
 */
@Component
public final class UserTags {

	private static final String ALGORITHM = "HmacSHA256";

	private static final int TAG_BYTES = 16;

	/**
	 * Knows the key, and is only ever copied: that spares finding and preparing it each
	 * time.
	 */
	private final Mac keyed;

	UserTags(IdentityProperties properties) {
		try {
			this.keyed = Mac.getInstance(ALGORITHM);
			this.keyed.init(new SecretKeySpec(properties.pepper().getBytes(StandardCharsets.UTF_8), ALGORITHM));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every JDK has " + ALGORITHM, ex);
		}
	}

	/**
	 * The tag of a user.
	 * @throws IllegalArgumentException if a name holds an unpaired surrogate, for which
	 * UTF-8 has no bytes
	 */
	public UserTag of(String tenant, String user) {
		return new UserTag(tag(tenant, user));
	}

	/**
	 * The tag of a tenant, in keys that belong to all its users. No user has the same,
	 * because theirs are made of two names.
	 * @throws IllegalArgumentException if the name holds an unpaired surrogate
	 */
	public String ofTenant(String tenant) {
		return tag(tenant);
	}

	/**
	 * A word for an agent's revision that nobody outside can know. No user and no tenant
	 * has the same, because theirs are made of fewer names.
	 */
	public String ofRevision(String revision) {
		return tag("agent", "revision", revision);
	}

	/**
	 * A word for an answer of an agent to a user's question, by which it is known again.
	 * Nobody can make one up, and no text can be guessed by it. Nothing else has the
	 * same, because theirs are made of fewer names.
	 */
	public String ofAnswer(UserTag user, String agent, String question, String answer) {
		return tag("answer", user.value(), agent, encodable(question), encodable(answer));
	}

	/**
	 * What stands for a document of a collection. Nothing else has the same, because
	 * theirs are made of another number of names.
	 */
	public String ofDocument(String tenantTag, String collection, String document) {
		return tag("document", tenantTag, collection, document);
	}

	/**
	 * A seal that nobody can make up. Nothing else has the same, because theirs are made
	 * of fewer names.
	 * @param names what it seals; at least five
	 */
	public String ofPassage(String... names) {
		return tag(Stream.concat(Stream.of("knowledge-seal"), Stream.of(names)).toArray(String[]::new));
	}

	/**
	 * Texts, unlike names, may hold unpaired surrogates; each becomes a question mark.
	 */
	private static String encodable(String text) {
		return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
	}

	private String tag(String... names) {
		try {
			Mac mac = (Mac) this.keyed.clone();
			for (String name : names) {
				update(mac, name);
			}
			return HexFormat.of().formatHex(mac.doFinal(), 0, TAG_BYTES);
		}
		catch (CloneNotSupportedException ex) {
			throw new IllegalStateException("The JDK's own " + ALGORITHM + " can be copied", ex);
		}
	}

	private static void update(Mac mac, String name) {
		try {
			ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name));
			mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.remaining()).flip());
			mac.update(bytes);
		}
		catch (CharacterCodingException ex) {
			throw new IllegalArgumentException("A name holds an unpaired surrogate", ex);
		}
	}

}
