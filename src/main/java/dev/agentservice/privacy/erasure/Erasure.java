package dev.agentservice.privacy.erasure;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.agentservice.privacy.disk.Disk;
import dev.agentservice.privacy.ledger.LedgerEntry;
import dev.agentservice.privacy.receipt.ErasureStatus;
import dev.agentservice.privacy.receipt.Outside;
import dev.agentservice.privacy.receipt.SignedReceipt;
import dev.agentservice.support.personal.Kept;
import org.jspecify.annotations.Nullable;

/**
 * An erasure as it is stored between two of its steps. Immutable.
 *
 * @param request what was asked for
 * @param status how far it is
 * @param place where it goes on
 * @param stores what the stores did so far, by name
 * @param disk whether the files of Redis are written anew
 * @param times when its stages were reached
 * @param receipt what it did, signed; null until it is completed
 */
record Erasure(Request request, ErasureStatus status, Place place, Map<String, Store> stores, Disk disk, Times times,
		@Nullable SignedReceipt receipt) {

	/** What looks through all keys for those that are done again together. */
	private static final String REPLAY = "replay";

	/**
	 * What was asked for.
	 *
	 * @param user the user's tag
	 * @param tenant the tenant's tag
	 * @param organisation the tenant, for its audit log; empty when it is done again
	 * @param credential with which credential it was asked for
	 * @param actor the tag of the user who asked for it
	 * @param block whether the user is not to come back
	 * @param parent who looks through all keys for all users that this is one of: the
	 * erasure of the whole tenant, or a replay; null if this one does so itself
	 * @param outside who outside of the service got personal data, as it was configured
	 * then; null in one that a release before has stored
	 */
	record Request(String user, String tenant, String organisation, String credential, String actor, boolean block,
			@Nullable String parent, @Nullable List<Outside> outside) {

		/**
		 * One that the ledger asks for again: it knows tags alone.
		 * @param alone whether it looks through all keys itself
		 */
		static Request replayed(LedgerEntry entry, boolean alone) {
			return new Request(entry.user(), entry.tenant(), "", "", entry.user(), entry.block(), alone ? null : REPLAY,
					null);
		}

		/** Whether it is done again, because an older backup was restored. */
		boolean again() {
			return this.organisation.isEmpty();
		}

		/** The same of a user who is not to come back. */
		Request blocked() {
			return new Request(this.user, this.tenant, this.organisation, this.credential, this.actor, true,
					this.parent, this.outside);
		}

	}

	/**
	 * Where it goes on.
	 *
	 * @param recorded whether it is in the ledger's file
	 * @param store the number of the store that erases; -1 for the user's own keys
	 * @param cursor where that store, or the verification, goes on
	 * @param rounds how often something was found after all was erased
	 * @param clean whether nothing was
	 */
	record Place(boolean recorded, int store, String cursor, int rounds, boolean clean) {

		static final Place BEGIN = new Place(false, -1, "", 0, false);

		Place withRecorded() {
			return new Place(true, -1, "", this.rounds, false);
		}

		Place at(int nextStore, String nextCursor) {
			return new Place(this.recorded, nextStore, nextCursor, this.rounds, this.clean);
		}

		Place again() {
			return new Place(this.recorded, -1, "", this.rounds + 1, false);
		}

		Place cleaned() {
			return new Place(this.recorded, -1, "", this.rounds, true);
		}

	}

	/**
	 * What a store did.
	 *
	 * @param found how many pieces it found
	 * @param deleted how many of them it deleted
	 * @param kept what it keeps
	 * @param verifiedAt when nothing was found any more
	 * @param later what it erases later
	 */
	record Store(long found, long deleted, List<Kept> kept, @Nullable Instant verifiedAt, @Nullable Rest later) {

		static final Store NOTHING = new Store(0, 0, List.of(), null, null);

		Store plus(long moreFound, long moreDeleted) {
			return new Store(this.found + moreFound, this.deleted + moreDeleted, this.kept, this.verifiedAt,
					this.later);
		}

		Store keeping(List<Kept> what, @Nullable Rest rest) {
			return new Store(this.found, this.deleted, what, this.verifiedAt, rest);
		}

		Store verified(Instant at) {
			return new Store(this.found, this.deleted, this.kept, at, this.later);
		}

	}

	/**
	 * What a store erases later.
	 *
	 * @param cursor where it goes on
	 * @param at when
	 */
	record Rest(String cursor, Instant at) {
	}

	/**
	 * When its stages were reached.
	 *
	 * @param fenced when nothing could be written any more
	 * @param settled when nothing was left
	 * @param completed when it was completed
	 */
	record Times(@Nullable Instant fenced, @Nullable Instant settled, @Nullable Instant completed) {
	}

	static Erasure of(Request request) {
		return new Erasure(request, ErasureStatus.FENCING, Place.BEGIN, Map.of(), Disk.PENDING,
				new Times(null, null, null), null);
	}

	Erasure at(ErasureStatus next) {
		return new Erasure(this.request, next, this.place, this.stores, this.disk, this.times, this.receipt);
	}

	Erasure at(ErasureStatus next, Place there) {
		return new Erasure(this.request, next, there, this.stores, this.disk, this.times, this.receipt);
	}

	Erasure with(Place there) {
		return at(this.status, there);
	}

	Erasure with(Disk known) {
		return new Erasure(this.request, this.status, this.place, this.stores, known, this.times, this.receipt);
	}

	Erasure with(Times reached) {
		return new Erasure(this.request, this.status, this.place, this.stores, this.disk, reached, this.receipt);
	}

	Erasure with(SignedReceipt signed) {
		return new Erasure(this.request, this.status, this.place, this.stores, this.disk, this.times, signed);
	}

	Erasure with(String name, Store store) {
		Map<String, Store> changed = new TreeMap<>(this.stores);
		changed.put(name, store);
		return new Erasure(this.request, this.status, this.place, changed, this.disk, this.times, this.receipt);
	}

	/** The user was blocked before, and stays so. */
	Erasure blocked() {
		return new Erasure(this.request.blocked(), this.status, this.place, this.stores, this.disk, this.times,
				this.receipt);
	}

	/**
	 * Whether it looks through all keys itself. If each user of a tenant did so, a large
	 * tenant would take weeks. One that has found something does.
	 */
	boolean looksAlone() {
		return this.request.parent() == null || this.place.rounds() > 0;
	}

	/** Whether the erasure of the tenant erases what is below the tenant's hash tag. */
	boolean isPart() {
		return !looksAlone() && !REPLAY.equals(this.request.parent());
	}

	Store store(String name) {
		return this.stores.getOrDefault(name, Store.NOTHING);
	}

}
