package dev.agentservice.knowledge.ingest;

import java.util.Map;

import dev.agentservice.knowledge.settings.KnowledgeProperties;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class DigestsTests {

	private static final KnowledgeProperties.Passage PASSAGE = new KnowledgeProperties.Passage(240,
			KnowledgeProperties.Prefix.NONE);

	@Test
	void otherMetadataIsAnotherDocumentHoweverItIsWritten() {
		String digest = of(Map.of("a", "b, c=d"));
		assertThat(of(Map.of("a", "b", "c", "d"))).isNotEqualTo(digest);
		assertThat(of(Map.of("a", "b", "c=d", ""))).isNotEqualTo(digest);
		assertThat(of(Map.of())).isNotEqualTo(digest);
		assertThat(of(Map.of("a", "b, c=d"))).isEqualTo(digest);
	}

	private static String of(Map<String, String> metadata) {
		return Digests.of(new NewDocument("id", "Text.", null, null, metadata), "Title", PASSAGE);
	}

}
