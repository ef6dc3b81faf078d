package dev.agentservice.budget;

/**
 * A newer attempt owns the run, so this one may not spend any more. What it has reserved
 * it can still settle.
 */
final class FencedOffException extends RuntimeException {

	FencedOffException(Reservation reservation) {
		super("Attempt " + reservation.payer().attempt() + " of " + reservation.payer().run()
				+ " was fenced off by a newer one");
	}

}
