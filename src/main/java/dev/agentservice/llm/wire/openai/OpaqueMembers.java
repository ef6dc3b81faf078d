package dev.agentservice.llm.wire.openai;

import java.util.List;

import dev.agentservice.llm.wire.GrowingAnswer;
import dev.agentservice.llm.wire.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Collects a model's thoughts, in all the members that servers have for them, to be
 * returned unchanged.
 *
 * @see <a href="https://api-docs.deepseek.com/guides/thinking_mode">DeepSeek:
 * reasoning_content</a>
 * @see <a href="https://openrouter.ai/docs/use-cases/reasoning-tokens">OpenRouter:
 * reasoning_details</a>
 * @see <a href="https://ai.google.dev/gemini-api/docs/thought-signatures">Gemini: thought
 * signatures</a>
 * @see <a href="https://docs.mistral.ai/capabilities/reasoning/">Mistral: thinking
 * parts</a>
 */
final class OpaqueMembers {

	static final String REASONING_CONTENT = "reasoning_content";

	static final String REASONING = "reasoning";

	static final String DETAILS = "reasoning_details";

	/** Mistral's parts of the content. */
	static final String PARTS = "parts";

	/** Thoughts in tags before the text. */
	static final String TAGGED = "tagged";

	/** Gemini's member of each call. */
	static final String CALLS = "calls";

	private final StringBuilder reasoningContent = new StringBuilder();

	private final StringBuilder reasoning = new StringBuilder();

	private final ReasoningDetails details = new ReasoningDetails();

	private final Fragments parts = new Fragments();

	void read(JsonNode message, GrowingAnswer answer) {
		String content = Json.text(message, REASONING_CONTENT);
		String text = Json.text(message, REASONING);
		this.reasoningContent.append(content);
		this.reasoning.append(text);
		String detailed = this.details.read(message.path(DETAILS));
		// The same thoughts may be in several members, and are billed once.
		answer.addThought(longest(content, text, detailed));
	}

	private static String longest(String... texts) {
		String longest = "";
		for (String text : texts) {
			longest = (text.length() > longest.length()) ? text : longest;
		}
		return longest;
	}

	/** A part of the content that is a thought. */
	void readPart(JsonNode part, GrowingAnswer answer) {
		StringBuilder piece = new StringBuilder(Json.text(part, "thinking"));
		part.path("thinking").forEach((inner) -> piece.append(Json.text(inner, "text")));
		this.parts.add((ObjectNode) part, "thinking", piece.toString());
		answer.addThought(piece.toString());
	}

	/** All of it, null if there is none. */
	@Nullable String write(GrowingAnswer answer) {
		ObjectNode all = Json.object();
		put(all, REASONING_CONTENT, this.reasoningContent);
		put(all, REASONING, this.reasoning);
		put(all, TAGGED, answer.taggedThoughts());
		put(all, DETAILS, this.details.fragments());
		put(all, PARTS, this.parts);
		List<JsonNode> extras = answer.calls().extras();
		if (!extras.stream().allMatch(JsonNode::isMissingNode)) {
			ArrayNode calls = all.putArray(CALLS);
			extras.forEach((extra) -> calls.add(extra.isMissingNode() ? null : extra));
		}
		return all.isEmpty() ? null : all.toString();
	}

	private static void put(ObjectNode all, String member, @Nullable CharSequence text) {
		if (text != null && !text.isEmpty()) {
			all.put(member, text.toString());
		}
	}

	private static void put(ObjectNode all, String member, Fragments fragments) {
		if (!fragments.isEmpty()) {
			all.set(member, fragments.whole());
		}
	}

}
