package dev.agentservice.knowledge.upkeep;

import java.util.List;
import java.util.Optional;

import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.SwitchOutcome;
import dev.agentservice.knowledge.manifest.Vectors;
import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.manifest.document.PackedVector;
import dev.agentservice.knowledge.manifest.document.StoredPassage;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.Deadline;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The way of a version from nothing to what counts. A crash between any two steps leaves
 * the version before, and the rest is listed as garbage or expires.
 */
@Component
public class VersionWriter {

	private final Manifest manifest;

	private final Vectors vectors;

	private final IndexUpdates updates;

	VersionWriter(Manifest manifest, Vectors vectors, IndexUpdates updates) {
		this.manifest = manifest;
		this.vectors = vectors;
		this.updates = updates;
	}

	/**
	 * Writes a version and makes it the one that counts.
	 * @param packed the vectors of all its passages, or none
	 * @param most what the collection may have
	 * @throws dev.agentservice.knowledge.index.IndexUnavailableException if the index
	 * does not take it
	 */
	public Stored store(KnownCollection collection, Manifest.Writer writer, DocumentEntry entry,
			List<StoredPassage> passages, Packed packed, Most most, Deadline deadline) {
		if (!this.manifest.write(writer, entry.version(), passages)
				|| !this.vectors.write(writer, entry.version(), packed.vectors())
				|| !isWrittenBeside(collection, writer, entry, passages, packed.beside(), deadline)) {
			return new Stored(SwitchOutcome.LOST, entry);
		}
		Optional<DocumentEntry> indexed = this.updates.write(collection, writer, entry, passages, packed.vectors(),
				deadline);
		if (indexed.isEmpty()) {
			return new Stored(SwitchOutcome.LOST, entry);
		}
		return new Stored(this.manifest.switchTo(writer, indexed.get(), most.passages(), most.bytes()), indexed.get());
	}

	private boolean isWrittenBeside(KnownCollection collection, Manifest.Writer writer, DocumentEntry entry,
			List<StoredPassage> passages, List<PackedVector> beside, Deadline deadline) {
		Generation making = writer.making();
		return making == null || (this.vectors.writeBeside(writer, entry.version(), beside)
				&& this.updates.write(collection, writer, entry.in(making), passages, beside, deadline).isPresent());
	}

	/**
	 * The vectors of a version.
	 *
	 * @param vectors those that are searched
	 * @param beside those of the generation that is being made; none if there is none
	 */
	public record Packed(List<PackedVector> vectors, List<PackedVector> beside) {

		public Packed {
			vectors = List.copyOf(vectors);
			beside = List.copyOf(beside);
		}

	}

	/**
	 * What a collection may have.
	 *
	 * @param passages how many passages
	 * @param bytes how many bytes; null where that is limited for all together
	 */
	public record Most(int passages, @Nullable Long bytes) {

	}

	/**
	 * What became of it.
	 *
	 * @param outcome whether it counts
	 * @param entry what is said of it then
	 */
	public record Stored(SwitchOutcome outcome, DocumentEntry entry) {

	}

}
