package dev.agentservice.support.personal;

import dev.agentservice.support.Deadline;

/**
 * What a feature keeps of a tenant as a whole, besides the personal data of its users and
 * what lies below the tenant's hash tag, which the erasure of a tenant deletes by itself.
 * <p>
 * Every method may be called again after a crash, by another replica, with the same
 * effect. Implementations are thread-safe and throw {@code StoreUnavailableException} if
 * the data cannot be reached; the slice is then tried again.
 */
public interface TenantDataStore {

	/** The store's name in receipts. */
	String name();

	/**
	 * Erases a bounded part.
	 * @param tenant the tenant's tag
	 * @param cursor where the last slice ended, or the empty text for the first
	 * @param deadline when the slice has to end
	 * @return what was found and deleted in this slice, and how it goes on; never
	 * {@link Slice.Later}
	 */
	Slice erase(String tenant, String cursor, Deadline deadline);

	/** Looks for what should be gone by another way than {@link #erase}. */
	Residue verify(String tenant);

}
