package dev.agentservice.privacy.restore;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import dev.agentservice.privacy.ledger.LedgerEntry;
import dev.agentservice.privacy.restore.LedgerScripts.LedgerView;

/**
 * The numbers of erasures that a replica has seen. Those that Redis lacks stay lost, also
 * when it gives them to other erasures, until somebody has noted erasures as high as they
 * are as done again.
 */
final class Numbers {

	private static final int ULID = 26;

	private String boot = "";

	private long highest;

	private long lostAfter;

	private long lostUntil;

	/**
	 * Compares what Redis says with what it said before.
	 * @param filed what the files have: those are no riddle
	 * @return how many numbers are lost
	 */
	long lost(LedgerView seen, Collection<LedgerEntry> filed) {
		if (wasEmptied(seen)) {
			this.highest = 0;
			this.lostUntil = 0;
		}
		this.boot = seen.boot();
		long seq = seen.seq();
		long known = Math.max(this.highest, filed.stream().mapToLong(LedgerEntry::seq).max().orElse(0));
		if (seq < known) {
			this.lostAfter = (this.lostUntil > 0) ? Math.min(this.lostAfter, seq) : seq;
			this.lostUntil = known;
		}
		this.highest = Math.max(known, seq);
		if (this.lostUntil > 0 && seen.noted() >= this.lostUntil) {
			this.lostUntil = 0;
		}
		return (this.lostUntil > 0) ? unknown(filed) : 0;
	}

	/** The highest that was ever seen. */
	long highest() {
		return this.highest;
	}

	/**
	 * Another life of Redis that began after the one before, and not with the data of a
	 * backup from an earlier one.
	 */
	private boolean wasEmptied(LedgerView seen) {
		return !this.boot.isEmpty() && !this.boot.equals(seen.boot()) && !seen.boot().startsWith("old-")
				&& (seen.seq() == 0 || began(seen.boot()).compareTo(began(this.boot)) > 0);
	}

	/** Ids are in the order of the times at which they are made. */
	private static String began(String boot) {
		return boot.substring(Math.max(0, boot.length() - ULID));
	}

	private long unknown(Collection<LedgerEntry> filed) {
		Set<Long> known = filed.stream().map(LedgerEntry::seq).collect(Collectors.toSet());
		return LongStream.rangeClosed(this.lostAfter + 1, this.lostUntil)
			.filter((number) -> !known.contains(number))
			.count();
	}

}
