package dev.agentservice.llm.token;

import java.util.List;

import com.knuddels.jtokkit.api.EncodingType;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.settings.ModelCatalog;
import dev.agentservice.llm.settings.Protocol;
import dev.agentservice.llm.wire.Utf8;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.modulith.NamedInterface;
import org.springframework.stereotype.Component;

/**
 * Counts the tokens of a prompt before it is sent: as exactly as possible for fitting a
 * history into a window, and never too few for reserving money. Both take time linear in
 * the text, for any text.
 */
@Component
@NamedInterface("token")
public final class TokenCounter {

	private static final int PER_MESSAGE = 16;

	private static final int PER_TEXT = 4;

	private static final int PER_TOOL = 64;

	private static final int PER_REQUEST = 512;

	private static final int REPLY_BEGUN = 3;

	/** Of Claude 4; other models have from 159 to 530. */
	private static final int ABOUT_TOOLS = 346;

	private final ModelCatalog models;

	public TokenCounter(ModelCatalog models) {
		this.models = models;
	}

	/** The facts about the models. */
	public ModelCatalog models() {
		return this.models;
	}

	/**
	 * The estimated number of prompt tokens: counted with the model's own tokenizer where
	 * OpenAI has published it, otherwise from the kinds of characters, as
	 * {@link TokenEstimate} says, rather too many than too few.
	 * @throws IllegalArgumentException if a message holds anything but text
	 */
	public int estimate(ModelId model, List<ChatMessage> messages, List<ToolSpecification> tools) {
		EncodingType encoding = this.models.encoding(model);
		long tokens = 0;
		for (String text : PromptTexts.of(model.provider(), messages)) {
			tokens += 1 + count(encoding, text);
		}
		for (ToolSpecification tool : tools) {
			tokens += 8 + count(encoding, tool.toJson());
		}
		return Math.clamp(tokens + 4L * messages.size(), 0, Integer.MAX_VALUE);
	}

	/**
	 * The estimated number of billed prompt tokens: besides the texts the beginning of
	 * the reply, as OpenAI counts it, and Anthropic's own prompt about tools.
	 * @throws IllegalArgumentException if a message holds anything but text
	 * @see <a href=
	 * "https://platform.claude.com/docs/en/docs/tool-use-pricing-and-tokens">Anthropic:
	 * tool use, pricing and tokens</a>
	 */
	public long billed(ModelId model, List<ChatMessage> messages, List<ToolSpecification> tools) {
		boolean told = this.models.protocol(model) == Protocol.ANTHROPIC && !offered(model, messages, tools).isEmpty();
		return REPLY_BEGUN + (told ? ABOUT_TOOLS : 0) + (long) estimate(model, messages, tools);
	}

	/** The estimated number of completion tokens of these texts. */
	public long estimate(ModelId model, List<CharSequence> texts) {
		EncodingType encoding = this.models.encoding(model);
		return texts.stream()
			.filter((text) -> !text.isEmpty())
			.mapToLong((text) -> 1 + count(encoding, text.toString()))
			.sum();
	}

	/**
	 * The least number of completion tokens of these texts: by the model's tokenizer,
	 * else half of the estimate, which is at most twice the truth where a token has four
	 * bytes.
	 */
	public long atLeast(ModelId model, List<CharSequence> texts) {
		if (this.models.encoding(model) != null) {
			return estimate(model, texts);
		}
		long bytes = texts.stream().mapToLong(Utf8::length).sum();
		return Math.min(estimate(model, texts), bytes / 4) / 2;
	}

	private static long count(@Nullable EncodingType encoding, String text) {
		return (encoding != null) ? Tokenizers.count(encoding, text) : TokenEstimate.of(text);
	}

	/**
	 * More prompt tokens than any provider can bill for this.
	 * <p>
	 * Why it holds: the tokenizers of these models map bytes to tokens (byte-level BPE,
	 * or SentencePiece that falls back to bytes), and each token stands for at least one
	 * byte, so a text has at most as many tokens as bytes in UTF-8. The provider's
	 * additions to the texts are bounded by 16 tokens for each message and each tool call
	 * (roles, delimiters), 64 for each tool and 512 for the request (the largest tool
	 * prompt that Anthropic documents has 530 tokens and needs a tool). A tool may be
	 * rendered otherwise than as the JSON counted here; more tokens than the JSON has
	 * bytes are not to be expected, since text takes about a quarter.
	 * <p>
	 * For models that run at OpenAI with a published tokenizer, texts are counted by it,
	 * and a tenth is added for possible differences: the library's age, special tokens
	 * written as text, texts split otherwise.
	 * @throws IllegalArgumentException if a message holds anything but text
	 */
	public long upperBound(ModelId model, List<ChatMessage> messages, List<ToolSpecification> tools) {
		return PER_REQUEST + upperBound(model, messages) + boundOfTools(model, messages, tools);
	}

	/**
	 * The part of {@link #upperBound(ModelId, List, List)} that some messages add to it.
	 * @throws IllegalArgumentException if a message holds anything but text
	 */
	public long upperBound(ModelId model, List<ChatMessage> messages) {
		EncodingType encoding = this.models.runsAtOpenAi(model) ? this.models.encoding(model) : null;
		long tokens = boundOfWrapping(messages);
		for (String text : PromptTexts.of(model.provider(), messages)) {
			tokens += (encoding != null) ? tenthMore(Tokenizers.bound(encoding, text)) : Utf8.length(text);
		}
		return tokens;
	}

	/**
	 * More tokens than a model that makes vectors can bill for a text, and for the marks
	 * of its beginning and end. The same reasons hold as for
	 * {@link #upperBound(ModelId, List, List)}.
	 */
	public long upperBound(ModelId model, String text) {
		EncodingType encoding = this.models.runsAtOpenAi(model) ? this.models.encoding(model) : null;
		return PER_TEXT + ((encoding != null) ? tenthMore(Tokenizers.bound(encoding, text)) : Utf8.length(text));
	}

	/**
	 * A number that {@link #upperBound(ModelId, List, List)} never exceeds, at the cost
	 * of reading the texts once, for any tokenizer.
	 * @throws IllegalArgumentException if a message holds anything but text
	 */
	public long ceiling(ModelId model, List<ChatMessage> messages, List<ToolSpecification> tools) {
		long tokens = PER_REQUEST + boundOfWrapping(messages) + boundOfTools(model, messages, tools);
		for (String text : PromptTexts.of(model.provider(), messages)) {
			tokens += tenthMore(Utf8.length(text));
		}
		return tokens;
	}

	private static long boundOfWrapping(List<ChatMessage> messages) {
		return PER_MESSAGE * (messages.size() + PromptTexts.toolCalls(messages).count());
	}

	private long boundOfTools(ModelId model, List<ChatMessage> messages, List<ToolSpecification> tools) {
		return offered(model, messages, tools).stream()
			.mapToLong((tool) -> PER_TOOL + Utf8.length(tool.toJson()))
			.sum();
	}

	private List<ToolSpecification> offered(ModelId model, List<ChatMessage> messages, List<ToolSpecification> tools) {
		return switch (this.models.protocol(model)) {
			case OPENAI -> tools;
			case ANTHROPIC -> tools.isEmpty() ? calledTools(messages) : tools;
		};
	}

	/**
	 * Tools that were called are declared to Anthropic again, even where none may be
	 * called.
	 */
	private static List<ToolSpecification> calledTools(List<ChatMessage> messages) {
		return PromptTexts.toolCalls(messages)
			.map(ToolExecutionRequest::name)
			.distinct()
			.map((name) -> ToolSpecification.builder().name(name).build())
			.toList();
	}

	private static long tenthMore(long tokens) {
		return tokens + (tokens + 9) / 10;
	}

}
