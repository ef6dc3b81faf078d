package dev.agentservice.knowledge.manifest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.manifest.document.StoredPassage;
import dev.agentservice.support.Ulid;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A collection whose documents were neither cut nor judged, and that can be looked at
 * behind the service's back.
 *
 * @param manifest where it is
 * @param redis the same Redis
 * @param place of each test its own
 */
public record TestCollection(Manifest manifest, RedisStore redis, CollectionPlace place) {

	static final LuaScript<List<@Nullable Object>> CALL = LuaScript.list("test-call");

	private static final LuaScript<Long> MEMORY = LuaScript.number("test-memory");

	private static final Manifest.Terms TERMS = new Manifest.Terms(Duration.ofMinutes(1), "none", 10_000);

	/** An empty one. */
	public static TestCollection of(Manifest manifest, RedisStore redis) {
		return new TestCollection(manifest, redis, new CollectionPlace(Ulid.next(Clock.systemUTC()), "handbook"));
	}

	/** Another one of the same Redis. */
	public TestCollection at(CollectionPlace other) {
		return new TestCollection(this.manifest, this.redis, other);
	}

	/** Stores a document. */
	public long put(String document, String... texts) {
		return put(document, Map.of(), Arrays.stream(texts).map(TestCollection::passage).toList());
	}

	long put(String document, Map<String, String> metadata, List<StoredPassage> passages) {
		Manifest.Writer writer = writer(document);
		Staged.Begun begun = begin(writer);
		assertThat(this.manifest.write(writer, begun.version(), passages)).isTrue();
		DocumentEntry entry = entry(document, metadata).of(begun.version(), passages);
		assertThat(this.manifest.switchTo(writer, entry, 100_000, null)).isEqualTo(SwitchOutcome.SWITCHED);
		return begun.version();
	}

	Staged.Begun begin(Manifest.Writer writer) {
		return begin(writer, TERMS);
	}

	/** Begins a document that has vectors. */
	Staged.Begun begin(Manifest.Writer writer, Generation generation) {
		return begin(writer, new Manifest.Terms(TERMS.patience(), generation.toString(), TERMS.mostDocuments()));
	}

	private Staged.Begun begin(Manifest.Writer writer, Manifest.Terms terms) {
		Staged staged = this.manifest.stage(writer, null, writer.token(), terms);
		assertThat(staged).isInstanceOf(Staged.Begun.class);
		return (Staged.Begun) staged;
	}

	Manifest.Writer writer(String document) {
		return new Manifest.Writer(this.place, document, Ulid.next(Clock.systemUTC()));
	}

	/** Calls one command on a key of the collection. */
	public List<@Nullable Object> call(String command, String key, Object... args) {
		String whole = this.place.keys().getFirst().replaceFirst("collection$", key);
		List<Object> all = new ArrayList<>(List.of(command, whole));
		all.addAll(List.of(args));
		return this.redis.run(CALL, List.of(whole), all);
	}

	/** What all its keys take, as Redis says. */
	long memory() {
		return this.redis.run(MEMORY, this.place.keys(), List.of());
	}

	static StoredPassage passage(String text) {
		return new StoredPassage(text, "", 0, text.length(), "sha", List.of());
	}

	private static DocumentEntry entry(String document, Map<String, String> metadata) {
		return new DocumentEntry(0, document, document, null, metadata, "digest", 0, 0, List.of(), Set.of(), "somebody",
				Instant.EPOCH);
	}

}
