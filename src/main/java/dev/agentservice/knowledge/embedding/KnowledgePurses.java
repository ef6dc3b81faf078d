package dev.agentservice.knowledge.embedding;

import java.math.BigDecimal;
import java.time.Clock;

import dev.agentservice.budget.Budgets;
import dev.agentservice.budget.Payer;
import dev.agentservice.budget.Purse;
import dev.agentservice.budget.price.NanoUsd;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTag;
import dev.agentservice.identity.UserTags;
import dev.agentservice.support.Ulid;

import org.springframework.stereotype.Component;

/**
 * Who pays for vectors that no run asked for: the caller, for each request by itself.
 */
@Component
public class KnowledgePurses {

	private final Budgets budgets;

	private final UserTags tags;

	KnowledgePurses(Budgets budgets, UserTags tags) {
		this.budgets = budgets;
		this.tags = tags;
	}

	/** Pays for a document, so much at most. */
	public Purse ofDocument(Caller caller, BigDecimal mostUsd) {
		return of(caller, "ing_", NanoUsd.of(mostUsd));
	}

	/**
	 * Pays for a job that any replica goes on with.
	 * @param run the job's id; what it has cost stands there
	 * @param attempt by which those before are fenced off
	 */
	public Purse ofJob(String tenantTag, String userTag, String credential, String run, int attempt, long mostNano) {
		return new Purse(this.budgets,
				new Payer(tenantTag, new UserTag(userTag), credential, null, run, attempt, mostNano));
	}

	/** Pays for a search. */
	public Purse ofSearch(Caller caller) {
		return of(caller, "sea_", NanoUsd.MAX);
	}

	private Purse of(Caller caller, String prefix, long mostNano) {
		return new Purse(this.budgets, new Payer(this.tags.ofTenant(caller.tenant()), caller.tag(), caller.credential(),
				null, prefix + Ulid.next(Clock.systemUTC()), 1, mostNano));
	}

}
