package dev.agentservice.budget;

import dev.agentservice.budget.price.NanoUsd;
import org.jspecify.annotations.Nullable;

/**
 * What a scope may spend, spent and has put aside, in nano-USD.
 *
 * @param scope the scope's name in the books, for example {@code user:3f…}
 * @param limitNano the limit in force, or {@code null} without one
 * @param spentNano charged so far
 * @param reservedNano put aside for calls under way
 */
public record Ledger(String scope, @Nullable Long limitNano, long spentNano, long reservedNano) {

	/** What can still be reserved; never negative. */
	public long leftNano() {
		return (this.limitNano != null) ? Math.max(0, this.limitNano - this.spentNano - this.reservedNano)
				: NanoUsd.MAX;
	}

	/** What would be left if no call were under way; never negative. */
	long unspentNano() {
		return (this.limitNano != null) ? Math.max(0, this.limitNano - this.spentNano) : NanoUsd.MAX;
	}

	/** Whether an amount could be paid if no call were under way. */
	boolean onlyReserved(long amountNano) {
		return this.limitNano != null && unspentNano() >= amountNano;
	}

	/**
	 * The kind of scope: {@code user}, {@code agent}, {@code credential}, {@code tenant}
	 * or {@code task}.
	 */
	String kind() {
		int colon = this.scope.indexOf(':');
		String kind = (colon < 0) ? this.scope : this.scope.substring(0, colon);
		return "run".equals(kind) ? "task" : kind;
	}

}
