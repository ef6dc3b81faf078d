package dev.agentservice.ratelimit.bucket;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The buckets of one slot of Redis as this replica last saw them, by their keys.
 */
final class SeenBuckets {

	private final Map<String, String> texts = new HashMap<>();

	/** Notes what is stored of a bucket; null if nothing is. */
	void note(BucketKey key, @Nullable String text) {
		this.texts.put(key.name(), (text != null) ? text : "");
	}

	/** What becomes of the buckets that are drawn from, as far as they can be read. */
	List<Draft> drafts(List<Draw> batch, long nanos) {
		Map<BucketKey, List<Draw>> buckets = batch.stream()
			.collect(Collectors.groupingBy(Draw::key, LinkedHashMap::new, Collectors.toList()));
		List<Draft> drafts = new ArrayList<>();
		buckets.forEach((key, draws) -> {
			try {
				drafts.add(Draft.of(key, draws, this.texts.getOrDefault(key.name(), ""), nanos));
			}
			catch (RuntimeException ex) {
				// What cannot be read may be gone when it is asked for next.
				this.texts.remove(key.name());
				draws.forEach((draw) -> draw.answer().completeExceptionally(ex));
			}
		});
		return drafts;
	}

}
