package dev.agentservice.knowledge.ingest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

import dev.agentservice.knowledge.settings.KnowledgeProperties;

/**
 * SHA-256 of texts.
 */
final class Digests {

	/** Another one, once passages are cut otherwise. */
	private static final String CHUNKER = "1";

	private Digests() {
	}

	static String of(String text) {
		MessageDigest digest = sha256();
		return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
	}

	/** Of all that decides what is stored of a document. */
	static String of(NewDocument document, String title, KnowledgeProperties.Passage passage) {
		List<Object> parts = new ArrayList<>(List.of(CHUNKER, passage.tokens(), passage.prefix(), title,
				Objects.toString(document.source(), ""), document.metadata().size()));
		new TreeMap<>(document.metadata()).forEach((name, value) -> parts.addAll(List.of(name, value)));
		parts.add(document.text());
		StringBuilder all = new StringBuilder();
		for (Object part : parts) {
			String text = part.toString();
			// The length tells where it ends, so no two documents read the same.
			all.append(text.length()).append(':').append(text);
		}
		return of(all.toString());
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

}
