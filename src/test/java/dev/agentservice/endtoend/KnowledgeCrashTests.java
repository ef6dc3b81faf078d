package dev.agentservice.endtoend;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.agentservice.endtoend.MortalRedis.Moment;
import dev.agentservice.identity.PepperedTags;
import dev.agentservice.identity.UserTags;
import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.Staged;
import dev.agentservice.knowledge.manifest.SwitchOutcome;
import dev.agentservice.knowledge.manifest.Vectors;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.manifest.document.PackedVector;
import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.manifest.document.StoredDocument;
import dev.agentservice.knowledge.manifest.document.StoredPassage;
import dev.agentservice.knowledge.store.TestStores;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.redis.ReplicaContext;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A replica that stores a document dies before or after each of its requests to Redis:
 * one version is visible all the time, whole, and the next writer gets through.
 */
@BesideOthers
@Tag("slow")
class KnowledgeCrashTests {

	private static final CollectionPlace PLACE = new CollectionPlace("acme", "handbook");

	private static final Generation GENERATION = new Generation("p/m", 2);

	private static final Manifest.Terms TERMS = new Manifest.Terms(Duration.ofSeconds(2), GENERATION.toString(), 1000);

	/** Far more than a PUT has requests, with those of a connection that is made anew. */
	private static final int REQUESTS = 30;

	@AutoClose
	private final RedisServer redis = RedisServer.start();

	@AutoClose
	private final MortalRedis front = MortalRedis.before(this.redis);

	@AutoClose
	private final ReplicaContext mortal = new ReplicaContext(this.front,
			Map.of("agent-service.redis.command-timeout", "1s", "agent-service.redis.breaker.minimum-calls", "1000"),
			Wiring.class);

	@AutoClose
	private final ReplicaContext other = new ReplicaContext(this.redis, Wiring.class);

	@ParameterizedTest
	@EnumSource(names = { "BEFORE_REQUEST", "AFTER_REQUEST" })
	void oneVersionIsVisibleWhateverRequestWasTheLast(Moment moment) {
		ReplicaContext dying = this.mortal;
		ReplicaContext replica = this.other;
		Manifest living = replica.get(Manifest.class);
		assertThat(put(dying, "warm", "up")).isTrue();
		int deaths = 0;
		boolean done = false;
		for (int request = 1; !done || deaths < 3; request++) {
			assertThat(request).as("a PUT has an end").isLessThan(REQUESTS);
			// Connected again, so that what it dies of is this PUT.
			await().ignoreException(StoreUnavailableException.class)
				.until(() -> dying.get(Manifest.class).look(PLACE).passages() > 0);
			String document = "d" + request;
			assertThat(put(replica, document, "old")).isTrue();
			this.front.dieAt(moment, request);
			done = tryToPut(dying, document);
			deaths += done ? 0 : 1;
			StoredDocument seen = living.read(PLACE, document).orElseThrow();
			assertThat(seen.passages()).extracting(StoredPassage::text)
				.isIn(List.of("old 0", "old 1"), List.of("new 0", "new 1"));
			assertThat(seen.passages()).hasSize(seen.entry().passages());
			assertThat(vectors(replica, document, seen)).hasSize(2);
			if (done) {
				assertThat(seen.passages().getFirst().text()).isEqualTo("new 0");
			}
			this.front.revive();
			await().until(() -> put(replica, document, "last"));
			assertThat(living.read(PLACE, document).orElseThrow().passages()).extracting(StoredPassage::text)
				.containsExactly("last 0", "last 1");
			assertThat(vectors(replica, document, living.read(PLACE, document).orElseThrow())).hasSize(2);
			assertThat(living.look(PLACE).passages()).isEqualTo(2L * (request + 1));
		}
	}

	private static Map<Integer, PackedVector> vectors(ReplicaContext replica, String document, StoredDocument seen) {
		return replica.get(Vectors.class).find(PLACE, document, seen.entry().version(), GENERATION, List.of(0, 1));
	}

	private static boolean tryToPut(ReplicaContext replica, String document) {
		try {
			return put(replica, document, "new");
		}
		catch (StoreUnavailableException _) {
			return false;
		}
	}

	/** As the service does it, without what comes before and after. */
	private static boolean put(ReplicaContext replica, String document, String text) {
		Manifest manifest = replica.get(Manifest.class);
		Vectors vectors = replica.get(Vectors.class);
		Manifest.Writer writer = new Manifest.Writer(PLACE, document, text + System.nanoTime());
		if (!(manifest.stage(writer, null, text, TERMS) instanceof Staged.Begun begun)) {
			return false;
		}
		List<StoredPassage> passages = List.of(passage(text + " 0"), passage(text + " 1"));
		DocumentEntry entry = new DocumentEntry(begun.version(), document, document, null, Map.of(), text, 0, 0,
				List.of(), Set.of(), "somebody", Instant.EPOCH)
			.in(GENERATION)
			.of(begun.version(), passages);
		List<PackedVector> packed = List.of(PackedVector.of(new float[] { 1, 0 }),
				PackedVector.of(new float[] { 0, 1 }));
		return vectors.keep(writer, Map.of("0", packed.get(0), "1", packed.get(1)))
				&& manifest.write(writer, begun.version(), passages) && vectors.write(writer, begun.version(), packed)
				&& manifest.switchTo(writer, entry, 1000, null) == SwitchOutcome.SWITCHED;
	}

	private static StoredPassage passage(String text) {
		return new StoredPassage(text, "", 0, text.length(), "sha", List.of());
	}

	/** No component, so that nobody finds it by scanning. */
	@Import({ TestStores.class, Manifest.class, Vectors.class })
	static class Wiring {

		@Bean
		UserTags tags() {
			return PepperedTags.of("a pepper that is only good for tests");
		}

	}

}
