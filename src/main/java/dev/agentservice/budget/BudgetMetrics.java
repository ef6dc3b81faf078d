package dev.agentservice.budget;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.agentservice.budget.price.NanoUsd;
import dev.agentservice.identity.ConfiguredCredential;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What this replica can truthfully say about money: what it granted, what calls cost and
 * what the scripts answered to it. The books in Redis are the truth about the sum.
 * <ul>
 * <li>{@code agent.cost.usd} (agent, model): cost of calls, once per call</li>
 * <li>{@code agent.credential.cost.usd} (credential): the same by the configured name of
 * the credential that the work was done with; {@code agent.credential.ceiling.usd}
 * (credential): what it may spend in a day, in all its tenants</li>
 * <li>{@code agent.budget.rejections} (scope, reason): reservations and admissions
 * refused because the money is {@code spent}, or only {@code reserved} by calls under
 * way</li>
 * <li>{@code agent.budget.reservations.open}: granted to this replica, not settled by it
 * yet. Counted here and not in Redis: there it would need a label per tenant. What a dead
 * replica held shows up in {@code agent.budget.swept}</li>
 * <li>{@code agent.budget.swept}, {@code agent.budget.swept.usd}: overdue reservations
 * charged in full by scripts of this replica</li>
 * <li>{@code agent.budget.refunds}, {@code agent.budget.refunds.usd}: swept ones that
 * were settled after all for less</li>
 * <li>{@code agent.budget.underestimated}: calls that cost more than their worst
 * case</li>
 * <li>{@code agent.budget.unknown}: costs that Redis knew no reservation for</li>
 * <li>{@code agent.budget.refused}: reservations not even tried: their model has no
 * price, or their id is not free</li>
 * </ul>
 */
final class BudgetMetrics {

	private static final Logger logger = LoggerFactory.getLogger(BudgetMetrics.class);

	private static final List<String> SCOPES = List.of("user", "agent", "credential", "tenant", "task");

	private static final List<String> REASONS = List.of("spent", "reserved");

	private final MeterRegistry meters;

	private final Counter underestimated;

	private final Counter unknown;

	private final Counter refused;

	private final Counter swept;

	private final Counter sweptUsd;

	private final Counter refunds;

	private final Counter refundsUsd;

	/**
	 * What has no labels, or few, is there from the start, so that its first event is a
	 * change.
	 */
	BudgetMetrics(MeterRegistry meters) {
		this.meters = meters;
		this.underestimated = meters.counter("agent.budget.underestimated");
		this.unknown = meters.counter("agent.budget.unknown");
		this.refused = meters.counter("agent.budget.refused");
		this.swept = meters.counter("agent.budget.swept");
		this.sweptUsd = meters.counter("agent.budget.swept.usd");
		this.refunds = meters.counter("agent.budget.refunds");
		this.refundsUsd = meters.counter("agent.budget.refunds.usd");
		SCOPES.forEach((scope) -> REASONS.forEach((reason) -> rejections(scope, reason)));
	}

	/** Shows the size of a set of reservations. */
	void open(Set<String> reservations) {
		this.meters.gaugeCollectionSize("agent.budget.reservations.open", Set.of(), reservations);
	}

	/** Shows what each credential spends, and may spend where it has a ceiling. */
	void ceilings(Collection<ConfiguredCredential> credentials) {
		for (ConfiguredCredential credential : credentials) {
			credentialCost(credential.name());
			BigDecimal dailyUsd = credential.ceiling().dailyUsd();
			if (dailyUsd != null) {
				double usd = dailyUsd.doubleValue() * Math.max(1, credential.tenants().size());
				Gauge.builder("agent.credential.ceiling.usd", () -> usd)
					.tag("credential", credential.name())
					.register(this.meters);
			}
		}
	}

	/** Shows what an agent spends with its models. */
	void costs(String agent, Collection<String> models) {
		models.forEach((model) -> cost(agent, model));
	}

	void cost(Settlement settlement) {
		Reservation reservation = settlement.grant().reservation();
		Payer payer = reservation.payer();
		String agent = Objects.requireNonNullElse(payer.agent(), "none");
		double usd = usd(settlement.costNano());
		cost(agent, reservation.model()).increment(usd);
		credentialCost(Objects.requireNonNullElse(payer.credential(), "none")).increment(usd);
	}

	private Counter cost(String agent, String model) {
		return this.meters.counter("agent.cost.usd", "agent", agent, "model", model);
	}

	private Counter credentialCost(String credential) {
		return this.meters.counter("agent.credential.cost.usd", "credential", credential);
	}

	/** Redis has answered to a settlement. */
	void settled(Settlement settlement, Answer answer) {
		long unused = answer.number("settled_amount") - settlement.costNano();
		switch (answer.settled()) {
			case OPEN -> checkWorstCase(settlement, unused);
			case SWEPT -> {
				checkWorstCase(settlement, unused);
				refund(unused);
			}
			case UNKNOWN -> checkLoss(settlement);
			case SETTLED -> {
				// Settled before: nothing happened.
			}
		}
	}

	void swept(Answer answer) {
		this.swept.increment((double) answer.count("swept"));
		this.sweptUsd.increment(usd(answer.count("swept_sum")));
	}

	void rejected(Ledger ledger, String reason) {
		rejections(ledger.kind(), reason).increment();
	}

	private Counter rejections(String scope, String reason) {
		return this.meters.counter("agent.budget.rejections", "scope", scope, "reason", reason);
	}

	/**
	 * A reservation was not even tried: its model has no price, or its id is not free.
	 */
	void refused(Reservation reservation, IllegalStateException reason) {
		this.refused.increment();
		logger.atError().addKeyValue("model", reservation.model()).setCause(reason).log("A call cannot be reserved");
	}

	private void checkWorstCase(Settlement settlement, long unused) {
		if (unused < 0) {
			this.underestimated.increment();
			log(logger.atWarn(), settlement).log("A call cost more than its worst case");
		}
	}

	private void checkLoss(Settlement settlement) {
		if (settlement.costNano() > 0) {
			this.unknown.increment();
			log(logger.atError(), settlement).log("Redis knows no reservation of a call, its cost is not in the books");
		}
	}

	private void refund(long unused) {
		if (unused > 0) {
			this.refunds.increment();
			this.refundsUsd.increment(usd(unused));
		}
	}

	private static LoggingEventBuilder log(LoggingEventBuilder event, Settlement settlement) {
		return event.addKeyValue("model", settlement.grant().reservation().model())
			.addKeyValue("reserved_usd", NanoUsd.toUsd(settlement.grant().amountNano()))
			.addKeyValue("cost_usd", NanoUsd.toUsd(settlement.costNano()));
	}

	private static double usd(long nano) {
		return NanoUsd.toUsd(nano).doubleValue();
	}

}
