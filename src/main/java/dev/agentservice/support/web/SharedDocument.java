package dev.agentservice.support.web;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * A document that is the same for everybody. It is made for the first who asks, while
 * others wait, and never again: nobody needs a key for it, so nobody may make us work for
 * it. What a request says decides at most whether it gets the bytes or 304.
 */
final class SharedDocument {

	private final MediaType type;

	private final Supplier<byte[]> source;

	private volatile @Nullable ResponseEntity<byte[]> made;

	SharedDocument(MediaType type, Supplier<byte[]> source) {
		this.type = type;
		this.source = source;
	}

	/** The document; Spring makes it a 304 for those who have it. */
	ResponseEntity<byte[]> answer() {
		ResponseEntity<byte[]> document = this.made;
		return (document != null) ? document : make();
	}

	private synchronized ResponseEntity<byte[]> make() {
		ResponseEntity<byte[]> document = this.made;
		if (document == null) {
			byte[] bytes = this.source.get();
			document = ResponseEntity.ok().contentType(this.type).eTag(sha256(bytes)).body(bytes);
			this.made = document;
		}
		return document;
	}

	private static String sha256(byte[] bytes) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

}
