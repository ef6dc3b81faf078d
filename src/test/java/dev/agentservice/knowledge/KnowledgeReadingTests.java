package dev.agentservice.knowledge;

import java.util.List;

import dev.agentservice.knowledge.KnowledgeReading.Extent;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class KnowledgeReadingTests {

	@Test
	void whatUsersOwnIsNoPartOfWhatAnAgentNeeds() {
		assertThat(extent(List.of(), List.of(), true)).isEqualTo(Extent.WHOLE);
		assertThat(extent(List.of(), List.of(), false)).isEqualTo(Extent.SHARED);
		assertThat(extent(List.of(), List.of("a"), false)).isEqualTo(Extent.WORDS);
		assertThat(extent(List.of("a"), List.of(), true)).isEqualTo(Extent.PART);
		assertThat(extent(List.of("a", "b"), List.of(), true)).isEqualTo(Extent.NOTHING);
	}

	private static Extent extent(List<String> missing, List<String> byWords, boolean isOwnWhole) {
		return new KnowledgeReading(List.of(), missing, byWords, 2, isOwnWhole).extent();
	}

}
