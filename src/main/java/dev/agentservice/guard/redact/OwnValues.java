package dev.agentservice.guard.redact;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.agentservice.guard.redact.stage.Fold;

/**
 * What a user supplied in the session, and may therefore read in the answer. Of each
 * value only a keyed hash is kept, with a key that this object alone has. Not safe for
 * use by several threads while it learns.
 */
public final class OwnValues {

	private static final Pattern BREAK = Pattern.compile("[\\s,;\"'<>()\\[\\]{}|`]+");

	private final byte[] key = new byte[32];

	private final Set<String> hashes = new HashSet<>();

	/** The user supplied nothing. */
	public OwnValues() {
		new SecureRandom().nextBytes(this.key);
	}

	/**
	 * Learns from a text of the user's own, never from a tool's or a model's.
	 * @param text what the user wrote
	 * @param redactors what finds the values in it
	 * @return this
	 */
	public OwnValues learn(String text, Redactors redactors) {
		redactors.find(text, (_, value) -> add(value));
		// What looks like nothing here may look like a telephone number in the answer.
		BREAK.splitAsStream(text).filter(OwnValues::mayIdentify).forEach(this::add);
		return this;
	}

	boolean contains(String value) {
		return !this.hashes.isEmpty() && this.hashes.contains(hash(normal(value)));
	}

	private void add(String value) {
		String normal = normal(value);
		if (!normal.isEmpty()) {
			this.hashes.add(hash(normal));
		}
	}

	private static boolean mayIdentify(String token) {
		return token.indexOf('@') >= 0 || token.chars().filter(Character::isDigit).limit(6).count() == 6;
	}

	/** Ignores grouping and case. */
	private static String normal(String value) {
		StringBuilder normal = new StringBuilder();
		value.codePoints()
			.map(Fold::of)
			.filter((c) -> c != Fold.INVISIBLE && (c == '@' || Character.isLetterOrDigit(c)))
			.map(Character::toLowerCase)
			.forEach(normal::appendCodePoint);
		return normal.toString();
	}

	private String hash(String value) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(this.key, "HmacSHA256"));
			return Base64.getEncoder().encodeToString(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("every Java platform has HmacSHA256", ex);
		}
	}

}
