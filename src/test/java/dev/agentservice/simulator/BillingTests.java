package dev.agentservice.simulator;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;

import dev.agentservice.simulator.script.LatencyProfile;
import dev.agentservice.simulator.usage.Bill;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.silence;
import static dev.agentservice.simulator.script.Responses.status;
import static org.assertj.core.api.Assertions.assertThat;

class BillingTests {

	private static final String MODEL = "anthropic/claude-haiku-4-5";

	private static final String REQUEST = """
			{"model": "claude-haiku-4-5", "max_tokens": 100, "stream": %s, "messages": [{"role": "user", "content": "Hi"}]}""";

	private static final String TEXT = "One two three four five six seven eight nine ten.";

	@AutoClose
	private final Simulator simulator = Simulator.start();

	private final WireClient client = new WireClient(this.simulator);

	@BeforeEach
	void order() {
		this.simulator.anthropic().next(answer(TEXT));
	}

	@Test
	void whatIsReportedIsBilled() throws Exception {
		JsonNode usage = WireClient.json(ask(false)).at("/usage");
		assertThat(this.simulator.billing().of(MODEL))
			.isEqualTo(new Bill(1, usage.at("/input_tokens").asInt(), 0, 0, usage.at("/output_tokens").asInt()));
	}

	@Test
	void aCutStreamIsBilledForWhatItProduced() throws Exception {
		ask(true);
		long whole = this.simulator.billing().total().outputTokens();
		this.simulator.billing().clear();
		this.simulator.anthropic().next(answer(TEXT).cutAfterChunks(2));
		try (RawCall call = RawCall.anthropic(this.simulator, REQUEST.formatted(true))) {
			call.receive();
		}
		assertThat(this.simulator.billing().of(MODEL).inputTokens()).isPositive();
		assertThat(this.simulator.billing().of(MODEL).outputTokens()).isEqualTo(4).isLessThan(whole);
	}

	@Test
	void aClientThatLeavesInSilenceIsNoticedAndPaysForThePrompt() throws Exception {
		this.simulator.anthropic().clear();
		this.simulator.anthropic().next(silence());
		RawCall call = RawCall.anthropic(this.simulator, REQUEST.formatted(true));
		Awaitility.await().until(() -> this.simulator.anthropic().traffic().inFlight() == 1);
		call.close();
		Awaitility.await().until(() -> this.simulator.openConnections() == 0);
		assertThat(this.simulator.anthropic().traffic().inFlight()).isZero();
		assertThat(this.simulator.anthropic().traffic().clientsLeft()).isOne();
		assertThat(this.simulator.billing().of(MODEL).inputTokens()).isPositive();
		assertThat(this.simulator.billing().of(MODEL).outputTokens()).isZero();
	}

	@Test
	void aClientThatLeavesAWorkingModelPaysForTheTokensUntilThen() throws Exception {
		try (Simulator slow = Simulator.start(0, new LatencyProfile(Duration.ZERO, 100, 0))) {
			slow.anthropic().next(answer(TEXT.repeat(2000)));
			RawCall call = RawCall.anthropic(slow, REQUEST.formatted(false));
			Awaitility.await().until(() -> slow.anthropic().traffic().inFlight() == 1);
			call.close();
			Awaitility.await().until(() -> slow.anthropic().traffic().clientsLeft() == 1);
			assertThat(slow.billing().of(MODEL).inputTokens()).isPositive();
			assertThat(slow.billing().of(MODEL).outputTokens()).isLessThan(10_000);
		}
	}

	@Test
	void anErrorIsFree() throws Exception {
		this.simulator.anthropic().clear();
		this.simulator.anthropic().next(status(529));
		ask(false);
		assertThat(this.simulator.billing().total().calls()).isZero();
	}

	@Test
	void usageCanBeOverstatedOrWithheldButIsAlwaysBilled() throws Exception {
		ask(false);
		long honest = this.simulator.billing().total().inputTokens();
		this.simulator.billing().clear();
		this.simulator.anthropic().next(answer(TEXT).overstatingInputBy(1000), answer(TEXT).withoutUsage());
		assertThat(WireClient.json(ask(false)).at("/usage/input_tokens").asLong()).isEqualTo(honest + 1000);
		assertThat(WireClient.json(ask(false)).has("usage")).isFalse();
		assertThat(this.simulator.billing().total().inputTokens()).isEqualTo(2 * honest + 1000);
	}

	@Test
	void billsAndTrafficAreToldOverHttp() throws Exception {
		ask(false);
		JsonNode bill = this.client.statistics("billing").at("/models").path(MODEL);
		assertThat(bill.at("/calls").asInt()).isOne();
		assertThat(bill.at("/input_tokens").asLong()).isEqualTo(this.simulator.billing().total().inputTokens());
		JsonNode traffic = this.client.statistics("requests");
		assertThat(traffic.at("/anthropic/requests").asInt()).isOne();
		assertThat(traffic.at("/open_connections").asInt()).isPositive();
	}

	private HttpResponse<String> ask(boolean stream) throws IOException, InterruptedException {
		return this.client.anthropic(REQUEST.formatted(stream));
	}

}
