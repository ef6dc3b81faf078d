package dev.agentservice.budget.personal;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.agentservice.budget.personal.TenantBookScripts.Forgotten;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.personal.Kept;
import dev.agentservice.support.personal.Residue;
import dev.agentservice.support.personal.Slice;
import dev.agentservice.support.personal.TenantDataStore;
import dev.agentservice.support.redis.KeyPage;

import org.springframework.stereotype.Component;

/**
 * The books of a tenant. Erasing it must not refill a budget, so today's books stay until
 * the day ends; and it must not change any sum, so the sums of the tenant, of agents and
 * of credentials stay as long as any books, and those of users get a pseudonym, one for
 * all. Books of runs and reservations are deleted, when all calls are settled.
 */
@Component
class TenantBooks implements TenantDataStore {

	private static final SecureRandom RANDOM = new SecureRandom();

	/** Books of a day; the scope says whose. */
	private static final Pattern OF_DAY = Pattern
		.compile("(?:budget:([0-9]{4}-[0-9]{2}-[0-9]{2}):(.+)|spenders:[0-9]{4}-[0-9]{2}-[0-9]{2})", Pattern.DOTALL);

	private static final String USER = "user:";

	private static final String ERASED = "erased-";

	private final TenantBookScripts scripts;

	TenantBooks(TenantBookScripts scripts) {
		this.scripts = scripts;
	}

	@Override
	public String name() {
		return "budget";
	}

	/** Writing a document costs money: documents and their writers go first. */
	@Override
	public boolean last() {
		return true;
	}

	@Override
	public boolean owns(String tenant, String key) {
		String suffix = suffix(tenant, key);
		return suffix.startsWith("budget:") || suffix.startsWith("spenders:") || suffix.startsWith("reservation");
	}

	/** Users' books of days that are over have the pseudonym; of lists, see verify. */
	@Override
	public boolean keeps(String tenant, String key) {
		Matcher books = OF_DAY.matcher(suffix(tenant, key));
		if (!books.matches()) {
			return false;
		}
		String scope = books.group(2);
		return scope == null || !scope.startsWith(USER) || scope.startsWith(USER + ERASED)
				|| !this.scripts.isOver(books.group(1));
	}

	@Override
	public Slice erase(String tenant, String cursor, Deadline deadline) {
		TenantBookCursor at = TenantBookCursor.isReadable(cursor) ? TenantBookCursor.of(cursor) : begin(tenant);
		return switch (at.phase()) {
			case OPEN -> new Slice.More(0, 0, at.in(open(tenant)).toString());
			case ALL -> books(tenant, at, "*");
			case REST -> books(tenant, at, "budget:" + at.lastDay() + ":" + USER + "*");
			case LISTS -> lists(tenant, at);
		};
	}

	private TenantBookCursor begin(String tenant) {
		byte[] random = new byte[8];
		RANDOM.nextBytes(random);
		String pseudonym = ERASED + HexFormat.of().formatHex(random);
		return TenantBookCursor.begin(pseudonym, this.scripts.forget(tenant, pseudonym, "", List.of()).today());
	}

	/** A call under way is waited for: what it costs would be in no books. */
	private TenantBookCursor.Phase open(String tenant) {
		return (this.scripts.close(tenant) > 0) ? TenantBookCursor.Phase.OPEN : TenantBookCursor.Phase.ALL;
	}

	private Slice books(String tenant, TenantBookCursor at, String pattern) {
		KeyPage page = this.scripts.keys(tenant, pattern, at.inner());
		List<String> books = new ArrayList<>();
		for (String key : page.keys()) {
			String suffix = suffix(tenant, key);
			Matcher day = OF_DAY.matcher(suffix);
			boolean users = day.matches() && day.group(2) != null && day.group(2).startsWith(USER);
			if (users || suffix.startsWith("budget:run:") || suffix.startsWith("reservation:")) {
				books.add(key);
			}
		}
		Forgotten forgotten = this.scripts.forget(tenant, at.pseudonym(), at.lastDay(), books);
		TenantBookCursor next = at.after(page.next(), forgotten.kept());
		// A call has begun since none was under way: it is waited for again.
		next = forgotten.open() ? next.in(TenantBookCursor.Phase.OPEN) : next;
		return new Slice.More(forgotten.found(), forgotten.found(), next.toString());
	}

	private Slice lists(String tenant, TenantBookCursor at) {
		long found = this.scripts.spenders(tenant, at.pseudonym(), at.lastDay());
		List<Kept> kept = new ArrayList<>(List.of(new Kept("sums by day, agent and credential, under the tenant's tag",
				"limits hold, and what was spent stays known", this.scripts.endOfBooks())));
		if (!at.kept()) {
			return new Slice.Done(found, found, kept);
		}
		Instant end = this.scripts.endOf(at.lastDay());
		kept.add(new Kept("amounts of today, under users' tags", "the limits of the day hold", end));
		return new Slice.Later(found, found, kept, at.rest().toString(), end.plus(BookScripts.settled()));
	}

	/** By the lists of users, not by names of keys: those are looked through anyway. */
	@Override
	public Residue verify(String tenant) {
		return new Residue(this.scripts.spenders(tenant, "", ""), Set.of("spenders"));
	}

	private static String suffix(String tenant, String key) {
		String prefix = "as:{" + tenant + "}:";
		return key.startsWith(prefix) ? key.substring(prefix.length()) : "";
	}

}
