package dev.agentservice.privacy.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.agentservice.privacy.erasure.Replays;
import dev.agentservice.privacy.ledger.LedgerEntry;
import dev.agentservice.privacy.restore.LedgerReplays.Taken;
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

	private final LedgerScripts scripts;

	private final PresentTags tags;

	private final Replays replays;

	private @Nullable Set<String> present;

	Restoration(LedgerScripts scripts, PresentTags tags, Replays replays) {
		this.scripts = scripts;
		this.tags = tags;
		this.replays = replays;
	}

	/**
	 * Goes on, while nobody reads users' data.
	 * @return whether it is done
	 */
	synchronized boolean goOn(List<LedgerEntry> missing, long highest) {
		if (!this.scripts.leads()) {
			return false;
		}
		Set<String> held = (this.present != null) ? this.present : this.tags.of(missing);
		this.present = held;
		// What was being erased when the backup was made goes on by itself.
		if (!open(missing, held).isEmpty() || this.replays.fenced() > 0) {
			return false;
		}
		this.scripts.note(missing, highest);
		this.present = null;
		logger.atWarn()
			.addKeyValue("entries", missing.size())
			.addKeyValue("seq", highest)
			.log("What was erased after the backup is erased again");
		return true;
	}

	/**
	 * Takes entries from elsewhere, such as the log. Users are served meanwhile.
	 * @return how many are not done; asked for again until there are none
	 */
	synchronized Taken take(List<LedgerEntry> entries) {
		List<LedgerEntry> missing = this.scripts.compare(entries).missing();
		List<LedgerEntry> open = open(missing, this.tags.of(missing));
		List<LedgerEntry> done = new ArrayList<>(missing);
		done.removeAll(open);
		long highest = open.isEmpty() ? entries.stream().mapToLong(LedgerEntry::seq).max().orElse(0) : 0;
		this.scripts.note(done, highest);
		return new Taken(entries.size() - missing.size(), done.size(), open.size());
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

}
