package dev.agentservice.knowledge.manifest;

import java.util.ArrayList;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.manifest.document.ManifestJson;
import dev.agentservice.knowledge.manifest.document.StoredDocument;
import dev.agentservice.knowledge.manifest.document.StoredPassage;
import dev.agentservice.support.json.UnreadableStateException;
import dev.agentservice.support.redis.ScriptWords;
import org.jspecify.annotations.Nullable;

/**
 * What the manifest's scripts answer, in its types.
 */
final class ManifestReplies {

	private static final ScriptWords<Stage> STAGES = new ScriptWords<>("know-stage", Stage.class);

	private ManifestReplies() {
	}

	static Staged staged(List<@Nullable Object> reply) {
		long version = (Long) Objects.requireNonNull(reply.get(1));
		String text = String.valueOf(reply.get(2));
		return switch (STAGES.outcome(reply.getFirst())) {
			case STAGED -> new Staged.Begun(version, "new".equals(text), number(reply, 3), text(reply, 4),
					Generation.parse(text(reply, 5)),
					text(reply, 6).isEmpty() ? null : Generation.parse(text(reply, 6)));
			case UNCHANGED -> new Staged.Unchanged(ManifestJson.entry(text));
			case MISMATCH -> new Staged.Mismatch(version);
			case BOUND -> new Staged.Bound(text);
			case BUSY -> new Staged.Busy();
			case FULL -> new Staged.Full();
			case ERASING -> new Staged.Erasing(false);
			case BLOCKED -> new Staged.Erasing(true);
		};
	}

	static List<CheckedHit> hits(List<@Nullable Object> reply) {
		List<Optional<DocumentEntry>> entries = new ArrayList<>();
		((List<?>) Objects.requireNonNull(reply.getFirst()))
			.forEach((json) -> entries.add(undamaged(ManifestJson::entry, String.valueOf(json))));
		List<CheckedHit> hits = new ArrayList<>();
		for (Object row : reply.subList(1, reply.size())) {
			List<?> fields = (List<?>) Objects.requireNonNull(row);
			String state = text(fields, 0);
			hits.add("current".equals(state) ? hit(entries.get((int) number(fields, 1) - 1), text(fields, 2))
					: new CheckedHit.Dropped(state));
		}
		return hits;
	}

	private static CheckedHit hit(Optional<DocumentEntry> entry, String passage) {
		return entry
			.flatMap((of) -> undamaged(ManifestJson::passage, passage)
				.<CheckedHit>map((text) -> new CheckedHit.Current(of, text)))
			.orElseGet(() -> new CheckedHit.Dropped("damaged"));
	}

	/** What is damaged must not keep the others from being found. */
	private static <T> Optional<T> undamaged(Function<String, T> reader, String json) {
		try {
			return Optional.of(reader.apply(json));
		}
		catch (UnreadableStateException _) {
			return Optional.empty();
		}
	}

	static Manifest.Page page(List<@Nullable Object> reply) {
		Map<String, DocumentEntry> page = new LinkedHashMap<>();
		for (Object row : reply.subList(1, reply.size())) {
			List<?> fields = (List<?>) Objects.requireNonNull(row);
			undamaged(ManifestJson::entry, text(fields, 1)).ifPresent((entry) -> page.put(text(fields, 0), entry));
		}
		return new Manifest.Page(page, number(reply, 0) == 1);
	}

	static List<String> texts(List<@Nullable Object> reply) {
		return reply.stream().map(String::valueOf).toList();
	}

	static Optional<DocumentEntry> entry(List<@Nullable Object> reply) {
		return reply.isEmpty() ? Optional.empty() : Optional.of(ManifestJson.entry(text(reply, 0)));
	}

	static Optional<StoredDocument> document(List<@Nullable Object> reply) {
		if (reply.isEmpty()) {
			return Optional.empty();
		}
		Map<Integer, StoredPassage> passages = new TreeMap<>();
		for (int i = 1; i < reply.size(); i += 2) {
			passages.put(Integer.valueOf(text(reply, i)), ManifestJson.passage(text(reply, i + 1)));
		}
		return Optional.of(new StoredDocument(ManifestJson.entry(text(reply, 0)), List.copyOf(passages.values())));
	}

	static CollectionSums sums(List<@Nullable Object> reply) {
		return new CollectionSums(text(reply, 0), text(reply, 1), number(reply, 2), number(reply, 3), number(reply, 4),
				number(reply, 5), text(reply, 6), number(reply, 7), Duration.ofMillis(number(reply, 8)),
				text(reply, 9));
	}

	static Changes changes(List<@Nullable Object> reply) {
		if (!"changes".equals(reply.getFirst())) {
			return new Changes(true, Map.of());
		}
		Map<String, String> documents = new LinkedHashMap<>();
		reply.subList(1, reply.size())
			.forEach((row) -> documents.put(text((List<?>) Objects.requireNonNull(row), 0), text((List<?>) row, 1)));
		return new Changes(false, documents);
	}

	private static String text(List<?> fields, int index) {
		return String.valueOf(fields.get(index));
	}

	private static long number(List<?> fields, int index) {
		return (Long) Objects.requireNonNull(fields.get(index));
	}

	/** How the storing of a document begins. */
	private enum Stage {

		STAGED, UNCHANGED, MISMATCH, BOUND, BUSY, FULL, ERASING, BLOCKED

	}

}
