package dev.agentservice.run.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import dev.agentservice.run.order.AgentRequestProperties;
import dev.agentservice.run.owner.script.RunProperties;
import dev.agentservice.support.RequestFuzz;
import dev.agentservice.support.json.HttpProperties;
import dev.agentservice.support.json.StrictJsonConverter;
import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests that were nearly right. */
class AgentRequestFuzzTests {

	private static final int MOST = 60;

	private static final StrictJsonConverter<AgentRequest> CONVERTER = new AgentRequestConfiguration()
		.agentRequestConverter(new HttpProperties(DataSize.ofMegabytes(1), Duration.ofMinutes(1)),
				new AgentRequestProperties(DataSize.ofBytes(MOST), DataSize.ofKilobytes(16)),
				new RunProperties(Duration.ofSeconds(15), Duration.ofDays(7), Duration.ofHours(6), Duration.ofHours(24),
						Duration.ofDays(7)));

	private static final String GOOD = """
			{"task": "Where is my order?", "agent": "my-agent", "session_id": "a.B_9-", "max_cost_usd": 0.25,
			 "max_output_tokens": 500, "on_busy": "queue", "on_disconnect": "detach", "metadata": {"channel": "wéb"}}""";

	@Test
	void whateverComesIsARequestOrAProblemOfTheClient() {
		RequestFuzz.run(CONVERTER, AgentRequest.class, GOOD, (request) -> {
			assertThat(request.task().getBytes(StandardCharsets.UTF_8).length).isBetween(1, MOST);
			assertThat(request.agent()).matches("[a-z0-9-]{1,64}");
		});
	}

}
