package dev.agentservice.budget.personal;

import java.util.regex.Pattern;

/**
 * Where the erasure of a tenant's books goes on.
 *
 * @param pseudonym what all users are called from then on
 * @param lastDay the day of the erasure; what is spent later is not touched by it
 * @param phase what it is at
 * @param kept whether there are books of a user of that day, which stay until it ends
 * @param inner where the phase goes on
 */
record TenantBookCursor(String pseudonym, String lastDay, Phase phase, boolean kept, String inner) {

	/** What is done, in this order. */
	enum Phase {

		/** Waits for calls under way. */
		OPEN,
		/** Walks through all books. */
		ALL,
		/** Walks through users' books of the last day, when it has ended. */
		REST,
		/** Looks through the lists of who spent what. */
		LISTS

	}

	private static final Pattern READABLE = Pattern.compile(
			"erased-[0-9a-f]+/[0-9]{4}-[0-9]{2}-[0-9]{2}/(?:OPEN|ALL|REST|LISTS)/(?:true|false)/.*", Pattern.DOTALL);

	/** Whether it is one of these, and not of another release or store. */
	static boolean isReadable(String text) {
		return READABLE.matcher(text).matches();
	}

	static TenantBookCursor begin(String pseudonym, String lastDay) {
		return new TenantBookCursor(pseudonym, lastDay, Phase.OPEN, false, "");
	}

	static TenantBookCursor of(String text) {
		String[] parts = text.split("/", 5);
		return new TenantBookCursor(parts[0], parts[1], Phase.valueOf(parts[2]), Boolean.parseBoolean(parts[3]),
				parts[4]);
	}

	TenantBookCursor in(Phase next) {
		return new TenantBookCursor(this.pseudonym, this.lastDay, next, this.kept, "");
	}

	/** After some books. */
	TenantBookCursor after(String rest, boolean more) {
		return new TenantBookCursor(this.pseudonym, this.lastDay, rest.isEmpty() ? Phase.LISTS : this.phase,
				this.kept || more, rest);
	}

	/** What stays until the day is over. */
	TenantBookCursor rest() {
		return new TenantBookCursor(this.pseudonym, this.lastDay, Phase.REST, false, "");
	}

	@Override
	public String toString() {
		return this.pseudonym + "/" + this.lastDay + "/" + this.phase + "/" + this.kept + "/" + this.inner;
	}

}
