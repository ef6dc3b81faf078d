package dev.agentservice.llm;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import dev.agentservice.budget.price.Tokens;
import dev.agentservice.llm.Charges.Charge;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.provider.Calls;
import dev.agentservice.llm.settings.ModelProperties;
import dev.agentservice.llm.settings.Protocol;
import dev.agentservice.llm.settings.ProviderProperties;
import dev.agentservice.llm.settings.ReasoningForm;
import dev.agentservice.llm.settings.ReasoningProperties;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is charged for a call that nobody reported the usage of. */
@BesideOthers
class EstimatedChargeTests {

	private static final int CAP = 1000;

	private static final String WORDS = "data: {\"choices\":[{\"delta\":{\"content\":\"one two three four\"}}]}\n\n";

	private static final String ENDED = WORDS
			+ "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"%s\"}]}\n\ndata: [DONE]\n\n";

	private static final ReasoningProperties THINKS_UNSEEN = new ReasoningProperties(ReasoningForm.EFFORT);

	private static ModelRequest request() {
		return new ModelRequest(TestGateway.MODEL, TestGateway.MESSAGES, List.of(), CAP,
				Deadline.after(Duration.ofSeconds(20)));
	}

	private static void assertEstimated(@Nullable ReasoningProperties reasoning, ScriptedServer.Answer answer,
			Consumer<Tokens> demand) throws Exception {
		ScriptedServer server = new ScriptedServer(answer);
		ProviderProperties provider = new ProviderProperties(Protocol.OPENAI, server.url(), "sk-secret", true, true,
				null, TestGateway.POOL, null);
		ModelProperties model = new ModelProperties(100_000, null, null, Set.of(), reasoning, null);
		try (TestGateway test = TestGateway.of(server, provider, model)) {
			assertThat(test.charge(Calls.of(request(), true))).isInstanceOfSatisfying(Charge.Estimated.class,
					(estimated) -> demand.accept(estimated.tokens()));
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void anAnswerIsChargedForItsWordsWholeOrCutOff(boolean whole) throws Exception {
		assertEstimated(null, (server) -> server.stream(whole ? ENDED.formatted("stop") : WORDS), (tokens) -> {
			assertThat(tokens.input()).isBetween(8L, 30L);
			assertThat(tokens.output()).isBetween(4L, 8L);
		});
	}

	@Test
	void whatEndedAtItsCapIsChargedForAllOfIt() throws Exception {
		assertEstimated(null, (server) -> server.stream(ENDED.formatted("length")),
				(tokens) -> assertThat(tokens.output()).isEqualTo(CAP));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aModelThatMayHaveThoughtUnseenIsChargedForAllThatItMayHaveThought(boolean whole) throws Exception {
		assertEstimated(THINKS_UNSEEN, (server) -> server.stream(whole ? ENDED.formatted("stop") : WORDS),
				(tokens) -> assertThat(tokens.output()).isEqualTo(CAP));
		assertEstimated(THINKS_UNSEEN, (server) -> server.stream(": nothing yet\n\n"),
				(tokens) -> assertThat(tokens.output()).isEqualTo(CAP));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aModelThatDoesNotThinkUnlessItIsToldToIsNot(boolean whole) throws Exception {
		ReasoningProperties silent = new ReasoningProperties(ReasoningForm.EFFORT, null, null, null, null, null,
				"none");
		assertEstimated(silent, (server) -> server.stream(whole ? ENDED.formatted("stop") : WORDS),
				(tokens) -> assertThat(tokens.output()).isBetween(4L, 8L));
	}

	@Test
	void noModelHasThoughtBeforeTheHeadOfItsAnswer() throws Exception {
		assertEstimated(THINKS_UNSEEN, ScriptedServer.Connection::close, (tokens) -> {
			assertThat(tokens.input()).isBetween(8L, 30L);
			assertThat(tokens.output()).isZero();
		});
	}

	/** It may have been written to its end, as servers do that cannot stream. */
	@ParameterizedTest
	@CsvSource({ "'{\"choices\":['", "'{\"choices\":[{\"message\":7}]}'" })
	void aDocumentInPlaceOfAStreamThatNobodyCanReadIsChargedInFull(String document) throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.json(200, document))) {
			assertThat(test.charge(Calls.of(request(), true))).isInstanceOf(Charge.Everything.class);
		}
	}

}
