package dev.agentservice.knowledge.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.agentservice.knowledge.store.TestStores;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.ReplicaContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Redis is asked for no more than is needed, and what is damaged there hides nothing
 * else.
 */
@BesideOthers
@OnSingleAndCluster
class SmallRepliesTests {

	private static final int LARGE = 100_000;

	private static final LuaScript<List<@Nullable Object>> HITS = LuaScript.list(CollectionPlace.script("know-hits"));

	@AutoClose
	private final ReplicaContext replica;

	private final Manifest manifest;

	private final TestCollection collection;

	SmallRepliesTests(RedisTopology topology) {
		this.replica = new ReplicaContext(topology.own(SmallRepliesTests.class), Wiring.class);
		this.manifest = this.replica.get(Manifest.class);
		this.collection = TestCollection.of(this.manifest, this.replica.store());
	}

	@Test
	void anEntryIsBroughtOnceForAllItsPassages() {
		long version = large("d");
		List<Object> args = new ArrayList<>();
		IntStream.range(0, 50).forEach((n) -> args.addAll(List.of("d", version, n)));
		assertThat(size(this.replica.store().run(HITS, this.collection.place().keys(), args))).isBetween((long) LARGE,
				2L * LARGE);
		assertThat(this.manifest
			.check(this.collection.place(), List.of(new PassageId("d", version, 3), new PassageId("d", version, 4)))
			.join()).extracting((hit) -> ((CheckedHit.Current) hit).passage().text())
			.containsExactly("passage 3", "passage 4");
	}

	@Test
	void aPageEndsWhenItIsLarge() {
		IntStream.range(0, 30).forEach((i) -> large("d" + (10 + i)));
		Manifest.Page first = this.manifest.list(this.collection.place(), "", 30);
		assertThat(first.documents()).hasSizeBetween(1, 11);
		assertThat(first.hasNext()).isTrue();
		List<String> all = new ArrayList<>();
		Manifest.Page page = first;
		all.addAll(page.documents().keySet());
		while (page.hasNext()) {
			page = this.manifest.list(this.collection.place(), all.getLast(), 30);
			all.addAll(page.documents().keySet());
		}
		assertThat(all).hasSize(30).doesNotHaveDuplicates();
	}

	@Test
	void whatIsSaidOfADocumentIsReadAlone() {
		this.collection.put("d", "a", "b");
		assertThat(this.manifest.entry(this.collection.place(), "d").orElseThrow().passages()).isEqualTo(2);
		assertThat(this.manifest.entry(this.collection.place(), "e")).isEmpty();
	}

	@Test
	void aDamagedRecordHidesNoOther() {
		List<PassageId> found = new ArrayList<>();
		for (String document : List.of("a", "b", "c", "d")) {
			found.add(new PassageId(document, this.collection.put(document, "text"), 0));
		}
		this.collection.call("HSET", "docs", "a", "{no JSON");
		this.collection.call("HSET", "docs", "b", "{\"version\": " + found.get(1).version() + "}");
		this.collection.call("HSET", "doc:c:" + found.get(2).version(), "0", "{\"findings\": []}");
		List<CheckedHit> hits = this.manifest.check(this.collection.place(), found).join();
		assertThat(hits.subList(0, 3)).containsOnly(new CheckedHit.Dropped("damaged"));
		assertThat(hits.get(3)).isInstanceOf(CheckedHit.Current.class);
		assertThat(this.manifest.list(this.collection.place(), "", 10).documents().keySet()).containsExactly("c", "d");
	}

	private long large(String document) {
		return this.collection.put(document, Map.of("notes", "x".repeat(LARGE)),
				IntStream.range(0, 50).mapToObj((n) -> TestCollection.passage("passage " + n)).toList());
	}

	private static long size(Object reply) {
		return (reply instanceof List<?> rows) ? rows.stream().mapToLong(SmallRepliesTests::size).sum()
				: String.valueOf(reply).length();
	}

	/** No component, so that nobody finds it by scanning. */
	@Import({ TestStores.class, Manifest.class })
	static class Wiring {

	}

}
