package dev.agentservice.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

import dev.agentservice.agent.LoopEnd.Answered;
import dev.agentservice.agent.journal.Step;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.FullListener;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;

/** An agent's first model is where nobody answers. */
@BesideOthers
class UnreachableProviderTests {

	private static final String NOWHERE = "nowhere/model";

	@AutoClose
	static final FullListener listener = listener();

	@RegisterExtension
	static final LoopFixture loop = new LoopFixture().with("agent-service.llm.providers.nowhere.protocol", "openai")
		.with("agent-service.llm.providers.nowhere.base-url", listener.url())
		.with("agent-service.llm.providers.nowhere.api-key", "simulated")
		.with("agent-service.budget.prices.[" + NOWHERE + "].input", "1.00")
		.with("agent-service.budget.prices.[" + NOWHERE + "].cached-input", "1.00")
		.with("agent-service.budget.prices.[" + NOWHERE + "].cache-write", "1.00")
		.with("agent-service.budget.prices.[" + NOWHERE + "].output", "1.00");

	private static FullListener listener() {
		try {
			return FullListener.open();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aConnectTimeOutGoesToTheNextModelAtOnceAndCostsNothing(boolean streamed) {
		loop.openai().next(answer("Here."));
		LoopFixture.Attempt attempt = loop.attempt(NOWHERE).of(LoopFixture.agent(8, NOWHERE, LoopFixture.OPENAI));
		Answered result = (streamed ? attempt.asStream() : attempt).run();
		assertThat(result.answer()).isEqualTo("Here.");
		assertThat(result.steps()).extracting(Step::name).containsExactly(NOWHERE, LoopFixture.OPENAI);
		Step first = result.steps().getFirst();
		assertThat(first.outcome()).isEqualTo("timeout");
		assertThat(first.costNano()).isZero();
		assertThat(first.duration()).as("one attempt of two seconds")
			.isBetween(Duration.ofMillis(1900), Duration.ofSeconds(15));
	}

}
