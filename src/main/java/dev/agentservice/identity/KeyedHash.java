package dev.agentservice.identity;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An HMAC over lists of names, of which no two that differ have the same bytes.
 * Thread-safe.
 */
final class KeyedHash {

	private static final String ALGORITHM = "HmacSHA256";

	private static final int TAG_BYTES = 16;

	/**
	 * Knows the key, and is only ever copied: that spares finding and preparing it each
	 * time.
	 */
	private final Mac keyed;

	KeyedHash(String key) {
		try {
			this.keyed = Mac.getInstance(ALGORITHM);
			this.keyed.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every JDK has " + ALGORITHM, ex);
		}
	}

	/**
	 * The hash of some names, in hexadecimal digits.
	 * @throws IllegalArgumentException if a name holds an unpaired surrogate
	 */
	String of(String... names) {
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
