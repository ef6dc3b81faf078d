package dev.agentservice.knowledge.index;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * By what the manifest knows an index outside of this process: of what kind it is, and
 * where. A collection that is in one is not in another one.
 */
public final class IndexName {

	private static final int LENGTH = 8;

	private IndexName() {
	}

	/** For example {@code pgvector-1f3a5b7c}. */
	public static String of(String kind, String place) {
		return kind + "-" + hash(place);
	}

	/**
	 * What stands for a text where no other characters than letters and digits may be.
	 */
	public static String hash(String text) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(hash).substring(0, LENGTH);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

}
