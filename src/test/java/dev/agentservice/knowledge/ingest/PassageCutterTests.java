package dev.agentservice.knowledge.ingest;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import com.knuddels.jtokkit.api.EncodingType;
import dev.agentservice.budget.Purse;
import dev.agentservice.knowledge.chunk.Chunker;
import dev.agentservice.knowledge.chunk.Passage;
import dev.agentservice.knowledge.chunk.TokenCount;
import dev.agentservice.knowledge.embedding.EmbeddingInput;
import dev.agentservice.llm.EmbeddingModel;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.token.Tokenizers;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** No passage is longer than its model takes, whatever the text and the model. */
@BesideOthers
class PassageCutterTests {

	private static final int SIZE = 240;

	@ParameterizedTest
	@CsvSource({ "64", "128", "512", "8191" })
	void everyPassageFitsByEitherMeasure(int maxTokens) {
		TokenCount tokens = (text) -> Tokenizers.count(EncodingType.CL100K_BASE, text);
		EmbeddingModel model = new ByteModel(maxTokens);
		Chunker chunker = new Chunker(PassageCutter.fitting(tokens, SIZE, model), SIZE, true);
		List<String> texts = List.of("# Table\n\n" + "| a cell | another cell |\n".repeat(300), "x".repeat(50_000),
				"漢字かな".repeat(2000), "😀👩‍👩‍👧".repeat(900), " ".repeat(20_000) + "end",
				"# " + "A long heading ".repeat(40) + "\n\nA short text.", "Words and words. ".repeat(900),
				"begin" + " ".repeat(20_000));
		for (String text : texts) {
			List<Passage> passages = chunker.cut("A title", text, 100_000, Deadline.after(Duration.ofMinutes(5)));
			assertThat(passages).allSatisfy((passage) -> {
				String input = EmbeddingInput.of(model, passage.heading(), passage.text());
				assertThat(input).as("nothing but blanks at the ends is left out")
					.isEqualTo(Passage.whole(passage.heading(), passage.text().strip()))
					.isNotEmpty();
				assertThat(model.count(input)).isLessThanOrEqualTo(maxTokens);
				assertThat(tokens.of(input)).isLessThanOrEqualTo(SIZE);
			});
			assertThat(passages.stream().map(Passage::text).collect(Collectors.joining())).isEqualTo(text);
		}
	}

	/** A model whose tokens are bytes, as those of an unknown tokenizer may be. */
	private record ByteModel(int maxTokens) implements EmbeddingModel {

		@Override
		public ModelId id() {
			return new ModelId("p", "m");
		}

		@Override
		public int dimension() {
			return 2;
		}

		@Override
		public long count(String text) {
			return text.getBytes(StandardCharsets.UTF_8).length + 4L;
		}

		@Override
		public int fitting(List<String> texts) {
			return texts.size();
		}

		@Override
		public float[][] embed(List<String> texts, Purpose purpose, Purse purse, Deadline deadline) {
			return new float[texts.size()][2];
		}

	}

}
