package dev.agentservice.privacy.restore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import dev.agentservice.privacy.erasure.Replays;
import dev.agentservice.privacy.ledger.LedgerEntry;
import dev.agentservice.privacy.ledger.LedgerKind;
import dev.agentservice.privacy.restore.LedgerReplays.Taken;
import dev.agentservice.privacy.restore.PresentTags.Search;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.platform.Age;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Does again what a restored Redis does not know to be erased of users. One replica
 * leads, the others wait; one that dies is replaced, and nothing depends on how far it
 * was: an entry is in Redis's ledger only when nothing is left of its user.
 */
@Component
class Restoration implements Restored {

	/** So long a request from elsewhere looks through keys; the next goes on. */
	private static final Duration WITHIN_REQUEST = Duration.ofSeconds(20);

	/** A look that nobody has gone on with for so long says nothing of today. */
	private static final Duration LOOK_KEPT = Duration.ofMinutes(5);

	private final LedgerScripts scripts;

	private final Looks looks;

	private final Replays replays;

	private final ReentrantLock taking = new ReentrantLock();

	private final Age asked = new Age();

	private @Nullable Search look;

	private @Nullable Search first;

	private @Nullable Search second;

	Restoration(LedgerScripts scripts, Looks looks, Replays replays) {
		this.scripts = scripts;
		this.looks = looks;
		this.replays = replays;
	}

	@Override
	public LedgerKind kind() {
		return LedgerKind.USERS;
	}

	@Override
	public synchronized boolean goOn(List<LedgerEntry> missing, long highest) {
		if (!this.looks.areOurs()) {
			this.look = null;
			return false;
		}
		Search before = this.look;
		boolean fresh = before == null || !this.looks.covers(before, missing);
		Search now = (before == null || fresh) ? this.looks.whole(missing) : before;
		this.look = now;
		// What was being erased when the backup was made goes on by itself.
		if (!open(missing, now.present(), this.replays::again).isEmpty() || this.replays.fenced() > 0) {
			return false;
		}
		this.look = null;
		// One look for all of them, since those that are erased have not looked
		// themselves. A fresh one was made after they were erased, by whichever replica.
		Search last = fresh ? now : this.looks.whole(missing);
		if (!open(missing, last.left(), this.replays::alone).isEmpty()) {
			return false;
		}
		this.looks.done(kind(), missing, highest);
		return true;
	}

	@Override
	public synchronized void forget() {
		this.look = null;
	}

	@Override
	public List<LedgerEntry> news(List<LedgerEntry> entries) {
		return this.looks.news(kind(), entries, this.replays::isBegun);
	}

	/**
	 * Keys are looked through for those that it takes for the first time, and for all of
	 * them when they are erased; a look goes on with the next request.
	 */
	@Override
	public Taken take(List<LedgerEntry> entries) {
		this.taking.lock();
		try {
			List<LedgerEntry> rest = new ArrayList<>(this.scripts.compare(kind(), entries).missing());
			int known = entries.size() - rest.size();
			List<LedgerEntry> news = rest.stream().filter((entry) -> !this.replays.isBegun(entry)).toList();
			boolean late = this.asked.exceeds(LOOK_KEPT);
			Search first = search(late ? null : this.first, news);
			this.second = late ? null : this.second;
			this.first = first;
			if (!looked(first)) {
				this.asked.renewed();
				return new Taken(known, 0, rest.size());
			}
			// It is good for these entries once: of whom there is nothing now may come
			// back.
			this.first = null;
			List<LedgerEntry> absent = news.stream()
				.filter((entry) -> !entry.block() && !first.present().contains(entry.user()))
				.toList();
			this.scripts.note(kind(), absent, 0);
			rest.removeAll(absent);
			boolean over = isOver(rest);
			this.asked.renewed();
			if (over) {
				this.scripts.note(kind(), rest, entries.stream().mapToLong(LedgerEntry::seq).max().orElse(0));
			}
			return new Taken(known, absent.size() + (over ? rest.size() : 0), over ? 0 : rest.size());
		}
		finally {
			this.taking.unlock();
		}
	}

	/** Whether nothing is left of any of these, by one look for all of them. */
	private boolean isOver(List<LedgerEntry> begun) {
		if (!begun.stream().map(this.replays::again).toList().stream().allMatch(Boolean::booleanValue)) {
			this.second = null;
			return false;
		}
		Search look = search(this.second, begun);
		this.second = look;
		if (!looked(look)) {
			return false;
		}
		this.second = null;
		return open(begun, look.left(), this.replays::alone).isEmpty();
	}

	private boolean looked(Search search) {
		return this.looks.goOn(search, Deadline.after(WITHIN_REQUEST));
	}

	/** The one that was begun by an earlier request, if it is of use. */
	private Search search(@Nullable Search before, List<LedgerEntry> entries) {
		return (before != null && this.looks.covers(before, entries)) ? before : this.looks.open(entries);
	}

	/** Of whom nothing is there, nothing is to be erased. */
	private static List<LedgerEntry> open(List<LedgerEntry> entries, Set<String> held, Predicate<LedgerEntry> done) {
		return entries.stream()
			.filter((entry) -> (entry.block() || held.contains(entry.user())) && !done.test(entry))
			.toList();
	}

}
