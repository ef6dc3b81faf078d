package dev.agentservice.simulator.usage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The beginnings of prompts that were seen lately, each known by a running hash over its
 * segments.
 */
final class SeenPrefixes {

	private static final int MEMORY = 50_000;

	private final Map<Long, Boolean> hashes = new LinkedHashMap<>(16, 0.75f, true) {
		@Override
		protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
			return size() > MEMORY;
		}
	};

	/** The beginnings that end with a segment, shortest first. */
	static List<Prefix> of(String model, List<Segment> prompt) {
		List<Prefix> prefixes = new ArrayList<>(prompt.size());
		long hash = model.hashCode();
		int tokens = Segment.PER_REQUEST;
		for (Segment segment : prompt) {
			hash = (hash * 1_000_003 + segment.identity().hashCode()) * 1_000_003 + segment.identity().length();
			tokens += segment.tokens();
			prefixes.add(new Prefix(hash, tokens, segment.cacheBreakpoint()));
		}
		return prefixes;
	}

	/** The tokens of the longest prefix seen before; remembers them all. */
	synchronized int longestSeen(List<Prefix> prefixes) {
		int longest = 0;
		for (Prefix prefix : prefixes) {
			if (this.hashes.put(prefix.hash(), true) != null) {
				longest = prefix.tokens();
			}
		}
		return longest;
	}

	record Prefix(long hash, int tokens, boolean marked) {

	}

}
