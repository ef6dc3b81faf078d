package dev.agentservice.knowledge.personal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.knowledge.index.IndexedDocuments;
import dev.agentservice.knowledge.index.PassageIndex;
import dev.agentservice.knowledge.index.Stops;
import dev.agentservice.knowledge.index.TestVectors;
import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.manifest.Garbage;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.SwitchOutcome;
import dev.agentservice.knowledge.manifest.TestCollection;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.settings.KnowledgeProperties;
import dev.agentservice.knowledge.store.KnowledgeStores;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.personal.Slice;
import dev.agentservice.support.personal.TenantDataStore;
import dev.agentservice.support.redis.KeyPage;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.redis.ReplicaContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The collections of a tenant that is erased, and what an index outside of Redis holds of
 * them, while documents are being written.
 */
class TenantKnowledgeTests {

	private static final Generation SMALL = new Generation("p/small", 16);

	private final TestVectors vectors = new TestVectors(SMALL.dimension());

	@AutoClose
	private final RedisServer documents = RedisServer.start();

	@AutoClose
	private final ReplicaContext replica = new ReplicaContext(RedisServer.shared(),
			Map.of("agent-service.knowledge.redis.url", "redis://127.0.0.1:" + this.documents.port(),
					"agent-service.knowledge.collections.handbook.language", "en"),
			IndexedDocuments.Wiring.class, Wiring.class);

	private final SlowIndex index = (SlowIndex) this.replica.get(PassageIndex.class);

	private final IndexedDocuments writer = new IndexedDocuments(this.replica, this.index, SMALL, new Stops());

	private final CollectionPlace place = this.writer.collection.place();

	private final Map<String, String> cursors = new HashMap<>();

	@Test
	void whatIsWrittenToAnIndexWhileTheTenantIsErasedLeavesNoRow() throws Exception {
		assertThat(this.writer.put("e", this.vectors.some(2))).isEqualTo(SwitchOutcome.SWITCHED);
		this.index.slowDown();
		CompletableFuture<SwitchOutcome> under = CompletableFuture
			.supplyAsync(() -> this.writer.put("d", this.vectors.some(3)), Thread::startVirtualThread);
		assertThat(this.index.awaitWrite()).isTrue();
		assertThat(erase(TenantDocuments.class)).isTrue();
		assertThat(erase(TenantIndexes.class)).as("a writer has time left").isFalse();
		this.index.release();
		assertThat(under.join()).isEqualTo(SwitchOutcome.LOST);
		assertThat(this.index.rows()).as("it has arrived").hasSize(3);
		assertThat(erase(TenantIndexes.class)).as("another request of it may be under way").isFalse();
		timePasses();
		assertThat(erase(TenantIndexes.class)).isTrue();
		assertThat(this.index.rows()).isEmpty();
		assertThat(keys()).noneMatch((key) -> key.contains(this.place.tenantTag()));
		assertThat(this.replica.get(TenantDocuments.class).verify(this.place.tenantTag()).isEmpty()).isTrue();
	}

	@Test
	void whatIsListedForAnIndexAtTheLastMomentIsNotForgotten() {
		this.writer.put("e", this.vectors.some(1));
		assertThat(erase(TenantDocuments.class)).isTrue();
		String cursor = step(TenantIndexes.class, "");
		assertThat(cursor).startsWith("keys/");
		raw().call("ZADD", "garbage", 1, "slow p/small@16 d 7 1");
		this.cursors.put("knowledge.index", cursor);
		assertThat(erase(TenantIndexes.class)).isTrue();
		assertThat(this.replica.get(TenantDocuments.class).verify(this.place.tenantTag()).count())
			.as("the next round sweeps it")
			.isEqualTo(1);
		this.cursors.clear();
		assertThat(erase(TenantIndexes.class)).isTrue();
		assertThat(keys()).noneMatch((key) -> key.contains(this.place.tenantTag()));
	}

	@Test
	void aSliceWithoutTimeDeletesOneVersionAndTheNextGoesOn() {
		for (String document : List.of("d", "e", "f")) {
			this.writer.put(document, this.vectors.some(1));
		}
		// Another collection that was begun, and has nothing to sweep.
		this.replica.get(Garbage.class).remember(new CollectionPlace(this.place.tenantTag(), "zoo"));
		assertThat(erase(TenantDocuments.class)).isTrue();
		List<Integer> left = new ArrayList<>();
		List<String> cursors = new ArrayList<>();
		String cursor = "";
		while (!cursor.startsWith("keys/")) {
			Slice slice = this.replica.get(TenantIndexes.class)
				.erase(this.place.tenantTag(), cursor, Deadline.after(Duration.ZERO));
			cursor = ((Slice.More) slice).cursor();
			cursors.add(cursor);
			left.add(this.index.rows().size());
		}
		assertThat(left).containsExactly(2, 2, 1, 1, 0, 0);
		assertThat(cursors).containsExactly("some/handbook", "", "some/handbook", "", "all/handbook", "keys/");
	}

	@Test
	void writersAreEndedPageByPage() {
		assertThat(this.writer.put("e", this.vectors.some(1))).isEqualTo(SwitchOutcome.SWITCHED);
		for (int i = 0; i < 2000; i++) {
			raw().call("SET", "stage:" + i, "x");
		}
		String cursor = step(TenantDocuments.class, "");
		assertThat(cursor).isEqualTo("writers/");
		cursor = step(TenantDocuments.class, cursor);
		assertThat(cursor).startsWith("writers/").isNotEqualTo("writers/");
		assertThat(keys()).anyMatch((key) -> key.contains(":stage:"));
		this.cursors.put("knowledge", cursor);
		assertThat(erase(TenantDocuments.class)).isTrue();
		assertThat(keys()).noneMatch((key) -> key.contains(":stage:"));
	}

	/** Takes slices until the store is done, or waits. */
	private boolean erase(Class<? extends TenantDataStore> type) {
		TenantDataStore store = this.replica.get(type);
		String cursor = this.cursors.getOrDefault(store.name(), "");
		while (true) {
			Slice slice = store.erase(this.place.tenantTag(), cursor, Deadline.after(Duration.ofMinutes(1)));
			if (!(slice instanceof Slice.More(long found, long _, String next))) {
				return true;
			}
			if (found == 0 && next.equals(cursor)) {
				return false;
			}
			cursor = next;
		}
	}

	private String step(Class<? extends TenantDataStore> type, String cursor) {
		Slice slice = this.replica.get(type)
			.erase(this.place.tenantTag(), cursor, Deadline.after(Duration.ofMinutes(1)));
		return ((Slice.More) slice).cursor();
	}

	/** As if the time of all writers had passed. */
	private void timePasses() {
		List<?> listed = (List<?>) raw().call("ZRANGE", "garbage", 0, -1).getFirst();
		assertThat(listed).isNotEmpty();
		listed.forEach((rows) -> raw().call("ZADD", "garbage", 1, rows));
	}

	private TestCollection raw() {
		return new TestCollection(this.replica.get(Manifest.class), this.replica.get(KnowledgeStores.class).shared(),
				this.place);
	}

	/** All keys of the Redis that holds what tenants share. */
	private Set<String> keys() {
		Set<String> keys = new TreeSet<>();
		String cursor = "";
		do {
			KeyPage page = this.replica.get(KnowledgeStores.class).shared().scan("as:*", cursor, 1000).join();
			keys.addAll(page.keys());
			cursor = page.next();
		}
		while (!cursor.isEmpty());
		return keys;
	}

	/** No component, so that nobody finds it by scanning. */
	@EnableConfigurationProperties(KnowledgeProperties.class)
	@ComponentScan(basePackages = "dev.agentservice.knowledge", useDefaultFilters = false,
			includeFilters = @Filter(type = FilterType.REGEX, pattern = ".*[.](KnowledgeCollections|CollectionRemoval"
					+ "|GarbageSweep|CollectionEnd|TenantDocuments|TenantIndexes)"))
	static class Wiring {

		@Bean
		PassageIndex index() {
			return new SlowIndex();
		}

	}

}
