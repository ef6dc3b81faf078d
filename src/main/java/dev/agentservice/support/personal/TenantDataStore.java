package dev.agentservice.support.personal;

import dev.agentservice.support.Deadline;

/**
 * What a feature keeps of a tenant as a whole, besides the personal data of its users.
 * What lies below the tenant's hash tag, the erasure of a tenant deletes by itself, but
 * for what a store calls its own.
 * <p>
 * Every method may be called again after a crash, by another replica, with the same
 * effect. Implementations are thread-safe and throw {@code StoreUnavailableException} if
 * the data cannot be reached; the slice is then tried again.
 */
public interface TenantDataStore {

	/** The store's name in receipts. */
	String name();

	/** Whether it erases only when all others have. */
	default boolean last() {
		return false;
	}

	/**
	 * Erases a bounded part. A cursor that it cannot read, as of another release, counts
	 * as the empty one. One that has nothing to do yet answers with {@link Slice.More},
	 * the same cursor and no count, and is asked again a second later.
	 * @param tenant the tenant's tag
	 * @param cursor where the last slice ended, or the empty text for the first
	 * @param deadline when the slice has to end
	 * @return what was found and deleted in this slice, and how it goes on
	 */
	Slice erase(String tenant, String cursor, Deadline deadline);

	/** Looks for what should be gone by another way than {@link #erase}. */
	Residue verify(String tenant);

	/**
	 * Whether a key below the tenant's hash tag is this store's to erase: all others are
	 * deleted before any store is asked.
	 */
	default boolean owns(String tenant, String key) {
		return false;
	}

	/**
	 * Whether a key below the tenant's hash tag is one that stays, as {@link #erase} has
	 * declared.
	 */
	default boolean keeps(String tenant, String key) {
		return false;
	}

}
