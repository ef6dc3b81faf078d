package dev.agentservice.support.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class HeldAnswerTests {

	private static MockHttpServletResponse flushed(String type) throws IOException {
		MockHttpServletResponse response = new MockHttpServletResponse();
		HeldAnswer held = new HeldAnswer(response);
		held.setContentType(type);
		held.getOutputStream().write("{}".getBytes(StandardCharsets.UTF_8));
		held.getOutputStream().flush();
		held.flushBuffer();
		held.getOutputStream().close();
		return response;
	}

	@Test
	void theEndOfAnAnswerWaitsForTheEndOfItsRequest() throws IOException {
		MockHttpServletResponse response = flushed("application/json");
		assertThat(response.isCommitted()).isFalse();
		assertThat(response.getContentAsString()).isEqualTo("{}");
	}

	@Test
	void eventsDoNot() throws IOException {
		assertThat(flushed("text/event-stream;charset=UTF-8").isCommitted()).isTrue();
	}

}
