package dev.agentservice.llm.settings;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.agentservice.llm.model.Reasoning;
import tools.jackson.databind.node.ObjectNode;

/**
 * The forms in which a level of thinking is requested. Each has its words for the levels;
 * a model may have others.
 *
 * @see <a href="https://platform.openai.com/docs/guides/reasoning">OpenAI: reasoning</a>
 * @see <a href=
 * "https://platform.claude.com/docs/en/build-with-claude/thinking-troubleshooting">Anthropic:
 * what which model accepts</a>
 * @see <a href="https://api-docs.deepseek.com/guides/thinking_mode">DeepSeek: thinking
 * mode</a>
 * @see <a href="https://ai.google.dev/gemini-api/docs/openai">Gemini: OpenAI
 * compatibility</a>
 * @see <a href="https://docs.vllm.ai/en/latest/features/reasoning_outputs/">vLLM:
 * reasoning outputs</a>
 * @see <a href=
 * "https://openrouter.ai/docs/guides/best-practices/reasoning-tokens">OpenRouter:
 * reasoning tokens</a>
 */
public enum ReasoningForm {

	/** Nothing is requested: it is not possible, or the form is not known. */
	NONE(Protocol.OPENAI, List.of(), "", "", "", "") {
		@Override
		public void write(ObjectNode body, String word, int cap) {
			// Nothing to write.
		}
	},
	/** {@code reasoning_effort}: OpenAI, Gemini, xAI, Ollama, Mistral. */
	EFFORT(Protocol.OPENAI, List.of("reasoning_effort"), "none", "low", "medium", "high") {
		@Override
		public void write(ObjectNode body, String word, int cap) {
			body.put("reasoning_effort", word);
		}
	},
	/** {@code thinking: {type}}: Kimi and GLM. */
	THINKING(Protocol.OPENAI, List.of("thinking"), "disabled", "enabled", "enabled", "enabled") {
		@Override
		public void write(ObjectNode body, String word, int cap) {
			body.putObject("thinking").put("type", word);
		}
	},
	/**
	 * {@code thinking: {type}}, and with thinking also {@code reasoning_effort}:
	 * DeepSeek.
	 */
	THINKING_EFFORT(Protocol.OPENAI, List.of("thinking", "reasoning_effort"), "disabled", "low", "medium", "high") {
		@Override
		public void write(ObjectNode body, String word, int cap) {
			boolean off = word.equals("disabled");
			body.putObject("thinking").put("type", off ? "disabled" : "enabled");
			if (!off) {
				body.put("reasoning_effort", word);
			}
		}
	},
	/** {@code enable_thinking}: Qwen at Alibaba. */
	ENABLE_THINKING(Protocol.OPENAI, List.of("enable_thinking"), "false", "true", "true", "true") {
		@Override
		public void write(ObjectNode body, String word, int cap) {
			body.put("enable_thinking", Boolean.parseBoolean(word));
		}
	},
	/**
	 * {@code chat_template_kwargs}: vLLM, SGLang and llama.cpp, under both names of the
	 * switch in templates.
	 */
	CHAT_TEMPLATE(Protocol.OPENAI, List.of("chat_template_kwargs"), "false", "true", "true", "true") {
		@Override
		public void write(ObjectNode body, String word, int cap) {
			boolean on = Boolean.parseBoolean(word);
			body.putObject("chat_template_kwargs").put("enable_thinking", on).put("thinking", on);
		}
	},
	/** {@code reasoning: {effort}}: OpenRouter. */
	REASONING_OBJECT(Protocol.OPENAI, List.of("reasoning"), "none", "low", "medium", "high") {
		@Override
		public void write(ObjectNode body, String word, int cap) {
			body.putObject("reasoning").put("effort", word);
		}
	},
	/**
	 * {@code thinking: {type: enabled, budget_tokens}}: Anthropic's models up to 4.5. The
	 * words are percentages of the output cap; a budget under the minimum is none.
	 */
	BUDGET(Protocol.ANTHROPIC, List.of("thinking"), "0", "25", "50", "75") {
		@Override
		public void write(ObjectNode body, String word, int cap) {
			int budget = (int) (cap * Long.parseLong(word) / 100);
			if (budget >= LEAST_BUDGET) {
				body.putObject("thinking").put("type", "enabled").put("budget_tokens", budget);
			}
		}
	},
	/**
	 * {@code thinking: {type: adaptive}} with {@code output_config: {effort}}:
	 * Anthropic's models from 4.6 on. A word that is no effort is a type of thinking,
	 * such as {@code disabled}.
	 */
	ADAPTIVE(Protocol.ANTHROPIC, List.of("thinking", "output_config"), "disabled", "low", "medium", "high") {
		@Override
		public void write(ObjectNode body, String word, int cap) {
			boolean type = word.equals("disabled") || word.equals("between_tools");
			body.putObject("thinking").put("type", type ? word : "adaptive");
			if (!type) {
				body.putObject("output_config").put("effort", word);
			}
		}
	};

	/** Anthropic accepts no smaller one. */
	private static final int LEAST_BUDGET = 1024;

	private final Protocol protocol;

	@SuppressWarnings("ImmutableEnumChecker") // all are made by List.of
	private final List<String> members;

	@SuppressWarnings("ImmutableEnumChecker") // never written to later
	private final Map<Reasoning, String> words = new EnumMap<>(Reasoning.class);

	ReasoningForm(Protocol protocol, List<String> members, String off, String low, String medium, String high) {
		this.protocol = protocol;
		this.members = members;
		this.words.put(Reasoning.OFF, off);
		this.words.put(Reasoning.LOW, low);
		this.words.put(Reasoning.MEDIUM, medium);
		this.words.put(Reasoning.HIGH, high);
	}

	/** The protocol that has this form. */
	Protocol protocol() {
		return this.protocol;
	}

	/** The members of a request that it writes. */
	public List<String> members() {
		return this.members;
	}

	/** The word for a level, where a model has none of its own. */
	String word(Reasoning level) {
		return Objects.requireNonNull(this.words.get(level));
	}

	/**
	 * Writes the level of thinking.
	 * @param word the word for the level
	 * @param cap the output cap, in tokens, that thoughts are part of
	 */
	public abstract void write(ObjectNode body, String word, int cap);

}
