package dev.agentservice.knowledge;

import java.util.List;
import java.util.stream.IntStream;

import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.support.BesideOthers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** What all collections may take together. */
@BesideOthers
class KnowledgeRoomTests {

	private static final int STORED = 20 * 1024;

	@RegisterExtension
	static final ServiceUnderTest service = TestDocuments
		.withKeys(new ServiceUnderTest(), List.of("acme kim agent,knowledge", "globex gil knowledge"))
		.with("agent-service.knowledge.collections.handbook.language", "en")
		.with("agent-service.knowledge.limits.stored", STORED + "B");

	private final TestDocuments kim = new TestDocuments(service.baseUrl(), "acme-kim");

	private final TestDocuments gil = new TestDocuments(service.baseUrl(), "globex-gil");

	@AfterEach
	void forget() {
		this.kim.delete("handbook", "a");
		this.gil.delete("handbook", "b");
	}

	@Test
	void atTheLimitADocumentCanStillBeReplacedByASmallerOne() {
		assertThat(this.kim.put("handbook", "a", "word ".repeat(2000)).status()).isEqualTo(201);
		TestDocuments.Answer full = this.gil.put("handbook", "b", "word ".repeat(1900));
		assertThat(full.status()).isEqualTo(409);
		assertThat(full.text("/code")).isEqualTo("collection_full");
		assertThat(this.kim.put("handbook", "a", "word ".repeat(1800)).status()).isEqualTo(200);
		assertThat(this.kim.delete("handbook", "a").status()).isEqualTo(204);
		assertThat(this.gil.put("handbook", "b", "word ".repeat(1900)).status()).isEqualTo(201);
	}

	@Test
	void whoAsksForADocumentMovesNoPassages() {
		this.kim.put("handbook", "a", "word ".repeat(500));
		long before = reads();
		assertThat(this.kim.get("/knowledge/handbook/documents/a").status()).isEqualTo(200);
		assertThat(this.kim.delete("handbook", "a").status()).isEqualTo(204);
		assertThat(reads()).isEqualTo(before);
	}

	private static long reads() {
		return service.bean(MeterRegistry.class)
			.find("agent.redis")
			.tag("script", "know-read")
			.timers()
			.stream()
			.mapToLong(Timer::count)
			.sum();
	}

	@Test
	void writersAtTheSameTimeTakeNoMoreThanThereIs() {
		long stored = IntStream.range(0, 12)
			.parallel()
			.mapToObj((i) -> this.kim.put("handbook", "p" + i, i + " word".repeat(700)).status())
			.filter((status) -> status == 201)
			.count();
		int bytes = this.kim.get("/knowledge/handbook").json().path("bytes").asInt();
		IntStream.range(0, 12).forEach((i) -> this.kim.delete("handbook", "p" + i));
		assertThat(stored).isPositive();
		assertThat(bytes).isPositive().isLessThanOrEqualTo(STORED);
	}

}
