package dev.agentservice.privacy.restore;

import java.util.List;

import dev.agentservice.privacy.ledger.LedgerEntry;
import dev.agentservice.privacy.ledger.LedgerKind;

/**
 * Does again what a restored Redis does not know to be erased, of one kind.
 */
interface Restored {

	/** Of whose erasures. */
	LedgerKind kind();

	/**
	 * Goes on, while nobody reads users' data.
	 * @param highest the highest number of the files
	 * @return whether it is done
	 */
	boolean goOn(List<LedgerEntry> missing, long highest);

	/** Nothing is to be done: what was seen then says nothing of the next time. */
	void forget();

	/**
	 * Those of which nothing is known yet.
	 * @throws dev.agentservice.support.problem.ProblemException
	 * {@code not_supported_here} if there are some that may not come from elsewhere
	 */
	List<LedgerEntry> news(List<LedgerEntry> entries);

	/**
	 * Takes entries from elsewhere, such as the log.
	 * @return how many are not done; asked for again until there are none
	 */
	LedgerReplays.Taken take(List<LedgerEntry> entries);

}
