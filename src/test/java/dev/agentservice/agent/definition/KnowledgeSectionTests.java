package dev.agentservice.agent.definition;

import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What files say that agents know. */
@BesideOthers
class KnowledgeSectionTests {

	private static AgentDefinition knowing(String knowledge) {
		return knowing(knowledge, false);
	}

	private static AgentDefinition knowing(String knowledge, boolean scored) {
		String text = "---\nname: helper\nmodels: {simple: openai/gpt-5.4}\nknowledge: {" + knowledge
				+ "}\n---\nYou help.";
		return parser(scored).parse("helper.md", text.getBytes(StandardCharsets.UTF_8));
	}

	private static AgentFileParser parser(boolean scored) {
		return new AgentFileParser(BuiltInTools.tools(), (_) -> true, (_) -> true, BuiltInTools.TARGETS,
				BuiltInTools.GUARD, new KnowledgeOffer(List.of("handbook", "policies"), scored));
	}

	@Test
	void readsWhatAnAgentKnows() {
		assertThat(knowing("collection: handbook").knowledge())
			.isEqualTo(new KnowledgeUse(List.of("handbook"), 4, KnowledgeUse.Mode.AUTO, false, 0.2));
		assertThat(knowing("collection: [policies, handbook], top_k: 9, mode: both, required: true").knowledge())
			.isEqualTo(new KnowledgeUse(List.of("policies", "handbook"), 9, KnowledgeUse.Mode.BOTH, true, 0.2));
		assertThat(knowing("collection: handbook, min_score: 0.35", true).knowledge().minScore()).isEqualTo(0.35);
		String without = "---\nname: helper\nmodels: {simple: openai/gpt-5.4}\n---\nYou help.";
		assertThat(parser(false).parse("helper.md", without.getBytes(StandardCharsets.UTF_8)).knowledge())
			.isEqualTo(KnowledgeUse.NONE);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
			top_k: 3                               ; must name a 'collection'
			collection: handbok                    ; the collections are handbook, policies
			collection: handbook, top_k: 0         ; no whole number from 1 to 20
			collection: handbook, mode: always     ; none of auto, tool, both
			collection: handbook, required: maybe  ; neither true nor false
			collection: handbook, min_score: 0.2   ; needs an embedding model
			collection: handbook, topk: 3          ; did you mean 'top_k'?
			""")
	void saysWhatIsWrongAboutWhatAnAgentKnows(String knowledge, String reason) {
		assertThatExceptionOfType(AgentFileException.class).isThrownBy(() -> knowing(knowledge))
			.withMessageContaining(reason);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1.1", "-0.1", "much", "0.1234567" })
	void aCosineIsFromZeroToOne(String score) {
		assertThatExceptionOfType(AgentFileException.class)
			.isThrownBy(() -> knowing("collection: handbook, min_score: " + score, true))
			.withMessageContaining("no number from 0 to 1");
	}

}
