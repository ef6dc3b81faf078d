package dev.agentservice.privacy.erasure;

import java.time.Instant;

/**
 * An erasure and what its record says besides.
 *
 * @param id its id
 * @param attempt the number of the attempt that works at it; 0 for a reader
 * @param seq its number in the ledger
 * @param at when it was asked for
 * @param erasure how far it is
 */
record StoredErasure(String id, long attempt, long seq, Instant at, Erasure erasure) {

	StoredErasure with(Erasure further) {
		return new StoredErasure(this.id, this.attempt, this.seq, this.at, further);
	}

}
