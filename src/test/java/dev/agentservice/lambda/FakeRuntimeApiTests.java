package dev.agentservice.lambda;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.agentservice.lambda.FakeRuntimeApi.Result;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The double of the Runtime API, asked by AWS's own client.
 */
@Tag("process")
@BesideOthers
class FakeRuntimeApiTests {

	private static final FakeRuntimeApi API = FakeRuntimeApi.start();

	private static Process runtime;

	@BeforeAll
	static void start() throws IOException {
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp",
				System.getProperty("java.class.path"), "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
				EchoFunction.class.getName() + "::handleRequest");
		builder.environment()
			.putAll(Map.of("AWS_LAMBDA_RUNTIME_API", API.address(), "AWS_LAMBDA_FUNCTION_NAME", "echo",
					"AWS_LAMBDA_FUNCTION_VERSION", "1", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128",
					"AWS_LAMBDA_LOG_GROUP_NAME", "none", "AWS_LAMBDA_LOG_STREAM_NAME", "none", "LAMBDA_TASK_ROOT",
					Path.of("target", "test-classes").toAbsolutePath().toString(), "AWS_REGION", "eu-west-1"));
		runtime = builder.inheritIO().start();
	}

	@AfterAll
	static void stop() {
		runtime.destroyForcibly();
		API.close();
	}

	@Test
	void anInvocationIsHandedOutWithItsDeadline() {
		for (int minutes : List.of(1, 10)) {
			Result result = API.invoke("{\"text\": \"Grüße\"}", Duration.ofMinutes(minutes)).result().join();
			assertThat(result.isWhole()).isTrue();
			assertThat(result.streamed()).isFalse();
			JsonNode answer = JsonMapper.shared().readTree(result.message());
			assertThat(answer.at("/event/text").asString()).isEqualTo("Grüße");
			assertThat(answer.path("remaining").asLong()).isPositive()
				.isLessThanOrEqualTo(Duration.ofMinutes(minutes).toMillis());
		}
	}

	@Test
	void anErrorIsTaken() {
		Result result = API.invoke("{\"text\": \"fail\"}", Duration.ofMinutes(1)).result().join();
		assertThat(result.failed()).isTrue();
		assertThat(JsonMapper.shared().readTree(result.message()).path("errorType").asString())
			.isEqualTo("java.lang.IllegalStateException");
	}

}
