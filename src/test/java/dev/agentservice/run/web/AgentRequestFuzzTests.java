package dev.agentservice.run.web;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.run.AgentRequestProperties;
import dev.agentservice.support.HttpProperties;
import dev.agentservice.support.Mutations;
import dev.agentservice.support.ProblemException;
import dev.agentservice.support.StrictJsonConverter;
import org.junit.jupiter.api.Test;

import org.springframework.http.MediaType;
import org.springframework.mock.http.MockHttpInputMessage;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests that were nearly right. The seed is fixed, so a failure happens again. */
class AgentRequestFuzzTests {

	private static final int MOST = 60;

	private static final StrictJsonConverter<AgentRequest> CONVERTER = new AgentRequestConfiguration()
		.agentRequestConverter(new HttpProperties(DataSize.ofMegabytes(1), Duration.ofMinutes(1)),
				new AgentRequestProperties(MOST));

	private static final String GOOD = """
			{"task": "Where is my order?", "agent": "my-agent", "session_id": "a.B_9-", "max_cost_usd": 0.25,
			 "max_output_tokens": 500, "on_busy": "queue", "on_disconnect": "detach", "metadata": {"channel": "wéb"}}""";

	@Test
	void whateverComesIsARequestOrAProblemOfTheClient() {
		AtomicInteger accepted = new AtomicInteger();
		AtomicInteger refused = new AtomicInteger();
		Mutations.of(GOOD, 20_000).forEach((body) -> (isRequest(body) ? accepted : refused).incrementAndGet());
		assertThat(accepted).hasPositiveValue();
		assertThat(refused).hasValueGreaterThan(10_000);
	}

	private static boolean isRequest(byte[] body) {
		MockHttpInputMessage message = new MockHttpInputMessage(body);
		message.getHeaders().setContentType(MediaType.APPLICATION_JSON);
		try {
			AgentRequest request = CONVERTER.read(AgentRequest.class, message);
			assertThat(request.task().codePointCount(0, request.task().length())).isBetween(1, MOST);
			assertThat(request.agent()).matches("[a-z0-9-]{1,64}");
			return true;
		}
		catch (ProblemException ex) {
			assertThat(ex.code().status().is4xxClientError()).as(ex.toString()).isTrue();
			return false;
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

}
