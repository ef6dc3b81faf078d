package dev.agentservice.simulator.openai;

import java.io.IOException;

import dev.agentservice.simulator.chat.Completion;
import dev.agentservice.simulator.chat.Finish;
import dev.agentservice.simulator.chat.Generation;
import dev.agentservice.simulator.chat.Ids;
import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.chat.Reply;
import dev.agentservice.simulator.chat.Thoughts;
import dev.agentservice.simulator.chat.ToolCall;
import dev.agentservice.simulator.http.EventStream;
import dev.agentservice.simulator.http.HttpRequest;
import dev.agentservice.simulator.usage.PromptTokens;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a server speaks OpenAI's protocol. This is OpenAI's own way; others override what
 * they do in theirs.
 */
public class OpenAiDialect {

	/** Where a stream tells the usage. */
	public enum UsagePlace {

		/** In a chunk of its own without choices, if it was asked for. */
		OWN_CHUNK,
		/** In the chunk that tells the reason to stop. */
		LAST_CHUNK,
		/** In every chunk, so far. */
		EVERY_CHUNK,
		/** In the choice that tells the reason to stop. */
		LAST_CHOICE

	}

	private static final String OPENAI = "openai";

	private final String provider;

	private final Thoughts thoughts;

	/** OpenAI itself. */
	public OpenAiDialect() {
		this(OPENAI);
	}

	protected OpenAiDialect(String provider) {
		this.provider = provider;
		this.thoughts = new Thoughts(provider);
	}

	/** The provider's name. */
	public final String provider() {
		return this.provider;
	}

	/** What its models thought. */
	protected final Thoughts thoughts() {
		return this.thoughts;
	}

	/** Demands a credential. */
	protected void authenticate(HttpRequest request) throws Refusal {
		OpenAiErrors.demandKey(request);
	}

	/**
	 * Checks a request; {@link OpenAiRules} are OpenAI's. OpenAI itself would accept one
	 * that may be stored; no client of ours may send it that.
	 */
	protected void check(JsonNode body) throws Refusal {
		OpenAiRules.checkParameters(body);
		OpenAiRules.checkMessages(body);
		OpenAiRules.checkNothingForeign(body);
		if (this.provider.equals(OPENAI)) {
			OpenAiRules.checkStorage(body);
		}
	}

	/** Whether the model thinks before it calls tools, without being asked to. */
	protected boolean thinks(String model) {
		return false;
	}

	/** A fresh id for an answer. */
	protected String newId() {
		return Ids.random("chatcmpl-");
	}

	/** A fresh id for a tool call. */
	protected String newCallId(String tool, int index) {
		return Ids.random("call_");
	}

	/** The reason to stop. */
	protected String finishReason(Finish finish) {
		return switch (finish) {
			case STOP -> "stop";
			case TOOL_CALLS -> "tool_calls";
			case LENGTH -> "length";
			case FILTERED -> "content_filter";
		};
	}

	/** What stands for the reason to stop while there is none. */
	protected @Nullable String noReason() {
		return null;
	}

	/** Adds a piece of a thought to a delta; its whole to a message. */
	protected void think(ObjectNode message, String piece, boolean first) {
		// OpenAI shows no thoughts.
	}

	/** Adds what follows a thought to the delta after it. */
	protected void endThought(ObjectNode message, Reply reply) {
		// Nothing.
	}

	/** Adds a piece of the text to a delta; its whole to a message. */
	protected void say(ObjectNode message, String piece) {
		message.put("content", piece);
	}

	/** Adds what proves a thought to the first of the calls that follow it. */
	protected void sign(ObjectNode call, Reply reply) {
		// Nothing.
	}

	/** Whether a stream tells each call of a tool in one chunk. */
	protected boolean callsInOneChunk() {
		return false;
	}

	/** The index that a stream tells for a call. */
	protected int callIndex(int index) {
		return index;
	}

	/** A piece of the arguments of a call that has begun. */
	protected ObjectNode moreOf(int index, ToolCall call, String fragment) {
		return Json.object().put("index", callIndex(index)).set("function", Json.object().put("arguments", fragment));
	}

	/** Adds a call's arguments. */
	protected void arguments(ObjectNode function, String arguments) {
		function.put("arguments", arguments);
	}

	/** Adds what only this server adds to an answer or a chunk. */
	protected void decorate(ObjectNode document) {
		document.put("service_tier", "default").put("system_fingerprint", "fp_simulated");
	}

	/** The usage. */
	protected ObjectNode usage(PromptTokens prompt, Generation generation) {
		ObjectNode usage = plainUsage(prompt.total(), generation.tokens());
		usage.putObject("prompt_tokens_details").put("cached_tokens", prompt.cached()).put("audio_tokens", 0);
		usage.putObject("completion_tokens_details")
			.put("reasoning_tokens", generation.thoughtTokens())
			.put("audio_tokens", 0);
		return usage;
	}

	/** A usage without details. */
	protected static ObjectNode plainUsage(int prompt, int completion) {
		return Json.object()
			.put("prompt_tokens", prompt)
			.put("completion_tokens", completion)
			.put("total_tokens", prompt + completion);
	}

	/** Where a stream tells the usage. */
	protected UsagePlace usagePlace() {
		return UsagePlace.OWN_CHUNK;
	}

	/** What comes before the first chunk of a stream. */
	protected void beforeFirstChunk(Completion completion, EventStream events) throws IOException {
		// Nothing.
	}

	/** What comes after the chunk that tells the reason to stop. */
	protected void afterLastChunk(Completion completion, EventStream events) throws IOException {
		// Nothing.
	}

	/** The event that says that nothing more comes. */
	protected void endMarker(EventStream events) throws IOException {
		events.send("[DONE]");
	}

	/** An error document. */
	protected JsonNode document(Refusal refusal) {
		return OpenAiErrors.document(refusal);
	}

	/** An error in the middle of a stream. */
	protected void error(Refusal refusal, EventStream events) throws IOException {
		events.send(Json.text(document(refusal)));
	}

	/** What the provider says with this status when nothing else is known. */
	protected Refusal refusal(int status) {
		return OpenAiErrors.ofStatus(status);
	}

	/** What the provider says to a prompt that does not fit its window. */
	protected Refusal contextTooLong(int tokens, int window) {
		return OpenAiErrors.invalid(
				"This model's maximum context length is " + window + " tokens. However, your messages " + "resulted in "
						+ tokens + " tokens. Please reduce the length of the messages.",
				"messages", "context_length_exceeded");
	}

	/** What the provider says to a prompt that its content filter does not like. */
	protected Refusal contentFiltered() {
		return OpenAiErrors.invalid(
				"The response was filtered due to the prompt triggering the content management policy.", "prompt",
				"content_filter");
	}

}
