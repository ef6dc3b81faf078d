package dev.agentservice.knowledge.search;

import java.util.List;

import dev.agentservice.guard.PlainGuard;
import dev.agentservice.knowledge.chunk.TokenCount;
import dev.agentservice.knowledge.index.Candidate;
import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.settings.KnowledgeProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Parts of a search, for what measures them without a service. */
public final class SearchParts {

	private SearchParts() {
	}

	/** Judges passages by the rules of this build. */
	public static PassageJudge judge(TokenCount tokens, KnowledgeProperties properties) {
		return new PassageJudge(PlainGuard.ofRules(), tokens, new KnowledgeMetrics(new SimpleMeterRegistry()),
				properties);
	}

	/** What a search makes of two lists. */
	public static List<PassageId> fused(List<Candidate> text, List<Candidate> nearest, double minScore, int most) {
		return Fusion.of(text, nearest, minScore, most).stream().map((one) -> one.candidate().id()).toList();
	}

}
