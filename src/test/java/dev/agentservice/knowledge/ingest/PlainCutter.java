package dev.agentservice.knowledge.ingest;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.knuddels.jtokkit.api.EncodingType;
import dev.agentservice.knowledge.chunk.TokenCount;
import dev.agentservice.knowledge.manifest.document.StoredPassage;
import dev.agentservice.knowledge.search.SearchParts;
import dev.agentservice.knowledge.settings.KnowledgeProperties;
import dev.agentservice.llm.EmbeddingModel;
import dev.agentservice.llm.token.Tokenizers;
import dev.agentservice.support.Deadline;
import org.jspecify.annotations.Nullable;

/** Cuts and judges documents as a PUT does, without a service. */
public final class PlainCutter {

	private static final TokenCount TOKENS = (text) -> Tokenizers.count(EncodingType.CL100K_BASE, text);

	private final PassageCutter cutter;

	/** For a model; null cuts for words alone. */
	public PlainCutter(KnowledgeProperties properties, @Nullable EmbeddingModel model) {
		this.cutter = new PassageCutter(SearchParts.judge(TOKENS, properties), TOKENS, Optional.ofNullable(model),
				properties);
	}

	/** The passages of a document, with what the guard finds in them. */
	public List<StoredPassage> cut(String id, @Nullable String title, String text, Duration most) {
		Deadline deadline = Deadline.after(most);
		String name = new NewDocument(id, text, title, null, Map.of()).name();
		return this.cutter.judged(name, this.cutter.cut(name, text, deadline), deadline);
	}

}
