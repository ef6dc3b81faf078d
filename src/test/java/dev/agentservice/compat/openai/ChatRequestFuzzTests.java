package dev.agentservice.compat.openai;

import java.time.Duration;

import dev.agentservice.support.RequestFuzz;
import dev.agentservice.support.json.HttpProperties;
import dev.agentservice.support.json.StrictJsonConverter;
import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * OpenAI's requests that were nearly right.
 */
class ChatRequestFuzzTests {

	private static final StrictJsonConverter<ChatRequest> CONVERTER = new StrictJsonConverter<>(ChatRequest.class,
			new HttpProperties(DataSize.ofMegabytes(1), Duration.ofMinutes(1)),
			(fields) -> ChatRequest.parse(fields, 1000));

	private static final String GOOD = """
			{"model": "assistant", "stream": true, "stream_options": {"include_usage": true}, "user": "ada", "n": 1,
			 "max_tokens": 20, "metadata": {"channel": "wéb"}, "temperature": 0.2, "stop": ["END"], "tools": [],
			 "logit_bias": {"7": -1}, "messages": [
			  {"role": "system", "content": "Be brief."},
			  {"role": "user", "content": [{"type": "text", "text": "Order 7?"}]},
			  {"role": "assistant", "content": "Yes.", "tool_calls": []}, {"role": "user", "content": "Where is it?"}]}""";

	@Test
	void whateverComesIsARequestOrAProblemOfTheClient() {
		RequestFuzz.run(CONVERTER, ChatRequest.class, GOOD,
				(request) -> assertThat(request.toCommand(null).task()).isNotEmpty());
	}

}
