package dev.agentservice.privacy.progress;

import java.time.Instant;

/**
 * An erasure and what its record says besides.
 *
 * @param <S> itself
 * @param <D> the document that says how far it is
 */
public interface ErasureRecord<S extends ErasureRecord<S, D>, D> {

	/** Its id. */
	String id();

	/** The number of the attempt that works at it; 0 for a reader. */
	long attempt();

	/** How far it is. */
	D erasure();

	/** The same, further on. */
	S with(D further);

	/** Whether its fence stands. */
	boolean fenced();

	/**
	 * What makes one of what is stored.
	 *
	 * @param <S> the record
	 * @param <D> its document
	 */
	@FunctionalInterface
	interface Maker<S, D> {

		/**
		 * Makes one.
		 * @param seq its number in the ledger
		 * @param at when it was asked for
		 */
		S make(String id, long attempt, long seq, Instant at, D erasure);

	}

}
