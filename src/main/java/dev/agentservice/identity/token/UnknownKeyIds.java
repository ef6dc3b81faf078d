package dev.agentservice.identity.token;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import dev.agentservice.identity.KeyProperties;

/**
 * Key ids that the issuer did not know when it was asked, so that it is not asked again
 * for each token that names one. Few are kept, and not for long: the issuer may publish
 * one of them later.
 */
final class UnknownKeyIds {

	/** Longer ones are invented. */
	private static final int MAX_LENGTH = 256;

	private final KeyProperties properties;

	private final LongSupplier nanoTime;

	/** When each was asked for, the oldest first. */
	private final Map<String, Long> asked = new LinkedHashMap<>();

	UnknownKeyIds(KeyProperties properties, LongSupplier nanoTime) {
		this.properties = properties;
		this.nanoTime = nanoTime;
	}

	synchronized boolean contains(String keyId) {
		if (keyId.length() > MAX_LENGTH) {
			return true;
		}
		Long since = this.asked.get(keyId);
		if (since == null) {
			return false;
		}
		if (this.nanoTime.getAsLong() - since < this.properties.unknownFor().toNanos()) {
			return true;
		}
		this.asked.remove(keyId);
		return false;
	}

	synchronized void add(String keyId) {
		this.asked.remove(keyId);
		this.asked.put(keyId, this.nanoTime.getAsLong());
		if (this.asked.size() > this.properties.maxUnknown()) {
			this.asked.remove(this.asked.keySet().iterator().next());
		}
	}

	synchronized int size() {
		return this.asked.size();
	}

}
