package dev.agentservice.privacy.restore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

import dev.agentservice.privacy.erasure.Replays;
import dev.agentservice.privacy.ledger.LedgerEntry;
import dev.agentservice.privacy.restore.LedgerReplays.Taken;
import dev.agentservice.support.platform.Age;
import dev.agentservice.support.redis.check.Reconnections;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Does again what a restored Redis does not know to be erased. One replica leads, the
 * others wait; one that dies is replaced, and nothing depends on how far it was: an entry
 * is in Redis's ledger only when nothing is left of its user.
 */
@Component
class Restoration {

	private static final Logger logger = LoggerFactory.getLogger(Restoration.class);

	private static final Duration RENEWAL = Duration.ofSeconds(5);

	private final LedgerScripts scripts;

	private final PresentTags tags;

	private final Replays replays;

	private final Reconnections reconnections;

	private final ReentrantLock taking = new ReentrantLock();

	private final Age led = new Age();

	private @Nullable Look look;

	Restoration(LedgerScripts scripts, PresentTags tags, Replays replays, Reconnections reconnections) {
		this.scripts = scripts;
		this.tags = tags;
		this.replays = replays;
		this.reconnections = reconnections;
	}

	/**
	 * Goes on, while nobody reads users' data.
	 * @param highest the highest number of the files
	 * @return whether it is done
	 */
	synchronized boolean goOn(List<LedgerEntry> missing, long highest) {
		if (!this.scripts.leads()) {
			this.look = null;
			return false;
		}
		Look before = this.look;
		boolean fresh = before == null || !before.covers(missing, this.reconnections.count());
		Look now = (before == null || fresh) ? lookFor(missing) : before;
		this.look = now;
		// What was being erased when the backup was made goes on by itself.
		if (!open(missing, now.held()).isEmpty() || this.replays.fenced() > 0) {
			return false;
		}
		this.look = null;
		if (!fresh && !open(missing, lookFor(missing).held()).isEmpty()) {
			return false;
		}
		this.scripts.note(missing, highest);
		logger.atWarn()
			.addKeyValue("entries", missing.size())
			.addKeyValue("seq", highest)
			.log("What was erased after the backup is erased again");
		return true;
	}

	/** Nothing is to be done: what was seen then says nothing of the next time. */
	synchronized void forget() {
		this.look = null;
	}

	/** Those of which nothing is known yet. */
	List<LedgerEntry> news(List<LedgerEntry> entries) {
		return this.scripts.compare(entries)
			.missing()
			.stream()
			.filter((entry) -> !this.replays.isBegun(entry))
			.toList();
	}

	/**
	 * Takes entries from elsewhere, such as the log. Keys are looked through only for
	 * those that it takes for the first time.
	 * @return how many are not done; asked for again until there are none
	 */
	Taken take(List<LedgerEntry> entries) {
		this.taking.lock();
		try {
			List<LedgerEntry> missing = this.scripts.compare(entries).missing();
			Map<Boolean, List<LedgerEntry>> begun = missing.stream()
				.collect(Collectors.partitioningBy(this.replays::isBegun));
			Set<String> held = this.tags.of(begun.getOrDefault(false, List.of()), () -> {
				// Nobody leads here.
			});
			begun.getOrDefault(true, List.of()).forEach((entry) -> held.add(entry.user()));
			List<LedgerEntry> open = open(missing, held);
			List<LedgerEntry> done = new ArrayList<>(missing);
			done.removeAll(open);
			long highest = open.isEmpty() ? entries.stream().mapToLong(LedgerEntry::seq).max().orElse(0) : 0;
			this.scripts.note(done, highest);
			return new Taken(entries.size() - missing.size(), done.size(), open.size());
		}
		finally {
			this.taking.unlock();
		}
	}

	private Look lookFor(List<LedgerEntry> entries) {
		long connections = this.reconnections.count();
		return new Look(connections, entries.stream().map(LedgerEntry::user).collect(Collectors.toSet()),
				this.tags.of(entries, this::stillLead));
	}

	/** A look through many keys takes longer than the lead is kept. */
	private void stillLead() {
		if (this.led.exceeds(RENEWAL)) {
			this.scripts.leads();
			this.led.renewed();
		}
	}

	/** Of whom nothing is there, nothing is to be erased. */
	private List<LedgerEntry> open(List<LedgerEntry> entries, Set<String> held) {
		List<LedgerEntry> open = new ArrayList<>();
		for (LedgerEntry entry : entries) {
			if ((entry.block() || held.contains(entry.user())) && !this.replays.again(entry)) {
				open.add(entry);
			}
		}
		return open;
	}

	/**
	 * A look through all keys.
	 *
	 * @param connections how many connections there had been: behind the next one may be
	 * another Redis
	 * @param asked the users it was made for
	 * @param held those of whom there is something
	 */
	private record Look(long connections, Set<String> asked, Set<String> held) {

		boolean covers(List<LedgerEntry> entries, long now) {
			return this.connections == now && entries.stream().allMatch((entry) -> this.asked.contains(entry.user()));
		}

	}

}
