package dev.agentservice.agent.citation;

import java.util.List;

import dev.agentservice.agent.journal.Source;
import dev.agentservice.knowledge.FoundPassage;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class SourcesTests {

	private static final String LABEL = "AAAAAA2222222222";

	private final Sources sources = new Sources();

	/** An answer may cite what stood in the last of them. */
	@Test
	void aPieceThatWasShownStaysCitedWholeWhenItsFirstPassageIsShownAlone() {
		Source piece = this.sources.show(passage("One. Two. Three.", 16));
		assertThat(this.sources.show(passage("One.", 4))).isEqualTo(piece);
		this.sources.restore(List.of(new Sources().show(passage("One.", 4))));
		assertThat(this.sources.find(piece.label()).orElseThrow().end()).isEqualTo(16);
		assertThat(this.sources.show(passage("One. Two. Three. Four.", 22)).end()).isEqualTo(22);
	}

	private static FoundPassage passage(String text, int end) {
		return new FoundPassage(LABEL, "handbook", "d", "Title", null, 0, "Title", text, 0, end, false);
	}

}
