package dev.agentservice.privacy.restore;

import java.time.Duration;

import dev.agentservice.support.platform.Age;

import org.springframework.stereotype.Component;

/**
 * Which replica does erasures again.
 */
@Component
class Lead {

	private static final Duration RENEWAL = Duration.ofSeconds(5);

	private final LedgerScripts scripts;

	private final Age renewed = new Age();

	Lead(LedgerScripts scripts) {
		this.scripts = scripts;
	}

	/** Whether it is this one. */
	boolean isOurs() {
		return this.scripts.leads();
	}

	/** A look through many keys takes longer than the lead is kept. */
	void renew() {
		if (this.renewed.exceeds(RENEWAL)) {
			this.scripts.leads();
			this.renewed.renewed();
		}
	}

}
