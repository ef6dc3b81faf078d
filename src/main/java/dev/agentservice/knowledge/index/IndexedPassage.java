package dev.agentservice.knowledge.index;

import java.util.Objects;

import dev.agentservice.knowledge.manifest.PassageId;
import org.jspecify.annotations.Nullable;

/**
 * A passage as it is written into an index.
 *
 * @param id the passage
 * @param seal by which it is known for the service's own
 * @param text by whose words it is found; no index keeps it
 * @param vector its vector, of length 1; null if it is found by its words alone
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record IndexedPassage(PassageId id, String seal, String text, float @Nullable [] vector) {

	public IndexedPassage {
		Objects.requireNonNull(id);
		Objects.requireNonNull(seal);
		Objects.requireNonNull(text);
	}

}
