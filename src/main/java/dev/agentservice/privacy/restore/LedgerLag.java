package dev.agentservice.privacy.restore;

import java.util.List;

import dev.agentservice.privacy.ledger.LedgerEntry;
import dev.agentservice.privacy.ledger.LedgerKind;

/**
 * What Redis lacks of one kind of erasures.
 *
 * @param kind of whose erasures
 * @param seq Redis's highest number
 * @param known the highest number that was ever seen
 * @param missing entries of the files
 * @param filed the highest number of the files
 * @param lost how many numbers are in no file
 */
record LedgerLag(LedgerKind kind, long seq, long known, List<LedgerEntry> missing, long filed, long lost) {

	/** How many erasures it lacks; none of them if not above 0. */
	long behind() {
		return Math.max(this.missing.size(), Math.max(this.filed - this.seq, this.lost));
	}

	/** Whether the files are enough to do something. */
	boolean mayBeDone() {
		return this.filed > this.seq || !this.missing.isEmpty();
	}

}
