package dev.agentservice.llm;

import java.util.List;

import dev.agentservice.budget.price.Tokens;
import dev.agentservice.llm.settings.Protocol;

/**
 * What a provider says before it is changed.
 *
 * @param protocol in which protocol
 * @param streamed whether in events, or in one document
 * @param events all of it
 */
record WireSeeds(Protocol protocol, boolean streamed, List<WireEvent> events) {

	/** What each of them used, and says that it did. */
	static final Tokens USED = new Tokens(1000, 896, 0, 17);

	static List<WireSeeds> of(Protocol protocol) {
		return switch (protocol) {
			case OPENAI -> List.of(stream(protocol, OPENAI_TEXT), stream(protocol, OPENAI_CALLS),
					stream(protocol, OPENAI_WITH_USAGE_AT_END), document(protocol, OPENAI_DOCUMENT),
					document(protocol, OPENAI_CALLS_DOCUMENT));
			case ANTHROPIC -> List.of(stream(protocol, ANTHROPIC_TEXT), stream(protocol, ANTHROPIC_CALLS),
					document(protocol, ANTHROPIC_DOCUMENT), document(protocol, ANTHROPIC_CALLS_DOCUMENT));
		};
	}

	private static WireSeeds stream(Protocol protocol, String events) {
		return new WireSeeds(protocol, true, WireEvent.parse(events));
	}

	private static WireSeeds document(Protocol protocol, String document) {
		return new WireSeeds(protocol, false, List.of(WireEvent.of("", document.strip())));
	}

	private static final String OPENAI_TEXT = """
			data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":null}

			data: {"id":"c","choices":[{"index":0,"delta":{"reasoning_content":"Hm, a greeting."},"finish_reason":null}],"usage":null}

			data: {"id":"c","choices":[{"index":0,"delta":{"content":"Grüße"},"finish_reason":null}],"usage":null}

			data: {"id":"c","choices":[{"index":0,"delta":{"content":" an alle 🦊 hier"},"finish_reason":null}],"usage":null}

			data: {"id":"c","choices":[{"index":0,"delta":{"content":"."},"finish_reason":null}],"usage":null}

			data: {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}

			data: {"id":"c","choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":17,"total_tokens":1017,"prompt_tokens_details":{"cached_tokens":896}}}

			data: [DONE]
			""";

	private static final String OPENAI_CALLS = """
			data: {"id":"c","choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_a","type":"function","function":{"name":"weather","arguments":""}}]},"finish_reason":null}]}

			data: {"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\\"city\\":"}}]},"finish_reason":null}]}

			data: {"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\\"Rome\\"}"}}]},"finish_reason":null}]}

			data: {"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"call_b","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Oslo\\"}"}}]},"finish_reason":null}]}

			data: {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

			data: {"id":"c","choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":17,"total_tokens":1017,"prompt_tokens_details":{"cached_tokens":896}}}

			data: [DONE]
			""";

	private static final String OPENAI_WITH_USAGE_AT_END = """
			data: {"id":"c","choices":[{"index":0,"delta":{"role":"assistant","content":"One"},"finish_reason":""}]}

			data: {"id":"c","choices":[{"index":0,"delta":{"content":" two"},"finish_reason":""}]}

			data: {"id":"c","choices":[{"index":0,"delta":{"content":" three."},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":17,"total_tokens":1017,"prompt_cache_hit_tokens":896}}
			""";

	private static final String OPENAI_DOCUMENT = """
			{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hello there.","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":17,"total_tokens":1017,"prompt_tokens_details":{"cached_tokens":896}},"system_fingerprint":"f"}
			""";

	private static final String OPENAI_CALLS_DOCUMENT = """
			{"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":null,"reasoning_content":"Two.","tool_calls":[{"id":"call_a","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Rome\\"}"}},{"id":"call_b","type":"function","function":{"name":"weather","arguments":"{}"}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":1000,"completion_tokens":17,"total_tokens":1017,"prompt_cache_hit_tokens":896}}
			""";

	private static final String ANTHROPIC_TEXT = """
			event: message_start
			data: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"usage":{"input_tokens":104,"cache_creation_input_tokens":0,"cache_read_input_tokens":896,"output_tokens":1}}}

			event: ping
			data: {"type":"ping"}

			event: content_block_start
			data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

			event: content_block_delta
			data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm."}}

			event: content_block_delta
			data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"c2ln"}}

			event: content_block_stop
			data: {"type":"content_block_stop","index":0}

			event: content_block_start
			data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

			event: content_block_delta
			data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Grüße"}}

			event: content_block_delta
			data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":" an alle 🦊 hier."}}

			event: content_block_stop
			data: {"type":"content_block_stop","index":1}

			event: message_delta
			data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":17}}

			event: message_stop
			data: {"type":"message_stop"}
			""";

	private static final String ANTHROPIC_CALLS = """
			event: message_start
			data: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"usage":{"input_tokens":104,"cache_creation_input_tokens":0,"cache_read_input_tokens":896,"output_tokens":1}}}

			event: content_block_start
			data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":"Let me look. "}}

			event: content_block_stop
			data: {"type":"content_block_stop","index":0}

			event: content_block_start
			data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_a","name":"weather","input":{}}}

			event: content_block_delta
			data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\\"city\\":"}}

			event: content_block_delta
			data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"\\"Rome\\"}"}}

			event: content_block_stop
			data: {"type":"content_block_stop","index":1}

			event: message_delta
			data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":17}}

			event: message_stop
			data: {"type":"message_stop"}
			""";

	private static final String ANTHROPIC_DOCUMENT = """
			{"id":"m","type":"message","role":"assistant","model":"m","content":[{"type":"thinking","thinking":"Hm.","signature":"c2ln"},{"type":"text","text":"Hello "},{"type":"text","text":"there."}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":104,"cache_creation_input_tokens":0,"cache_read_input_tokens":896,"output_tokens":17,"service_tier":"standard"}}
			""";

	private static final String ANTHROPIC_CALLS_DOCUMENT = """
			{"id":"m","type":"message","role":"assistant","content":[{"type":"tool_use","id":"toolu_a","name":"weather","input":{"city":"Rome"}},{"type":"tool_use","id":"toolu_b","name":"weather","input":{}}],"stop_reason":"tool_use","usage":{"input_tokens":104,"cache_creation_input_tokens":0,"cache_read_input_tokens":896,"output_tokens":17}}
			""";

}
