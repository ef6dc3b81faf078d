package dev.agentservice.privacy.tenant;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a step made of the erasure of a tenant.
 *
 * @param erasure how far it is now
 * @param pause when the next step is due; null if there is none
 */
record TenantStep(TenantErasure erasure, @Nullable Duration pause) {

	/** The next step is due at once. */
	static TenantStep on(TenantErasure erasure) {
		return new TenantStep(erasure, Duration.ZERO);
	}

	/** The next step is due after a time. */
	static TenantStep after(Duration pause, TenantErasure erasure) {
		return new TenantStep(erasure, pause);
	}

	/** It was the last. */
	static TenantStep last(TenantErasure erasure) {
		return new TenantStep(erasure, null);
	}

}
