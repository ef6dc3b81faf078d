package dev.agentservice.llm;

import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.settings.Protocol;
import io.micrometer.core.instrument.Meter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ModelMetricsTests {

	@Test
	void aCallIsMeasuredWithTheConventionsLabels() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.json(200, OpenAiWireTests.ANSWER))) {
			test.call();
			assertThat(test.meters()
				.get("gen_ai.client.operation.duration")
				.tags("gen_ai.operation.name", "chat", "gen_ai.provider.name", "p", "gen_ai.request.model",
						"some/model", "error.type", "none")
				.timer()
				.count()).isOne();
			assertThat(tokens(test, "input")).isEqualTo(1000);
			assertThat(tokens(test, "output")).isEqualTo(7);
		}
	}

	private static double tokens(TestGateway test, String type) {
		return test.meters().get("gen_ai.client.token.usage").tag("gen_ai.token.type", type).summary().totalAmount();
	}

	@Test
	void aFailureIsLabelledWithItsKind() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.json(503, ""))) {
			assertThatExceptionOfType(ModelException.class).isThrownBy(test::call);
			assertThat(test.meters()
				.get("gen_ai.client.operation.duration")
				.tag("error.type", "unavailable")
				.timer()
				.count()).isOne();
		}
	}

	@Test
	void aModelNobodyConfiguredMakesNoSeriesOfItsOwn() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.json(200, OpenAiWireTests.ANSWER))) {
			ModelRequest known = TestGateway.request();
			test.call(new ModelRequest(ModelId.parse("p/made-up"), known.messages(), known.tools(), 10,
					known.deadline()));
			ModelId elsewhere = ModelId.parse("made-up/too");
			assertThatExceptionOfType(ModelException.class).isThrownBy(() -> test
				.call(new ModelRequest(elsewhere, known.messages(), known.tools(), 10, known.deadline())));
			assertThat(test.meters().getMeters()).extracting(Meter::getId)
				.noneMatch((id) -> id.getTags().toString().contains("made-up"))
				.anyMatch((id) -> "other".equals(id.getTag("gen_ai.request.model")));
		}
	}

	@Test
	void thePoolIsMeasuredByProvider() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.json(200, OpenAiWireTests.ANSWER))) {
			test.call();
			assertThat(pool(test, "total.max")).isEqualTo(64);
			assertThat(pool(test, "total.pending")).isZero();
			assertThat(test.meters()
				.get("httpcomponents.httpclient.pool.total.connections")
				.tags("provider", "p", "state", "available")
				.gauge()
				.value()).isOne();
		}
	}

	private static double pool(TestGateway test, String name) {
		return test.meters().get("httpcomponents.httpclient.pool." + name).tag("provider", "p").gauge().value();
	}

}
