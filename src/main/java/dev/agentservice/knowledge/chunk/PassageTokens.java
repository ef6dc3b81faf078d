package dev.agentservice.knowledge.chunk;

import com.knuddels.jtokkit.api.EncodingType;
import dev.agentservice.llm.token.Tokenizers;

import org.springframework.stereotype.Component;

/**
 * Counts tokens where no embedding model has a limit of its own: as OpenAI's embedding
 * models do.
 */
@Component
class PassageTokens implements TokenCount {

	@Override
	public long of(String text) {
		return Tokenizers.count(EncodingType.CL100K_BASE, text);
	}

}
