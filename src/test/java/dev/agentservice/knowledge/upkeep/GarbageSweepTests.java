package dev.agentservice.knowledge.upkeep;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.agentservice.support.BesideOthers;
import dev.agentservice.knowledge.index.Candidate;
import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.knowledge.index.PassageIndex;
import dev.agentservice.knowledge.index.Scope;
import dev.agentservice.knowledge.index.Shelf;
import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.manifest.Garbage;
import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.settings.CollectionProperties;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.Deadline;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/** What fails of a sweep holds up nothing else. */
@BesideOthers
class GarbageSweepTests {

	private static final KnownCollection COLLECTION = new KnownCollection("handbook",
			new CollectionPlace("t", "handbook"),
			new CollectionProperties("en", Set.of(), CollectionProperties.Write.KNOWLEDGE, false, false));

	private final Garbage garbage = mock(Garbage.class);

	private final RefusingIndex index = new RefusingIndex();

	private final GarbageSweep sweep = new GarbageSweep(this.index, this.garbage);

	@Test
	void whatTheIndexRefusesStaysAndTheRestIsDeleted() {
		given(this.garbage.of(any(), anyString(), any(), anyInt()))
			.willReturn(List.of(rows("d"), rows("refused"), rows("e")));
		assertThatExceptionOfType(IndexUnavailableException.class)
			.isThrownBy(() -> this.sweep.sweep(COLLECTION, Duration.ZERO, Deadline.after(Duration.ofDays(1))));
		assertThat(this.index.deleted).containsExactly("d", "e");
	}

	@Test
	void whatIsWrongWithOneCollectionIsNoOtherOnesConcern() {
		given(this.garbage.of(any(), anyString(), any(), anyInt())).willThrow(new IllegalStateException("damaged"));
		assertThatCode(() -> this.sweep.attempt(COLLECTION)).doesNotThrowAnyException();
	}

	private static Garbage.Rows rows(String document) {
		return new Garbage.Rows("i none " + document + " 1 1", Generation.BY_WORDS, document, 1, 1);
	}

	/** Refuses one document. */
	private static final class RefusingIndex implements PassageIndex {

		private final List<String> deleted = new ArrayList<>();

		@Override
		public void delete(Shelf shelf, Collection<PassageId> ids, Deadline deadline) {
			String document = ids.iterator().next().document();
			if ("refused".equals(document)) {
				throw IndexUnavailableException.late("refused", Duration.ZERO, null);
			}
			this.deleted.add(document);
		}

		@Override
		public List<Candidate> matching(Scope scope, String query, int most, Deadline deadline) {
			return List.of();
		}

		@Override
		public Optional<Generation> generation(KnownCollection collection, Deadline deadline) {
			return Optional.empty();
		}

		@Override
		public List<Candidate> nearest(Scope scope, Generation of, float[] vector, int most, Deadline deadline) {
			return List.of();
		}

	}

}
