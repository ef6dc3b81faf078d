package dev.agentservice.llm;

import java.util.Map;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.settings.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Isolated("it reads the log")
class FailureLogTests {

	private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

	@BeforeEach
	void listen() {
		this.lines.start();
		((Logger) LoggerFactory.getLogger(ModelGateway.class)).addAppender(this.lines);
	}

	@AfterEach
	void listenNoMore() {
		((Logger) LoggerFactory.getLogger(ModelGateway.class)).detachAppender(this.lines);
	}

	@Test
	void aRefusalIsLoggedByItsNamesAndNothingElse() throws Exception {
		String refusal = """
				{"error": {"message": "sk-secret may not say: my plan", "type": "Not a name but my plan", "param": "messages.0.content", "code": "invalid_api_key"}}""";
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.json(401, refusal))) {
			assertThatExceptionOfType(ModelException.class).isThrownBy(test::call);
		}
		assertThat(values()).containsExactlyInAnyOrderEntriesOf(Map.of("model", "p/some/model", "kind", "UNAUTHORIZED",
				"status", "401", "type", "other", "code", "invalid_api_key", "param", "messages.0.content"));
	}

	@Test
	void aConnectionThatBrokeIsLoggedWithItsCause() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, ScriptedServer.Connection::reset)) {
			assertThatExceptionOfType(ModelException.class).isThrownBy(test::call);
		}
		assertThat(values()).containsEntry("kind", "CONNECTION").containsEntry("cause", "SocketException");
	}

	private Map<String, String> values() {
		assertThat(this.lines.list).hasSize(1);
		return this.lines.list.getFirst()
			.getKeyValuePairs()
			.stream()
			.collect(Collectors.toMap((pair) -> pair.key, (pair) -> String.valueOf(pair.value)));
	}

}
