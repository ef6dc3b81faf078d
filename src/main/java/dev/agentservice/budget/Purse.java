package dev.agentservice.budget;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.agentservice.budget.price.Tokens;
import dev.agentservice.support.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Pays for calls that read texts and write none, such as embeddings, as part of a run or
 * of other work with a cap of its own. Each call is reserved and settled at once, so that
 * any thread may make it, beside others. Thread-safe.
 */
public final class Purse {

	/** Those of a {@link RunBill} are numbered below. */
	private static final int FIRST_CALL = 100;

	private static final int STEP = 1;

	private final Budgets budgets;

	private final Payer payer;

	/** The numbers of the calls, those of all its parts as well. */
	private final AtomicInteger calls;

	/** What this is a part of; null if it stands for itself. */
	private final @Nullable Purse whole;

	private final AtomicLong costNano = new AtomicLong();

	private final AtomicLong tokens = new AtomicLong();

	/**
	 * A purse. There is one for a payer, or its reservations would be taken for each
	 * other.
	 */
	public Purse(Budgets budgets, Payer payer) {
		this(budgets, payer, new AtomicInteger(FIRST_CALL), null);
	}

	private Purse(Budgets budgets, Payer payer, AtomicInteger calls, @Nullable Purse whole) {
		this.budgets = budgets;
		this.payer = payer;
		this.calls = calls;
		this.whole = whole;
	}

	/**
	 * A purse for one piece of the work, such as a step: it knows what that piece costs,
	 * and the whole counts it, too.
	 */
	public Purse part() {
		return new Purse(this.budgets, this.payer, this.calls, this);
	}

	/**
	 * Puts the worst case of a call aside.
	 * @param model {@code provider/model}
	 * @param tokens an upper bound of its tokens
	 * @param deadline until when the answer is of use
	 * @return what was put aside, always for all of the tokens
	 * @throws BudgetExceededException if that cannot be paid
	 * @throws FencedOffException if a newer attempt owns the run
	 * @throws dev.agentservice.support.redis.StoreUnavailableException if Redis is
	 * unavailable
	 */
	public Grant reserve(String model, long tokens, Deadline deadline) {
		Grant grant = this.budgets
			.reserve(new Reservation(this.payer, model, STEP, this.calls.getAndIncrement(), tokens, 0, deadline));
		count(grant.amountNano(), 0);
		return grant;
	}

	/** The call ended, and its provider reported so many tokens. */
	public void used(Grant grant, long tokens) {
		ended(grant.used(read(tokens)), tokens);
	}

	/** The call ended without a report, and probably used so many tokens. */
	public void estimated(Grant grant, long tokens) {
		ended(grant.estimated(read(tokens)), tokens);
	}

	/** The provider refused the call, or never got it. */
	public void unused(Grant grant) {
		ended(grant.unused(), 0);
	}

	/**
	 * What its calls have cost so far, in nano-USD. One that is under way counts with
	 * what was put aside for it: so what is late for its step is charged to that step all
	 * the same.
	 */
	public long costNano() {
		return this.costNano.get();
	}

	/** The tokens of its calls so far. */
	public long tokens() {
		return this.tokens.get();
	}

	private void ended(Settlement settlement, long used) {
		count(settlement.costNano() - settlement.grant().amountNano(), used);
		this.budgets.settle(settlement);
	}

	private void count(long nano, long used) {
		this.costNano.addAndGet(nano);
		this.tokens.addAndGet(used);
		if (this.whole != null) {
			this.whole.count(nano, used);
		}
	}

	private static Tokens read(long tokens) {
		return new Tokens(tokens, 0, 0, 0);
	}

}
