package dev.agentservice.knowledge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Map;

import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.knowledge.index.Candidate;
import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.knowledge.index.PassageIndex;
import dev.agentservice.knowledge.index.Scope;
import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Primary;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;

/** An index that lies: whatever it holds, nobody gets what the manifest does not have. */
@BesideOthers
class ForgedIndexTests {

	private static final String AGENT = """
			---
			name: %s
			models: {simple: anthropic/claude-haiku-4-5}
			knowledge: {collection: handbook, required: %s, mode: %s}
			---
			You answer from the handbook.
			""";

	@RegisterExtension
	static final ServiceUnderTest service = TestDocuments
		.withKeys(new ServiceUnderTest(), List.of("acme kim agent,knowledge", "globex gil knowledge"))
		.with("agent-service.knowledge.collections.handbook.language", "en")
		.with("agent-service.knowledge.search.timeout", "20s")
		.with(LyingIndex.class)
		.agent("reader", AGENT.formatted("reader", "false", "auto"))
		.agent("strict", AGENT.formatted("strict", "true", "auto"))
		.agent("searcher", AGENT.formatted("searcher", "false", "tool"))
		.agent("strict-searcher", AGENT.formatted("strict-searcher", "true", "tool"));

	private final TestDocuments kim = new TestDocuments(service.baseUrl(), "acme-kim");

	private final TestDocuments gil = new TestDocuments(service.baseUrl(), "globex-gil");

	private final LyingIndex index = service.bean(LyingIndex.class);

	@BeforeEach
	void begin() {
		this.index.lies.clear();
		this.index.isDown = false;
		this.kim.put("handbook", "refunds", "Acme refunds gladly.");
		assertThat(this.kim.found("handbook", "refunds")).containsExactly("refunds");
	}

	@Test
	void aRecordWithoutTheSealIsDroppedAndCounted() {
		PassageId genuine = this.index.told.getFirst().id();
		this.index.lies.add(new Candidate(genuine, "0".repeat(32), 99));
		double before = dropped("seal");
		assertThat(this.kim.found("handbook", "refunds")).isEmpty();
		assertThat(dropped("seal")).isEqualTo(before + 1);
	}

	@Test
	void anotherTenantsRecordLeadsNowhere() {
		this.index.lies.addAll(this.index.told);
		double before = dropped("version");
		assertThat(this.gil.found("handbook", "refunds")).isEmpty();
		assertThat(dropped("version")).isEqualTo(before + 1);
	}

	@Test
	void aRecordOfAFormerVersionOrADeletedDocumentIsDropped() {
		List<Candidate> former = List.copyOf(this.index.told);
		this.kim.put("handbook", "refunds", "Acme refunds never.");
		this.index.lies.addAll(former);
		assertThat(this.kim.found("handbook", "refunds")).isEmpty();
		this.kim.delete("handbook", "refunds");
		assertThat(this.kim.found("handbook", "refunds")).isEmpty();
	}

	@Test
	void anIndexThatIsDownIsSaid() {
		this.index.isDown = true;
		TestDocuments.Answer answer = this.kim.search("handbook", "refunds");
		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.text("/code")).isEqualTo("knowledge_unavailable");
	}

	@Test
	void aRunGoesOnWithoutAndSaysSoUnlessItsAgentNeedsIt() {
		this.index.isDown = true;
		service.anthropic().next(answer("I do not know."));
		Client client = new Client(service.baseUrl(), "acme-kim");
		Client.Reply reply = client.ask(Map.of("agent", "reader", "task", "How are refunds?"));
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.json().path("notices").toString()).contains("knowledge_unavailable");
		assertThat(reply.text("/steps/0/outcome")).isEqualTo("unavailable");
		Client.Reply strict = client.ask(Map.of("agent", "strict", "task", "How are refunds?"));
		assertThat(strict.status()).isEqualTo(503);
		assertThat(strict.text("/code")).isEqualTo("knowledge_unavailable");
	}

	@Test
	void aToolThatCannotSearchSaysSoAndEndsTheRunOfAnAgentThatNeedsIt() {
		this.index.isDown = true;
		service.anthropic()
			.when((asked) -> asked.freshResults().isEmpty())
			.always(toolCalls(call("search_knowledge", "{\"query\": \"refunds\"}")));
		service.anthropic().when((asked) -> !asked.freshResults().isEmpty()).always(answer("I do not know."));
		Client client = new Client(service.baseUrl(), "acme-kim");
		Client.Reply reply = client.ask(Map.of("agent", "searcher", "task", "How are refunds?"));
		assertThat(reply.text("/answer")).isEqualTo("I do not know.");
		assertThat(reply.json().path("notices").toString()).contains("knowledge_unavailable");
		Client.Reply strict = client.ask(Map.of("agent", "strict-searcher", "task", "How are refunds?"));
		assertThat(strict.status()).isEqualTo(503);
		assertThat(strict.text("/code")).isEqualTo("knowledge_unavailable");
	}

	private static double dropped(String reason) {
		return service.bean(MeterRegistry.class).counter("agent.knowledge.hits.dropped", "reason", reason).count();
	}

	/** Finds what it is told to, or what the service's own finds. */
	@Primary
	static class LyingIndex implements PassageIndex {

		private final PassageIndex honest;

		final List<Candidate> lies = new ArrayList<>();

		List<Candidate> told = List.of();

		boolean isDown;

		LyingIndex(@Qualifier("embeddedIndex") PassageIndex honest) {
			this.honest = honest;
		}

		@Override
		public List<Candidate> matching(Scope scope, String query, int most, Deadline deadline) {
			if (this.isDown) {
				throw new IndexUnavailableException("down", null);
			}
			this.told = this.lies.isEmpty() ? this.honest.matching(scope, query, most, deadline)
					: List.copyOf(this.lies);
			return this.told;
		}

		@Override
		public Optional<Generation> generation(KnownCollection collection, Deadline deadline) {
			return this.honest.generation(collection, deadline);
		}

		@Override
		public List<Candidate> nearest(Scope scope, Generation of, float[] vector, int most, Deadline deadline) {
			return this.honest.nearest(scope, of, vector, most, deadline);
		}

		@Override
		public void changed(KnownCollection collection) {
			this.honest.changed(collection);
		}

	}

}
