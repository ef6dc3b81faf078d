package dev.agentservice.knowledge.index.lucene;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.Vectors;
import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.manifest.document.PackedVector;
import dev.agentservice.support.json.UnreadableStateException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The vectors of a collection, as its copy takes them from Redis. A passage whose vector
 * is damaged or missing is still found by its words.
 */
final class CopiedVectors {

	private static final Logger logger = LoggerFactory.getLogger(CopiedVectors.class);

	private final CollectionPlace place;

	private final Manifest manifest;

	private final @Nullable Vectors vectors;

	private final Runnable damaged;

	/**
	 * Those of a collection.
	 * @param vectors where they are; null if another index searches them
	 */
	CopiedVectors(CollectionPlace place, Manifest manifest, @Nullable Vectors vectors, Runnable damaged) {
		this.place = place;
		this.manifest = manifest;
		this.vectors = vectors;
		this.damaged = damaged;
	}

	/** The vectors of these passages of a document, by their numbers. */
	Map<Integer, float[]> of(String document, DocumentEntry entry, Generation of, List<Integer> numbers) {
		if (this.vectors == null || !of.hasVectors() || numbers.isEmpty()) {
			return Map.of();
		}
		Map<Integer, float[]> unpacked = new HashMap<>();
		this.vectors.find(this.place, document, entry.version(), of, numbers)
			.forEach((n, vector) -> unpack(vector, of, n, unpacked));
		if (unpacked.size() < numbers.size() && isCurrent(document, entry)) {
			logger.atError()
				.addKeyValue("document", document)
				.log("Vectors of a stored document are damaged or missing");
			this.damaged.run();
		}
		return unpacked;
	}

	private static void unpack(PackedVector vector, Generation of, int n, Map<Integer, float[]> unpacked) {
		try {
			unpacked.put(n, vector.unpack(of.dimension()));
		}
		catch (UnreadableStateException _) {
			// It is missing then, and that is told once for the document.
		}
	}

	/** Otherwise they went with their version, and the log tells of the next. */
	private boolean isCurrent(String document, DocumentEntry entry) {
		return this.manifest.entry(this.place, document).filter((now) -> now.version() == entry.version()).isPresent();
	}

}
