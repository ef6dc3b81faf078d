package dev.agentservice.knowledge.search;

import java.time.Duration;
import java.util.List;

import dev.agentservice.budget.Purse;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.llm.EmbeddingModel;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@BesideOthers
class QueryVectorsTests {

	private static final Generation GENERATION = new Generation("p/m", 2);

	private final Counted model = new Counted();

	private final QueryVectors vectors = new QueryVectors(
			new SearchQuery("refunds", 3, SearchMode.HYBRID, 0, Mockito.mock(Purse.class)),
			Deadline.after(Duration.ofMinutes(1)));

	@Test
	void aGenerationsVectorIsAskedForOnce() {
		assertThat(this.vectors.of(GENERATION, this.model)).containsExactly(1, 0);
		assertThat(this.vectors.of(GENERATION, this.model)).containsExactly(1, 0);
		assertThat(this.model.calls).isOne();
		this.vectors.of(new Generation("p/other", 2), this.model);
		assertThat(this.model.calls).isEqualTo(2);
	}

	/** Each further collection would wait for the same provider, and pay it again. */
	@Test
	void whatCannotBeMadeIsNotAskedForAgain() {
		this.model.isDown = true;
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(ModelException.class).isThrownBy(() -> this.vectors.of(GENERATION, this.model))
				.matches((failure) -> failure.kind() == Kind.UNAVAILABLE);
		}
		assertThat(this.model.calls).isOne();
	}

	/** Counts its calls. */
	private static final class Counted implements EmbeddingModel {

		private int calls;

		private boolean isDown;

		@Override
		public ModelId id() {
			return ModelId.parse("p/m");
		}

		@Override
		public int dimension() {
			return 2;
		}

		@Override
		public int maxTokens() {
			return 100;
		}

		@Override
		public long count(String text) {
			return text.length();
		}

		@Override
		public int fitting(List<String> texts) {
			return texts.size();
		}

		@Override
		public float[][] embed(List<String> texts, Purpose purpose, Purse purse, Deadline deadline) {
			this.calls++;
			if (this.isDown) {
				throw new ModelException(id(), Kind.UNAVAILABLE, null, null);
			}
			return new float[][] { { 1, 0 } };
		}

	}

}
