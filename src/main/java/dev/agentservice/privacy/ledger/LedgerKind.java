package dev.agentservice.privacy.ledger;

/**
 * Whose erasures a ledger lists. Each kind has numbers of its own.
 */
public enum LedgerKind {

	/** Those of users. */
	USERS("as:{e}:erasures"),

	/** Those of whole tenants. */
	TENANTS("as:{e}:tenants:erasures");

	private final String key;

	LedgerKind(String key) {
		this.key = key;
	}

	/** The key that scripts derive all others from. */
	public String key() {
		return this.key;
	}

	/** In which ledger an entry is. */
	public static LedgerKind of(LedgerEntry entry) {
		return entry.coversTenant() ? TENANTS : USERS;
	}

}
