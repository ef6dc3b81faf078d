package dev.agentservice.run.admission;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.agentservice.budget.Budgets;
import dev.agentservice.budget.Payer;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;

import org.springframework.stereotype.Component;

/**
 * Tenants that are being erased, as far as this replica has heard of it. That a tenant is
 * comes with the answer of its budgets, for which the registration of a run does not
 * wait: what was registered is withdrawn then. From then on the tenant's requests are
 * refused before anything is stored of them, or its erasure would never find nothing.
 */
@Component
class ErasedTenants {

	private final Budgets budgets;

	private final Set<String> fenced = ConcurrentHashMap.newKeySet();

	ErasedTenants(Budgets budgets) {
		this.budgets = budgets;
	}

	/**
	 * Waits for Redis only if the tenant was being erased when it was last asked.
	 * @throws ProblemException {@code erasure_in_progress} if it still is,
	 * @throws dev.agentservice.support.redis.StoreUnavailableException if that cannot be
	 * told
	 */
	void demandOpen(Payer payer) {
		if (!this.fenced.contains(payer.tenant())) {
			return;
		}
		this.budgets.demandOpen(payer);
		this.fenced.remove(payer.tenant());
	}

	/**
	 * What {@link Budgets#admit} says.
	 * @throws ProblemException {@code erasure_in_progress}, which is remembered, and what
	 * else that throws
	 */
	long admit(Payer payer) {
		try {
			return this.budgets.admit(payer);
		}
		catch (ProblemException ex) {
			if (ex.code() == ProblemCode.ERASURE_IN_PROGRESS) {
				this.fenced.add(payer.tenant());
			}
			throw ex;
		}
	}

}
