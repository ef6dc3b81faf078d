package dev.agentservice.compat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.support.HttpProperties;
import dev.agentservice.support.Mutations;
import dev.agentservice.support.ProblemException;
import dev.agentservice.support.StrictJsonConverter;
import org.junit.jupiter.api.Test;

import org.springframework.http.MediaType;
import org.springframework.mock.http.MockHttpInputMessage;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * OpenAI's requests that were nearly right. The seed is fixed, so a failure happens
 * again.
 */
class ChatRequestFuzzTests {

	private static final StrictJsonConverter<ChatRequest> CONVERTER = new StrictJsonConverter<>(ChatRequest.class,
			new HttpProperties(DataSize.ofMegabytes(1), Duration.ofMinutes(1)),
			(fields) -> ChatRequest.parse(fields, 1000));

	private static final String GOOD = """
			{"model": "assistant", "stream": true, "stream_options": {"include_usage": true}, "user": "ada", "n": 1,
			 "max_tokens": 20, "metadata": {"channel": "wéb"}, "messages": [
			  {"role": "system", "content": "Be brief."},
			  {"role": "user", "content": [{"type": "text", "text": "Order 7?"}]},
			  {"role": "assistant", "content": "Yes."}, {"role": "user", "content": "Where is it?"}]}""";

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
			assertThat(CONVERTER.read(ChatRequest.class, message).toCommand(null).task()).isNotEmpty();
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
