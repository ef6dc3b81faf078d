package dev.agentservice.budget;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;

import dev.agentservice.budget.Limits.ScopeLimit;
import dev.agentservice.budget.price.NanoUsd;
import dev.agentservice.budget.price.Price;
import dev.agentservice.budget.price.PriceTable;
import dev.agentservice.budget.price.Tokens;
import dev.agentservice.identity.UserTag;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Who may still spend what. Every attempt of a model call reserves its worst case before
 * it is made and settles to its real cost however it ends. In every scope spent +
 * reserved never exceeds the limit, except by a call that cost more than its worst case.
 * <p>
 * Closed on failure: without Redis nothing can be reserved
 * ({@link StoreUnavailableException}). Thread-safe.
 */
public final class Budgets implements AutoCloseable {

	private final BudgetScripts scripts;

	private final PriceTable prices;

	private final Limits limits;

	private final int minimumOutputTokens;

	private final ReservationProtocol protocol;

	private final BudgetMetrics metrics;

	private final LateSettlements late;

	/** Granted by this replica, not settled by it yet. */
	private final Set<String> open = ConcurrentHashMap.newKeySet();

	/**
	 * Opens the books.
	 * @param scripts what reads and writes the books
	 * @param prices what models cost
	 * @param limits what may be spent
	 * @param minimumOutputTokens a call with a shorter answer than this is not made
	 * @param patience how long the caller of a script waits for it at most
	 * @param metrics what is counted
	 */
	Budgets(BudgetScripts scripts, PriceTable prices, Limits limits, int minimumOutputTokens, Duration patience,
			BudgetMetrics metrics) {
		this.scripts = scripts;
		this.prices = prices;
		this.limits = limits;
		this.minimumOutputTokens = minimumOutputTokens;
		this.protocol = new ReservationProtocol(scripts, this.limits, patience, metrics);
		this.metrics = metrics;
		this.late = new LateSettlements(this::tell, patience.multipliedBy(2));
		metrics.open(this.open);
	}

	/**
	 * Shows an agent's spending, in {@code agent.cost.usd}, before it has spent anything.
	 * @param agent the agent
	 * @param models the models that it may call
	 */
	public void show(String agent, Collection<String> models) {
		this.metrics.costs(agent, models);
	}

	/** How long the ledger of a run is kept after its last use. */
	public Duration ledgerLifetime() {
		return this.scripts.ledgerLifetime();
	}

	/**
	 * Refuses work whose payer has nothing left, before anything is done for it. That the
	 * payer's user came while the tenant is being erased is noted: what is stored of the
	 * user beside this call is erased before that erasure ends.
	 * @param payer who would pay
	 * @return what the payer has left, in nano-USD: that of the tightest scope, with what
	 * calls under way have put aside, since most of that comes back
	 * @throws BudgetExceededException if a scope has nothing left
	 * @throws dev.agentservice.support.problem.ProblemException
	 * {@code erasure_in_progress} while the payer's tenant is being erased
	 */
	public long admit(Payer payer) {
		Answer answer = this.scripts.look(payer.tenant(), this.limits.of(payer), payer.user().value()).demandOpen();
		long left = NanoUsd.MAX;
		for (ScopeLimit scope : this.limits.of(payer)) {
			Ledger ledger = answer.ledger(scope.scope());
			if (ledger.leftNano() == 0) {
				throw this.protocol.exceeded(ledger, 1, answer);
			}
			left = Math.min(left, ledger.unspentNano());
		}
		return left;
	}

	/**
	 * Refuses payers whose tenant is being erased, before anything is stored of them.
	 * @throws dev.agentservice.support.problem.ProblemException
	 * {@code erasure_in_progress}
	 */
	public void demandOpen(Payer payer) {
		look(payer).demandOpen();
	}

	/**
	 * The largest prompt that leaves enough for its answer: for all of it, or, where
	 * there is not so much money, for half of the remainder, and never for less than the
	 * shortest useful answer.
	 * @param model {@code provider/model}
	 * @param outputTokens the output cap the caller would like
	 * @param leftNano what there is to spend, in nano-USD
	 * @return an upper bound of the prompt's tokens; a model without a price has none
	 */
	long affordablePrompt(String model, long outputTokens, long leftNano) {
		if (!this.prices.prices(model)) {
			return Tokens.MAX;
		}
		Price price = this.prices.of(model);
		long wholeAnswer = price.worstCaseNano(0, outputTokens);
		long shortest = price.worstCaseNano(0, Math.min(outputTokens, this.minimumOutputTokens));
		long forPrompt = Math.max(leftNano - wholeAnswer, Math.min(leftNano / 2, leftNano - shortest));
		return price.largestPrompt(Math.max(0, forPrompt));
	}

	/** The ledgers of all scopes that a payer is charged in, at one instant. */
	public List<Ledger> ledgers(Payer payer) {
		Answer answer = look(payer);
		return this.limits.of(payer).stream().map((scope) -> answer.ledger(scope.scope())).toList();
	}

	/**
	 * Puts the worst case of a call aside. If less is left than that, the grant's output
	 * cap shrinks to what can be paid. The grant must be settled, however the call ends;
	 * also if this thread was interrupted meanwhile.
	 * @param reservation what the call may cost
	 * @return the reservation
	 * @throws BudgetExceededException if the remainder pays for no useful answer
	 * @throws FencedOffException if a newer attempt owns the run
	 */
	public Grant reserve(Reservation reservation) {
		return reserveAfter(null, reservation);
	}

	/**
	 * Settles a run's previous call and reserves its next in one step. Whether or not
	 * there is a grant, the previous call is settled.
	 * @param previous the call that has ended
	 * @param next what the next call may cost
	 * @return the reservation
	 * @throws BudgetExceededException if the remainder pays for no useful answer
	 * @throws FencedOffException if a newer attempt owns the run
	 */
	Grant settleAndReserve(Settlement previous, Reservation next) {
		end(previous);
		return reserveAfter(previous, next);
	}

	/**
	 * Takes over the reservation of an earlier attempt, whose call goes on: it is this
	 * replica's to settle now.
	 * @param reservation as it was made then
	 * @param amountNano what was put aside
	 */
	Grant adopt(Reservation reservation, long amountNano) {
		this.open.add(reservation.id());
		return new Grant(reservation, this.prices.of(reservation.model()), amountNano, reservation.outputTokens(),
				NanoUsd.MAX);
	}

	/** Leaves a reservation to the next attempt, which settles it. */
	void leave(Grant grant) {
		this.open.remove(grant.reservation().id());
	}

	/**
	 * Charges what a call really cost. Settling twice counts once. Does not fail when
	 * Redis is unavailable: it is settled later.
	 * @param settlement how the call ended
	 */
	void settle(Settlement settlement) {
		end(settlement);
		try {
			tell(settlement);
		}
		catch (StoreUnavailableException _) {
			this.late.add(settlement);
		}
	}

	/**
	 * Replaces one user's limit for the rest of the day.
	 * @param tenant the tenant's tag
	 * @param user the user's tag
	 * @param limitNano the new limit in nano-USD, up to {@link NanoUsd#MAX}
	 * @return the user's ledger from now on
	 */
	DayLedger overrideToday(String tenant, UserTag user, long limitNano) {
		if (limitNano < 0 || limitNano > NanoUsd.MAX) {
			throw new IllegalArgumentException("A limit is from 0 to 4000000 USD");
		}
		Answer answer = this.scripts.override(tenant, this.limits.user(user).scope(), limitNano);
		return new DayLedger(answer.day(), answer.ledger());
	}

	/** What one user may still spend today, also if nothing was spent yet. */
	DayLedger today(String tenant, UserTag user) {
		ScopeLimit scope = this.limits.user(user);
		Answer answer = this.scripts.look(tenant, List.of(scope));
		return new DayLedger(answer.day(), answer.ledger(scope.scope()));
	}

	@Override
	public void close() {
		this.late.close();
	}

	private Answer look(Payer payer) {
		return this.scripts.look(payer.tenant(), this.limits.of(payer));
	}

	private Grant reserveAfter(@Nullable Settlement previous, Reservation next) {
		Quote quote = quote(previous, next);
		try {
			Grant grant = this.protocol.reserve(previous, quote);
			this.open.add(next.id());
			return grant;
		}
		catch (StoreUnavailableException | CancellationException ex) {
			if (previous != null) {
				this.late.add(previous);
			}
			if (!this.open.contains(next.id())) {
				// Redis may have reserved without our having heard of it.
				this.late.add(quote.givenBack());
			}
			throw ex;
		}
	}

	private Quote quote(@Nullable Settlement previous, Reservation next) {
		try {
			if (this.late.contains(next.id())) {
				throw new IllegalStateException(next.id() + " is being given back: use another call number");
			}
			return Quote.of(next, this.prices.of(next.model()), this.minimumOutputTokens);
		}
		catch (IllegalStateException ex) {
			this.metrics.refused(next, ex);
			if (previous != null) {
				settle(previous);
			}
			throw ex;
		}
	}

	/** A call has ended. Its cost is counted once, however often it is settled. */
	private void end(Settlement settlement) {
		if (this.open.remove(settlement.grant().reservation().id())) {
			this.metrics.cost(settlement);
		}
	}

	private void tell(Settlement settlement) {
		String tenant = settlement.grant().reservation().payer().tenant();
		this.metrics.settled(settlement, this.scripts.settle(tenant, new Arguments().with(settlement)));
	}

}
