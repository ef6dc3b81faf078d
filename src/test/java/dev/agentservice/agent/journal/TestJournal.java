package dev.agentservice.agent.journal;

import java.util.ArrayList;
import java.util.List;

/**
 * A journal as a store would keep it: as JSON. With its pages full, the replica dies at
 * the next entry.
 */
public final class TestJournal implements RunJournal {

	private final int pages;

	private final List<String> documents = new ArrayList<>();

	private final List<Runnable> afterwards = new ArrayList<>();

	public TestJournal() {
		this(Integer.MAX_VALUE);
	}

	public TestJournal(int pages) {
		this.pages = pages;
	}

	@Override
	public void record(JournalEntry entry) {
		if (this.documents.size() == this.pages) {
			throw new KilledException();
		}
		this.documents.add(JournalJson.write(entry, 2));
		this.afterwards.forEach(Runnable::run);
		this.afterwards.clear();
	}

	@Override
	public void whenStored(Runnable work) {
		this.afterwards.add(work);
	}

	/** What the next attempt finds. */
	public List<JournalEntry> entries() {
		return JournalJson.read(this.documents);
	}

	/** The replica is gone. */
	static final class KilledException extends RuntimeException {

	}

}
