package dev.agentservice.lambda;

import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.lambda.Trigger.Answered;
import dev.agentservice.lambda.Trigger.Kind;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Invocations of the real service.
 */
@BesideOthers
class LambdaInvocationTests {

	private static final FakeRuntimeApi API = FakeRuntimeApi.start();

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest().with("spring.profiles.active", "lambda")
		.with("AWS_LAMBDA_RUNTIME_API", API.address())
		.with("agent-service.lambda.invoke-mode", "response_stream");

	@Test
	void anInvocationIsAnsweredByTheService() {
		service.anthropic().next(answer("Hello from Lambda."));
		Answered answered = new Trigger(API, Kind.HTTP_API).ask("Say hello.");
		assertThat(answered.status()).isEqualTo(200);
		assertThat(answered.json().path("answer").asString()).isEqualTo("Hello from Lambda.");
		assertThat(answered.result().streamed()).isFalse();
		await().until(() -> API.extensions() == 1);
	}

}
