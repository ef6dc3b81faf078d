package dev.agentservice.knowledge.search;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.agentservice.budget.Purse;
import dev.agentservice.knowledge.embedding.KnowledgeModels;
import dev.agentservice.knowledge.index.Candidate;
import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.knowledge.index.PassageIndex;
import dev.agentservice.knowledge.index.Scope;
import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.settings.CollectionProperties;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.llm.EmbeddingModel;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

/** One half of a search goes on without the other, and pays nothing that is lost. */
@BesideOthers
class CollectionSearchTests {

	private static final Generation GENERATION = new Generation("p/m", 2);

	private static final KnownCollection COLLECTION = new KnownCollection("handbook",
			new CollectionPlace("t", "handbook"),
			new CollectionProperties("en", Set.of(), CollectionProperties.Write.KNOWLEDGE, false, false));

	private final HalfIndex index = new HalfIndex();

	private final KnowledgeModels models = mock(KnowledgeModels.class);

	private final EmbeddingModel model = mock(EmbeddingModel.class);

	private final QueryVectors vectors = mock(QueryVectors.class);

	@BeforeEach
	void oneModel() {
		given(this.models.configured()).willReturn(Optional.of(this.model));
		given(this.models.of(any())).willReturn(Optional.of(this.model));
		given(this.vectors.of(any(), any())).willReturn(new float[] { 1, 0 });
	}

	@Test
	void whatVectorsHaveFoundIsNotLostWithTheWords() {
		this.index.hasWords = false;
		CollectionSearch.Found found = search(SearchMode.HYBRID).found();
		assertThat(found.ranked()).hasSize(1);
		assertThat(found.isDegraded()).isTrue();
	}

	@Test
	void withoutEitherTheCollectionCannotBeSearched() {
		this.index.hasWords = false;
		this.index.hasVectors = false;
		assertThatExceptionOfType(IndexUnavailableException.class).isThrownBy(() -> search(SearchMode.HYBRID).found());
	}

	@Test
	void aTextSearchNeedsWords() {
		this.index.hasWords = false;
		assertThatExceptionOfType(IndexUnavailableException.class).isThrownBy(() -> search(SearchMode.TEXT).found());
	}

	@Test
	void aVectorIsNotPaidForAnIndexThatFailedLately() {
		this.index.isAvailable = false;
		assertThat(search(SearchMode.HYBRID).found().isDegraded()).isTrue();
		verify(this.vectors, never()).of(any(), any());
	}

	private CollectionSearch search(SearchMode mode) {
		return new CollectionSearch(COLLECTION, new SearchQuery("refunds", 3, mode, 0, mock(Purse.class)), this.index,
				10, Deadline.after(Duration.ofMinutes(1)), this.models, this.vectors);
	}

	/** Half of it may be missing. */
	private static final class HalfIndex implements PassageIndex {

		private boolean hasWords = true;

		private boolean hasVectors = true;

		private boolean isAvailable = true;

		@Override
		public boolean isAvailable() {
			return this.isAvailable;
		}

		@Override
		public List<Candidate> matching(Scope scope, String query, int most, Deadline deadline) {
			return found(this.hasWords);
		}

		@Override
		public Optional<Generation> generation(KnownCollection collection, Deadline deadline) {
			return Optional.of(GENERATION);
		}

		@Override
		public List<Candidate> nearest(Scope scope, Generation of, float[] vector, int most, Deadline deadline) {
			return found(this.hasVectors);
		}

		private static List<Candidate> found(boolean isThere) {
			if (!isThere) {
				throw new IndexUnavailableException("down", null);
			}
			return List.of(new Candidate(new PassageId("d", 1, 0), "seal", 0.9));
		}

	}

}
