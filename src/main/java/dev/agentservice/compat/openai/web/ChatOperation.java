package dev.agentservice.compat.openai.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.SchemaProperty;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;

import org.springframework.http.MediaType;

/**
 * What the OpenAPI document says of {@code POST /v1/chat/completions}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Operation(summary = "Ask an agent in OpenAI's protocol",
		description = """
				`model` is the agent's name; the last message is the task, those before it are told to the agent as said \
				before. An answer among them that this service did not give, or gave after it had read third-party content, \
				keeps the agent from side effects. The agent's tools run on this side. With `"stream": true` the answer comes as server-sent events \
				that end with `data: [DONE]`; a stream that ends without it is no answer. How a model is to speak (`temperature`, \
				`seed` and the like) is the agent's affair: such parameters are ignored and named in `X-Agent-Ignored`. \
				`X-Agent-Model` names the model that answers. What would change \
				the meaning of the answer is refused by name.""")
@RequestBody(required = true,
		content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schemaProperties = {
				@SchemaProperty(name = "model",
						schema = @Schema(type = "string", example = "assistant",
								description = "The agent's name; required")),
				@SchemaProperty(name = "messages",
						array = @ArraySchema(maxItems = 1000, schema = @Schema(type = "object"), arraySchema = @Schema(
								description = "Objects with `role` and `content`, a text or a list of text parts; "
										+ "required. The last is the user's."))),
				@SchemaProperty(name = "stream", schema = @Schema(type = "boolean", defaultValue = "false")),
				@SchemaProperty(name = "stream_options",
						schema = @Schema(type = "object",
								description = "`include_usage`: whether the stream ends with the usage")),
				@SchemaProperty(name = "user",
						schema = @Schema(type = "string", maxLength = 256,
								description = "The end user, for keys that act on behalf of users")),
				@SchemaProperty(name = "max_completion_tokens",
						schema = @Schema(type = "integer", minimum = "1", maximum = "1000000",
								description = "Per model answer; also as `max_tokens`")),
				@SchemaProperty(name = "metadata",
						schema = @Schema(type = "object",
								description = "At most 16 entries; names up to 64, values up to 512 characters")) },
				examples = @ExampleObject(ChatOperation.QUESTION)))
@ApiResponse(responseCode = "200", description = "The answer", content = {
		@Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = ChatCompletion.class),
				examples = @ExampleObject(ChatOperation.ANSWER)),
		@Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE, schema = @Schema(type = "string"),
				examples = @ExampleObject(ChatOperation.STREAM)) })
@ApiResponse(responseCode = "404", description = "There is no such model")
@ApiResponse(responseCode = "409", description = "The run of this Idempotency-Key is still at work, or was cancelled")
@ApiResponse(responseCode = "413", description = "The body, a message or its tokens are over a limit; nothing was cut")
@ApiResponse(responseCode = "415", description = "The body is not JSON")
@ApiResponse(responseCode = "422", description = "The text was refused, or the Idempotency-Key was used before")
@ApiResponse(responseCode = "429",
		description = "Over a rate limit or a budget; `Retry-After` says when to come back, or `x-should-retry: false` and "
				+ "`error.retry_after` where that is more than a minute")
@ApiResponse(responseCode = "502",
		description = "The models' providers refuse the service's requests, and that does not pass by itself")
@ApiResponse(responseCode = "503",
		description = "There is no place for another run, or models, the store or the issuer of tokens cannot be reached")
@ApiResponse(responseCode = "504", description = "The agent's time limit has passed")
@interface ChatOperation {

	/** As most clients ask. */
	String QUESTION = """
			{"model": "assistant", "messages": [{"role": "user", "content": "What is 17.5 % of 2300?"}]}""";

	/** As the assistant answers. */
	String ANSWER = """
			{"id": "chatcmpl-01M838DWTC55J56BHF7KJFK35W", "object": "chat.completion", "created": 1795405837,
			 "model": "assistant",
			 "choices": [{"index": 0, "message": {"role": "assistant", "content": "17.5 % of 2300 is 402.5.",
			   "refusal": null}, "logprobs": null, "finish_reason": "stop"}],
			 "usage": {"prompt_tokens": 2199, "completion_tokens": 164, "total_tokens": 2363,
			   "prompt_tokens_details": {"cached_tokens": 0}}}""";

	/** The same, piece by piece. */
	String STREAM = """
			data: {"id":"chatcmpl-01M838DWTC55J56BHF7KJFK35W","object":"chat.completion.chunk","created":1795405837,\
			"model":"assistant","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,\
			"finish_reason":null}]}

			data: {"id":"chatcmpl-01M838DWTC55J56BHF7KJFK35W","object":"chat.completion.chunk","created":1795405837,\
			"model":"assistant","choices":[{"index":0,"delta":{"content":"402.5"},"logprobs":null,\
			"finish_reason":null}]}

			data: {"id":"chatcmpl-01M838DWTC55J56BHF7KJFK35W","object":"chat.completion.chunk","created":1795405837,\
			"model":"assistant","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]}

			data: [DONE]
			""";

}
