package dev.agentservice.llm;

import com.knuddels.jtokkit.api.EncodingType;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one model.
 *
 * @param contextWindow prompt and completion tokens together
 * @param encoding its tokenizer, where OpenAI has published it
 */
record ModelProperties(@Min(1024) int contextWindow, @Nullable EncodingType encoding) {
}
