package dev.agentservice.privacy.restore;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

import dev.agentservice.privacy.ledger.LedgerEntry;
import dev.agentservice.privacy.ledger.LedgerKind;
import dev.agentservice.privacy.restore.PresentTags.Search;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.check.Reconnections;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * What the restorations of users and of tenants do alike: one replica leads, looks
 * through all keys for all that is missing at once, and notes what is done.
 */
@Component
class Looks {

	private static final Logger logger = LoggerFactory.getLogger(Looks.class);

	private static final Duration UNLIMITED = Duration.ofDays(365);

	private final LedgerScripts scripts;

	private final Lead lead;

	private final PresentTags tags;

	private final Reconnections reconnections;

	Looks(LedgerScripts scripts, Lead lead, PresentTags tags, Reconnections reconnections) {
		this.scripts = scripts;
		this.lead = lead;
		this.tags = tags;
		this.reconnections = reconnections;
	}

	/** Whether this replica does erasures again. */
	boolean areOurs() {
		return this.lead.isOurs();
	}

	/** Whether a look of before says something of all these. */
	boolean covers(Search before, List<LedgerEntry> entries) {
		return before.covers(entries, this.reconnections.count());
	}

	/** One that has not begun. */
	Search open(List<LedgerEntry> entries) {
		return new Search(entries, this.reconnections.count());
	}

	/** A whole look, with the lead kept meanwhile. */
	Search whole(List<LedgerEntry> entries) {
		Search search = open(entries);
		this.tags.goOn(search, this.lead::renew, Deadline.after(UNLIMITED));
		return search;
	}

	/** Goes on with a look where nobody leads; answers with whether it is at its end. */
	boolean goOn(Search search, Deadline deadline) {
		return this.tags.goOn(search, () -> {
			// Nobody leads here.
		}, deadline);
	}

	/** Those of which nothing is known yet. */
	List<LedgerEntry> news(LedgerKind kind, List<LedgerEntry> entries, Predicate<LedgerEntry> begun) {
		return this.scripts.compare(kind, entries).missing().stream().filter(begun.negate()).toList();
	}

	/** All that was missing is erased again. */
	void done(LedgerKind kind, List<LedgerEntry> missing, long highest) {
		this.scripts.note(kind, missing, highest);
		logger.atWarn()
			.addKeyValue("kind", kind)
			.addKeyValue("entries", missing.size())
			.addKeyValue("seq", highest)
			.log("What was erased after the backup is erased again");
	}

}
