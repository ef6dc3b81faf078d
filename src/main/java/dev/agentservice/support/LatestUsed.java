package dev.agentservice.support;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Keeps what was used latest and forgets the rest, so that nobody can fill the memory by
 * inventing users or editing files. Thread-safe.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class LatestUsed<K, V> {

	private final int capacity;

	private final Function<K, V> maker;

	private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
			return size() > LatestUsed.this.capacity;
		}

	};

	/**
	 * Remembers nothing yet.
	 * @param capacity how many values it holds at most
	 * @param maker makes a value that is not there
	 */
	public LatestUsed(int capacity, Function<K, V> maker) {
		this.capacity = capacity;
		this.maker = maker;
	}

	/** The value of a key, made if it is not there. */
	public synchronized V get(K key) {
		return this.values.computeIfAbsent(key, this.maker);
	}

	synchronized int size() {
		return this.values.size();
	}

}
