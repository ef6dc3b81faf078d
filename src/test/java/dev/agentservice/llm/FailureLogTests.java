package dev.agentservice.llm;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@ExtendWith(OutputCaptureExtension.class)
class FailureLogTests {

	@Test
	void aRefusalIsLoggedByItsNamesAndNothingElse(CapturedOutput output) throws Exception {
		String refusal = """
				{"error": {"message": "sk-secret may not say: my plan", "type": "Not a name but my plan", "param": "messages.0.content", "code": "invalid_api_key"}}""";
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.json(401, refusal))) {
			catchThrowableOfType(ModelException.class, test::call);
		}
		assertThat(output).contains("model call failed")
			.contains("kind=\"UNAUTHORIZED\"")
			.contains("status=\"401\"")
			.contains("type=\"other\"")
			.contains("code=\"invalid_api_key\"")
			.contains("param=\"messages.0.content\"")
			.doesNotContain("my plan")
			.doesNotContain("sk-secret");
	}

	@Test
	void aConnectionThatBrokeIsLoggedWithItsCause(CapturedOutput output) throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, ScriptedServer.Connection::reset)) {
			catchThrowableOfType(ModelException.class, test::call);
		}
		assertThat(output).contains("kind=\"CONNECTION\"").contains("cause=\"SocketException\"");
	}

}
