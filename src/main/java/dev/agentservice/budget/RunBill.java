package dev.agentservice.budget;

import dev.agentservice.budget.price.NanoUsd;
import dev.agentservice.budget.price.Tokens;
import dev.agentservice.support.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * What one run owes for its model calls. Each attempt of a call reserves its worst case
 * here first and says here how it ended. An ended call is settled together with the next
 * reservation, the last one when the bill is closed. Used by the run's thread only.
 */
public final class RunBill implements AutoCloseable {

	private final Budgets budgets;

	private final Payer payer;

	private final Purse purse;

	private @Nullable Settlement unsettled;

	private int calls;

	private boolean called;

	private long costNano;

	private long promptTokens;

	/** As far as is known: others spend as well. */
	private long leftNano;

	/**
	 * The bill of a run whose payer has so much left.
	 * @param leftNano what {@link Budgets#admit} has said
	 */
	public RunBill(Budgets budgets, Payer payer, long leftNano) {
		this.budgets = budgets;
		this.payer = payer;
		this.leftNano = leftNano;
		this.purse = new Purse(budgets, payer);
	}

	/** A bill that does not know the remainder yet. */
	public RunBill(Budgets budgets, Payer payer) {
		this(budgets, payer, NanoUsd.MAX);
	}

	/**
	 * The largest prompt that the remainder can pay for together with a useful answer. A
	 * reservation can be refused all the same, because others have spent meanwhile; then
	 * this knows better afterwards. Asks nobody.
	 * @param model {@code provider/model}
	 * @param outputTokens the output cap the caller would like
	 * @return an upper bound of the prompt's tokens
	 */
	public long affordablePrompt(String model, long outputTokens) {
		return this.budgets.affordablePrompt(model, outputTokens, this.leftNano);
	}

	/**
	 * Puts the worst case of a call aside, and settles the call before, whether or not
	 * there is a grant.
	 * @param model {@code provider/model}
	 * @param promptTokens an upper bound of the prompt's tokens
	 * @param outputTokens the output cap the caller would like
	 * @param deadline until when the answer is of use
	 * @return what was put aside; it may pay for a lower output cap only
	 * @throws BudgetExceededException if the remainder pays for no useful answer
	 * @throws FencedOffException if a newer attempt owns the run
	 * @throws dev.agentservice.support.redis.StoreUnavailableException if Redis is
	 * unavailable
	 */
	public Grant reserve(String model, long promptTokens, long outputTokens, Deadline deadline) {
		return reserve(model, promptTokens, outputTokens, 0, deadline);
	}

	/**
	 * The same for a call that is charged by more than its tokens.
	 * @param feesNano the most that is charged beside them, in nano-USD
	 */
	public Grant reserve(String model, long promptTokens, long outputTokens, long feesNano, Deadline deadline) {
		Reservation next = new Reservation(this.payer, model, ++this.calls, 1, promptTokens, outputTokens, deadline,
				feesNano);
		Settlement previous = takeUnsettled();
		try {
			Grant grant = (previous != null) ? this.budgets.settleAndReserve(previous, next)
					: this.budgets.reserve(next);
			this.called = true;
			this.leftNano = grant.leftNano();
			return grant;
		}
		catch (BudgetExceededException ex) {
			this.leftNano = ex.ledger().unspentNano();
			throw ex;
		}
	}

	/**
	 * Takes over a call that an earlier attempt of the run began and that goes on: it is
	 * settled here, and reserved no second time.
	 */
	public Grant adopt(Begun call, Deadline deadline) {
		this.called = true;
		return this.budgets.adopt(new Reservation(this.payer.ofAttempt(call.attempt()), call.model(), call.number(), 1,
				call.promptTokens(), call.outputTokens(), deadline, call.feesNano()), call.amountNano());
	}

	/** The call goes on without this attempt, and the next one settles it. */
	public void leave(Grant grant) {
		this.budgets.leave(grant);
	}

	/** As far as is known, what the payer has left, in nano-USD; asks nobody. */
	public long leftNano() {
		return this.leftNano;
	}

	/** The call ended, and its provider reported what it used. */
	public void used(Grant grant, Tokens tokens) {
		used(grant, tokens, 0);
	}

	/** The same, and its provider charges so much beside the tokens, in nano-USD. */
	public void used(Grant grant, Tokens tokens, long feesNano) {
		ended(grant.used(tokens, feesNano), tokens.input());
	}

	/** The call ended without a report, and probably used these tokens. */
	public void estimated(Grant grant, Tokens tokens) {
		estimated(grant, tokens, 0);
	}

	/** The same, with what its provider charges beside them, in nano-USD. */
	public void estimated(Grant grant, Tokens tokens, long feesNano) {
		ended(grant.estimated(tokens, feesNano), tokens.input());
	}

	/** The call ended without a report, and used these tokens, more than it was to. */
	public void beyond(Grant grant, Tokens tokens) {
		ended(grant.beyond(tokens), tokens.input());
	}

	/** The call broke off after its provider may have begun to bill. */
	public void unknown(Grant grant) {
		ended(grant.unknown(), grant.reservation().promptTokens());
	}

	/** The provider refused the call, or never got it. */
	public void unused(Grant grant) {
		ended(grant.unused(), 0);
	}

	/**
	 * Whether there was money for a call, so that a model was asked, whatever came of it.
	 */
	public boolean called() {
		return this.called;
	}

	/**
	 * Pays for what the run's other threads ask for besides; it needs no settling here.
	 */
	public Purse purse() {
		return this.purse;
	}

	/**
	 * What the run's model calls have cost so far, in nano-USD. What its purse pays
	 * belongs to other steps, beside which models may be asked.
	 */
	public long callsNano() {
		return this.costNano;
	}

	/** What the run's calls have cost so far, in nano-USD, those of its purse too. */
	public long costNano() {
		return this.costNano + this.purse.costNano();
	}

	/** The prompt tokens of the run's calls so far. */
	public long promptTokens() {
		return this.promptTokens;
	}

	/**
	 * Settles the last call. Does not fail when Redis is unavailable: it is settled
	 * later. Closing twice does no harm.
	 */
	@Override
	public void close() {
		Settlement last = takeUnsettled();
		if (last != null) {
			this.budgets.settle(last);
		}
	}

	/** Once told of it, the budgets settle it, now or later, whatever else fails. */
	private @Nullable Settlement takeUnsettled() {
		Settlement settlement = this.unsettled;
		this.unsettled = null;
		return settlement;
	}

	private void ended(Settlement settlement, long promptTokens) {
		this.unsettled = settlement;
		this.costNano += settlement.costNano();
		this.leftNano = Math.max(0, this.leftNano - settlement.costNano());
		this.promptTokens += promptTokens;
	}

	/**
	 * A call that an earlier attempt of the run has reserved.
	 *
	 * @param model {@code provider/model}
	 * @param attempt the attempt
	 * @param number the number that the call had there
	 * @param promptTokens the prompt tokens that were reserved for
	 * @param outputTokens the output cap that was granted
	 * @param feesNano the most that is charged beside tokens, in nano-USD
	 * @param amountNano what was put aside, in nano-USD
	 */
	public record Begun(String model, int attempt, int number, long promptTokens, long outputTokens, long feesNano,
			long amountNano) {

	}

}
