package dev.agentservice.knowledge.index.lucene;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import dev.agentservice.knowledge.index.Candidate;
import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.knowledge.index.PassageIndex;
import dev.agentservice.knowledge.index.Scope;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.Deadline;
import org.apache.lucene.store.AlreadyClosedException;

/**
 * One search of what a user owns. By words and by vectors the same copy is searched,
 * which is brought up to date once, from the beginning on, beside the threads that wait
 * for it.
 */
final class OwnSearch implements PassageIndex {

	private final FutureTask<Optional<CollectionCopy>> copy;

	/**
	 * Begins.
	 * @param copy brings up to date what is searched
	 */
	OwnSearch(Callable<Optional<CollectionCopy>> copy) {
		this.copy = new FutureTask<>(copy);
		Thread.ofVirtual().name("knowledge-own").start(this.copy);
	}

	@Override
	public List<Candidate> matching(Scope scope, String query, int most, Deadline deadline) {
		return found(deadline, (one) -> one.matching(query, most));
	}

	@Override
	public Optional<Generation> generation(KnownCollection collection, Deadline deadline) {
		return copy(deadline).map(CollectionCopy::generation);
	}

	@Override
	public List<Candidate> nearest(Scope scope, Generation of, float[] vector, int most, Deadline deadline) {
		return found(deadline, (one) -> one.nearest(of, vector, most));
	}

	private List<Candidate> found(Deadline deadline, Function<CollectionCopy, List<Candidate>> search) {
		try {
			return copy(deadline).map(search).orElse(List.of());
		}
		catch (UncheckedIOException | AlreadyClosedException ex) {
			throw new IndexUnavailableException("the copy of what a user owns cannot be searched", ex);
		}
	}

	private Optional<CollectionCopy> copy(Deadline deadline) {
		try {
			return this.copy.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IndexUnavailableException("interrupted", ex);
		}
		catch (ExecutionException ex) {
			throw new IndexUnavailableException("the copy of what a user owns cannot be made", ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new IndexUnavailableException("the copy of what a user owns is still being made", ex);
		}
	}

}
