package dev.agentservice.knowledge.index.lucene;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

import dev.agentservice.identity.PepperedTags;
import dev.agentservice.identity.UserTags;
import dev.agentservice.knowledge.index.Candidate;
import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.knowledge.index.Scope;
import dev.agentservice.knowledge.manifest.DocumentTags;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.TestCollection;
import dev.agentservice.knowledge.manifest.Vectors;
import dev.agentservice.knowledge.settings.CollectionProperties;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.knowledge.store.TestStores;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.ReplicaContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** Copies that cannot be made, break, or are waited for. */
class EmbeddedIndexTests {

	@AutoClose
	private final ReplicaContext replica = new ReplicaContext(RedisServer.shared(), Wiring.class);

	private final Manifest manifest = this.replica.get(Manifest.class);

	private final TestCollection documents = TestCollection.of(this.manifest, this.replica.store());

	private final KnownCollection collection = known(this.documents);

	private final AtomicInteger damaged = new AtomicInteger();

	@Test
	void whatCouldNotBeMadeIsMadeByTheNextSearch() {
		this.documents.put("d", "river");
		AtomicBoolean broken = new AtomicBoolean(true);
		EmbeddedIndex index = index((known) -> {
			if (broken.getAndSet(false)) {
				throw new StackOverflowError("an error, no exception");
			}
			return copy(known);
		});
		assertThatExceptionOfType(IndexUnavailableException.class).isThrownBy(() -> found(index));
		assertThat(found(index)).containsExactly("d");
	}

	@Test
	void aCopyThatLuceneHasClosedIsMadeAnew() {
		this.documents.put("d", "river");
		CollectionCopy copy = copy(this.collection);
		EmbeddedIndex index = index((_) -> copy);
		assertThat(found(index)).containsExactly("d");
		copy.lucene().close();
		this.documents.put("e", "river");
		index.follow();
		assertThat(found(index)).containsExactlyInAnyOrder("d", "e");
	}

	@Test
	void whoHasChangedADocumentDoesNotWaitForACopyThatIsAtWork() throws InterruptedException {
		this.documents.put("d", "river");
		CollectionCopy copy = copy(this.collection);
		EmbeddedIndex index = index((_) -> copy);
		assertThat(found(index)).containsExactly("d");
		CountDownLatch held = new CountDownLatch(1);
		CountDownLatch enough = new CountDownLatch(1);
		Thread other = Thread.ofVirtual().start(() -> {
			copy.lock().lock();
			try {
				held.countDown();
				enough.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			finally {
				copy.lock().unlock();
			}
		});
		held.await();
		this.documents.put("e", "river");
		assertTimeoutPreemptively(Duration.ofSeconds(20), () -> index.changed(this.collection));
		assertThat(found(index)).containsExactly("d");
		enough.countDown();
		other.join();
		index.changed(this.collection);
		assertThat(found(index)).containsExactlyInAnyOrder("d", "e");
	}

	@Test
	void theFollowerTakesAllThatTheLogTells() {
		this.documents.put("d", "river");
		EmbeddedIndex index = index(this::copy);
		assertThat(found(index)).containsExactly("d");
		for (int i = 0; i < 2100; i++) {
			this.documents.call("XADD", "log", "*", "what", "switched", "d", "d", "v", "1");
		}
		this.documents.put("e", "river");
		index.follow();
		assertThat(found(index)).containsExactlyInAnyOrder("d", "e");
	}

	@Test
	void aCopyThatIsTooFarBehindIsMadeAnewByTheFollower() {
		// Of a few documents a request makes it itself.
		IntStream.range(0, 10).forEach((n) -> this.documents.put("hill-" + n, "hill"));
		this.documents.put("d", "river");
		EmbeddedIndex index = index(this::copy);
		assertThat(found(index)).containsExactly("d");
		this.documents.call("XTRIM", "log", "MAXLEN", "0");
		this.documents.put("e", "river");
		index.changed(this.collection);
		assertThat(found(index)).as("no request makes a copy").containsExactly("d");
		index.follow();
		assertThat(found(index)).containsExactlyInAnyOrder("d", "e");
	}

	@Test
	void aDamagedDocumentHidesNoOther() {
		this.documents.put("a", "river");
		this.documents.put("b", "river");
		long version = this.documents.put("c", "river");
		this.documents.call("HSET", "docs", "a", "{no JSON");
		this.documents.call("HSET", "doc:c:" + version, "0", "{\"findings\": []}");
		EmbeddedIndex index = index(this::copy);
		assertThat(found(index)).containsExactly("b");
		assertThat(this.damaged).hasValue(2);
		this.documents.put("b", "river", "river");
		this.documents.call("HSET", "docs", "b", "7");
		this.documents.put("e", "river");
		index.follow();
		assertThat(found(index)).containsExactly("e");
		assertThat(this.damaged).hasValue(3);
	}

	@Test
	void ofNothingThereIsNoCopy() {
		EmbeddedIndex index = index(this::copy);
		assertThat(found(index)).isEmpty();
		assertThat(index.copies()).isZero();
		this.documents.put("d", "river");
		assertThat(found(index)).containsExactly("d");
		assertThat(index.copies()).isOne();
	}

	@Test
	void theCopyThatWasNotSearchedForLongestMakesRoom() {
		List<KnownCollection> made = new ArrayList<>();
		EmbeddedIndex index = index((known) -> {
			made.add(known);
			return copy(known);
		});
		KnownCollection second = another();
		KnownCollection third = another();
		for (KnownCollection one : List.of(this.collection, second, this.collection, third, this.collection)) {
			this.documents.at(one.place()).put("d", "river");
			assertThat(found(index, one)).containsExactly("d");
		}
		assertThat(index.copies()).isEqualTo(2);
		assertThat(made).containsExactly(this.collection, second, third);
		assertThat(found(index, second)).containsExactly("d");
		assertThat(made).hasSize(4);
	}

	private KnownCollection another() {
		return known(TestCollection.of(this.manifest, this.replica.store()));
	}

	private CollectionCopy copy(KnownCollection known) {
		return new CollectionCopy(known, this.manifest, this.replica.get(Vectors.class),
				this.replica.get(DocumentTags.class), this.damaged::incrementAndGet);
	}

	private EmbeddedIndex index(Function<KnownCollection, CollectionCopy> copies) {
		return new EmbeddedIndex(this.manifest, 2, copies);
	}

	private List<String> found(EmbeddedIndex index) {
		return found(index, this.collection);
	}

	private static List<String> found(EmbeddedIndex index, KnownCollection where) {
		return index.matching(Scope.shared(where), "river", 5000, Deadline.after(Duration.ofSeconds(30)))
			.stream()
			.map(Candidate::id)
			.map((id) -> id.document())
			.toList();
	}

	private static KnownCollection known(TestCollection documents) {
		return new KnownCollection("handbook", documents.place(),
				new CollectionProperties("en", Set.of(), CollectionProperties.Write.KNOWLEDGE, false, false));
	}

	/** No component, so that nobody finds it by scanning. */
	@Import({ TestStores.class, Manifest.class, Vectors.class, DocumentTags.class })
	static class Wiring {

		@Bean
		UserTags tags() {
			return PepperedTags.of("a pepper that is only good for tests");
		}

	}

}
