package dev.agentservice.compat.openai;

import java.util.List;
import java.util.Set;

import dev.agentservice.compat.openai.CompatProperties.ModelName;
import dev.agentservice.session.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.agentservice.compat.openai.ChatRequestTests.history;
import static dev.agentservice.compat.openai.ChatRequestTests.read;
import static dev.agentservice.compat.openai.ChatRequestTests.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a request says and what has no effect.
 */
class IgnoredParametersTests {

	@ParameterizedTest
	@ValueSource(strings = { "\"n\": 1", "\"temperature\": 1.0", "\"top_p\": 1", "\"frequency_penalty\": 0",
			"\"presence_penalty\": 0.0", "\"store\": false", "\"logprobs\": false", "\"top_logprobs\": 0",
			"\"parallel_tool_calls\": true", "\"parallel_tool_calls\": false", "\"logit_bias\": {}",
			"\"response_format\": {\"type\": \"text\"}", "\"modalities\": [\"text\"]", "\"service_tier\": \"auto\"",
			"\"service_tier\": \"default\"", "\"tools\": []", "\"tool_choice\": \"auto\"", "\"tool_choice\": \"none\"",
			"\"functions\": []", "\"function_call\": \"auto\"", "\"stop\": []", "\"stream_options\": {}",
			"\"stream_options\": {\"include_usage\": true}", "\"metadata\": {}",
			"\"stop\": null, \"tools\": null, \"tool_choice\": null, \"seed\": null, \"stream\": null, \"stream_options\": null",
			"\"user\": null, \"max_tokens\": null, \"metadata\": null, \"audio\": null, \"anything\": null",
			"\"stream\": true, \"stream_options\": {\"include_usage\": null, \"include_obfuscation\": false}" })
	void whatMeansNothingMayBeSaid(String member) {
		ChatRequest request = read(with(member));
		assertThat(request.task()).isEqualTo("Hi");
		assertThat(request.ignored()).isEmpty();
		assertThat(request.includeUsage()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"temperature": 0.2                                          | temperature
			"top_p": 0.9                                                | top_p
			"frequency_penalty": -2                                     | frequency_penalty
			"presence_penalty": 0.5                                     | presence_penalty
			"seed": 0                                                   | seed
			"seed": -9223372036854775808                                | seed
			"top_k": 40                                                 | top_k
			"min_p": 0.05                                               | min_p
			"repetition_penalty": 1.1                                   | repetition_penalty
			"stop": "END"                                               | stop
			"stop": ["a", "b"]                                          | stop
			"logit_bias": {"50256": -100}                               | logit_bias
			"reasoning_effort": "low"                                   | reasoning_effort
			"verbosity": "low"                                          | verbosity
			"prompt_cache_key": "k"                                     | prompt_cache_key
			"safety_identifier": "h"                                    | safety_identifier
			"seed": 7, "temperature": 0, "n": 1                         | temperature,seed
			"stream": true, "stream_options": {"include_obfuscation": true} | stream_options.include_obfuscation
			""")
	void howAModelIsToSpeakIsIgnoredByName(String member, String parameters) {
		assertThat(read(with(member)).ignored()).containsExactly(parameters.split(","));
	}

	@Test
	void onlyStrictTenantsAreRefusedWhatWouldBeIgnored() {
		ChatRequest request = read(with("\"temperature\": 0.2"));
		CompatProperties strict = new CompatProperties(Set.of("acme"), ModelName.AGENT);
		assertThatExceptionOfType(UnsupportedParameterException.class)
			.isThrownBy(() -> strict.demandObeyed("acme", request))
			.satisfies((refused) -> assertThat(refused.parameter()).isEqualTo("temperature"));
		strict.demandObeyed("other", request);
		strict.demandObeyed("acme", read(with("\"temperature\": 1, \"tools\": []")));
		assertThatExceptionOfType(UnsupportedParameterException.class)
			.isThrownBy(() -> new CompatProperties(Set.of("*"), ModelName.AGENT).demandObeyed("other", request));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"content\": \"Two.\", \"tool_calls\": []", "\"content\": \"Two.\", \"tool_calls\": null",
			"\"content\": \"Two.\", \"annotations\": [], \"refusal\": null, \"audio\": null, \"function_call\": null",
			"\"content\": \"Two.\", \"name\": \"helper\"", "\"content\": \"Two.\", \"refusal\": \"\"" })
	void whatClientsCopyFromAnAnswerMeansNothing(String members) {
		assertThat(read(history("{\"role\": \"assistant\", " + members + "}")).history())
			.containsExactly(new Message.Assistant("Two.", List.of()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"role\": \"assistant\"}", "{\"role\": \"assistant\", \"content\": null}",
			"{\"role\": \"assistant\", \"content\": []}",
			"{\"role\": \"assistant\", \"content\": null, \"tool_calls\": []}" })
	void anAssistantMayHaveSaidNothing(String message) {
		assertThat(read(history(message)).history()).isEmpty();
	}

	@Test
	void whoeverHasANameIsTheOneUser() {
		assertThat(read(history("{\"role\": \"user\", \"name\": \"ada\", \"content\": \"x\"}")).history())
			.containsExactly(new Message.User("x"));
	}

}
