package dev.agentservice.knowledge.manifest.document;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.agentservice.support.Text;
import org.jspecify.annotations.Nullable;

/**
 * What the manifest says of a document.
 *
 * @param version the version that counts
 * @param id as its client calls it
 * @param title what it is called
 * @param source where it comes from, for people; perhaps an URL
 * @param metadata the client's own
 * @param digest of its content and of all that decides how it is cut
 * @param passages how many it has
 * @param bytes what it takes as it is written, with its passages
 * @param quarantined those that no model sees
 * @param released those that were in quarantine before an operator released them
 * @param putBy the tag of the user who put it there
 * @param putAt when
 * @param generation how its vectors were made, as {@link Generation} writes it; null if
 * it has none
 * @param mark by which an index knows whether searches find it; null if they do as soon
 * as it counts
 */
public record DocumentEntry(long version, String id, String title,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String source, Map<String, String> metadata, String digest,
		int passages, long bytes, List<Quarantined> quarantined, Set<Integer> released, String putBy, Instant putAt,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String generation,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long mark) {

	/** So many versions are told apart from releases in a tag. */
	private static final long RELEASE = 100_000_000_000L;

	/** What Redis takes for an entry and its tags beside its value, about. */
	private static final int OVERHEAD = 300;

	public DocumentEntry {
		Objects.requireNonNull(id);
		Objects.requireNonNull(title);
		Objects.requireNonNull(putAt);
		metadata = new TreeMap<>(metadata);
		quarantined = List.copyOf(quarantined);
		released = Set.copyOf(released);
	}

	/** A document that is found by its words alone. */
	public DocumentEntry(long version, String id, String title, @Nullable String source, Map<String, String> metadata,
			String digest, int passages, long bytes, List<Quarantined> quarantined, Set<Integer> released, String putBy,
			Instant putAt) {
		this(version, id, title, source, metadata, digest, passages, bytes, quarantined, released, putBy, putAt, null,
				null);
	}

	/** The same with vectors, unless that generation has none. */
	public DocumentEntry in(Generation generation) {
		return new DocumentEntry(this.version, this.id, this.title, this.source, this.metadata, this.digest,
				this.passages, this.bytes, this.quarantined, this.released, this.putBy, this.putAt,
				generation.hasVectors() ? generation.toString() : null, this.mark);
	}

	/** How its texts are compared. */
	public Generation comparedBy() {
		return (this.generation != null) ? Generation.parse(this.generation) : Generation.BY_WORDS;
	}

	/** How many vectors it has. */
	public int vectors() {
		return (this.generation != null) ? this.passages : 0;
	}

	/** The same in another version, with these passages. */
	public DocumentEntry of(long version, List<StoredPassage> passages) {
		List<Quarantined> found = new ArrayList<>();
		for (int n = 0; n < passages.size(); n++) {
			if (!passages.get(n).findings().isEmpty()) {
				found.add(new Quarantined(n, passages.get(n).findings().getFirst()));
			}
		}
		DocumentEntry of = new DocumentEntry(version, this.id, this.title, this.source, this.metadata, this.digest,
				passages.size(), passages.stream().mapToLong(StoredPassage::bytes).sum(), found, Set.of(), this.putBy,
				this.putAt, this.generation, this.mark);
		return of
			.taking(of.bytes + comparedBy().bytes(passages.size()) + Text.bytes(ManifestJson.write(of)) + OVERHEAD);
	}

	/** The same, found once the index has reached a mark; 0 for at once. */
	public DocumentEntry at(long mark) {
		return new DocumentEntry(this.version, this.id, this.title, this.source, this.metadata, this.digest,
				this.passages, this.bytes, this.quarantined, this.released, this.putBy, this.putAt, this.generation,
				(mark > 0) ? (Long) mark : null);
	}

	/** The same, taking so many bytes as it is stored. */
	public DocumentEntry taking(long bytes) {
		return new DocumentEntry(this.version, this.id, this.title, this.source, this.metadata, this.digest,
				this.passages, bytes, this.quarantined, this.released, this.putBy, this.putAt, this.generation,
				this.mark);
	}

	/**
	 * Another one after each change: the version, as long as nothing was released in it.
	 */
	public long tag() {
		return this.version + RELEASE * this.released.size();
	}

	/** The same with these passages out of quarantine. */
	public DocumentEntry release(Set<Integer> numbers) {
		Set<Integer> all = new TreeSet<>(this.released);
		all.addAll(numbers);
		return new DocumentEntry(this.version, this.id, this.title, this.source, this.metadata, this.digest,
				this.passages, this.bytes,
				this.quarantined.stream().filter((one) -> !numbers.contains(one.n())).toList(), all, this.putBy,
				this.putAt, this.generation, this.mark);
	}

	/**
	 * A passage that no model sees.
	 *
	 * @param n its number
	 * @param rule why
	 */
	public record Quarantined(int n, String rule) {

	}

}
