package dev.agentservice.ratelimit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Keeps what was used latest and forgets the rest, so that nobody can fill the memory by
 * inventing users. Thread-safe.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class LatestUsed<K, V> {

	private final int capacity;

	private final Function<K, V> maker;

	private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
			return size() > LatestUsed.this.capacity;
		}

	};

	LatestUsed(int capacity, Function<K, V> maker) {
		this.capacity = capacity;
		this.maker = maker;
	}

	synchronized V get(K key) {
		return this.values.computeIfAbsent(key, this.maker);
	}

	synchronized int size() {
		return this.values.size();
	}

}
