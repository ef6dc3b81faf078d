package dev.agentservice.privacy.restore;

import dev.agentservice.support.redis.StoreUnavailableException;
import dev.agentservice.support.state.RestoreGate;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Down until Redis is known to lack no erasure that the ledger's files have. Part of
 * readiness.
 */
@Component("ledgerHealthIndicator")
class LedgerHealth implements HealthIndicator {

	private final RestoreGate gate;

	LedgerHealth(RestoreGate gate) {
		this.gate = gate;
	}

	@Override
	public Health health() {
		try {
			return (this.gate.isOpen() ? Health.up() : Health.down()).build();
		}
		catch (StoreUnavailableException _) {
			return Health.down().build();
		}
	}

}
