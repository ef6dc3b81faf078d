package dev.agentservice.knowledge.personal;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import dev.agentservice.knowledge.index.Candidate;
import dev.agentservice.knowledge.index.Held;
import dev.agentservice.knowledge.index.IndexedPassage;
import dev.agentservice.knowledge.index.PassageIndex;
import dev.agentservice.knowledge.index.Scope;
import dev.agentservice.knowledge.index.Shelf;
import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.Deadline;

/**
 * An index outside of Redis that holds ids alone, and whose writes take as long as a test
 * wants.
 */
final class SlowIndex implements PassageIndex {

	private final Set<PassageId> rows = ConcurrentHashMap.newKeySet();

	private final CountDownLatch begun = new CountDownLatch(1);

	private final CountDownLatch released = new CountDownLatch(1);

	/** Shared by copies that watch what is called. */
	private final AtomicBoolean slow = new AtomicBoolean();

	/** From now on writes take their time. */
	void slowDown() {
		this.slow.set(true);
	}

	/** Waits until one is under way; false if none was in a minute. */
	boolean awaitWrite() throws InterruptedException {
		return this.begun.await(1, TimeUnit.MINUTES);
	}

	/** Lets those under way arrive. */
	void release() {
		this.released.countDown();
	}

	Set<PassageId> rows() {
		return Set.copyOf(this.rows);
	}

	@Override
	public String name() {
		return "slow";
	}

	@Override
	public Held held(Shelf shelf, String next, Deadline deadline) {
		return new Held(this.rows.stream()
			.map((id) -> new Held.Version(id.document(), id.version(), id.n() + 1))
			.collect(Collectors.toList()), "");
	}

	@Override
	public long write(Shelf shelf, List<IndexedPassage> passages, Deadline deadline) {
		if (this.slow.get()) {
			this.begun.countDown();
			try {
				this.released.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
		passages.forEach((passage) -> this.rows.add(passage.id()));
		return AT_ONCE;
	}

	@Override
	public void delete(Shelf shelf, Collection<PassageId> ids, Deadline deadline) {
		this.rows.removeAll(ids);
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
