package dev.agentservice.budget.personal;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import dev.agentservice.budget.BudgetProperties;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.personal.ExportSink;
import dev.agentservice.support.personal.Keeping;
import dev.agentservice.support.personal.Keeping.Erasure;
import dev.agentservice.support.personal.Kept;
import dev.agentservice.support.personal.PersonalDataStore;
import dev.agentservice.support.personal.Residue;
import dev.agentservice.support.personal.RunIds;
import dev.agentservice.support.personal.Slice;
import dev.agentservice.support.personal.Subject;
import dev.agentservice.support.redis.KeyPage;

import org.springframework.stereotype.Component;

/**
 * Amounts under a user's tag. An erasure must not refill a budget, so today's books stay
 * until the day ends; and it must not change any sum, so older ones get a pseudonym
 * instead of being deleted. Books and closed reservations of runs are deleted.
 */
@Component
class PersonalBooks implements PersonalDataStore {

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final String DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

	private final BudgetProperties properties;

	private final BookScripts scripts;

	private final UsageExport usage;

	PersonalBooks(BudgetProperties properties, BookScripts scripts, UsageExport usage) {
		this.properties = properties;
		this.scripts = scripts;
		this.usage = usage;
	}

	@Override
	public String name() {
		return "budget";
	}

	@Override
	public List<Keeping> keepings() {
		return List.of(
				new Keeping("amounts by day, under a tag", "limits, and reports of what was spent",
						this.properties.retention(), "the day", Erasure.ANONYMOUS),
				new Keeping("amounts by run", "the limit of a run", this.properties.runRetention(), "the last use",
						Erasure.DELETED));
	}

	@Override
	public Slice erase(Subject subject, String cursor, Deadline deadline) {
		BookCursor at = cursor.isEmpty() ? BookCursor.begin(pseudonym(), this.scripts.days(subject, "", "").today())
				: BookCursor.of(cursor);
		return switch (at.phase()) {
			case COUNT_RUNS -> runs(subject, at, false);
			case RUNS -> runs(subject, at, true);
			case RESERVATIONS -> reservations(subject, at);
			case COUNT_DAYS -> counted(this.scripts.days(subject, "", at.lastDay()).found(), at.after(""));
			case DAYS -> days(subject, at);
		};
	}

	@Override
	public boolean isBelowTenant() {
		return true;
	}

	/** By what is said of runs and days, not by names of keys. */
	@Override
	public Residue verify(Subject subject) {
		long found = this.scripts.days(subject, "", "").found();
		String cursor = "";
		do {
			RunIds.Page page = subject.runs().from(cursor);
			found += this.scripts.runs(subject, page.ids(), false);
			cursor = page.next();
		}
		while (!cursor.isEmpty());
		return new Residue(found, Set.of("books"));
	}

	@Override
	public boolean keeps(Subject subject, String key) {
		return Pattern.matches("as:\\{" + subject.tenant() + "}:budget:" + DAY + ":user:" + subject.user(), key);
	}

	@Override
	public void export(Subject subject, ExportSink sink) {
		this.usage.write(subject, sink);
	}

	private Slice runs(Subject subject, BookCursor at, boolean delete) {
		RunIds.Page page = subject.runs().from(at.inner());
		long found = this.scripts.runs(subject, page.ids(), delete);
		return counted(delete ? 0 : found, at.after(page.next()));
	}

	private Slice reservations(Subject subject, BookCursor at) {
		KeyPage page = this.scripts.reservations(subject, at.inner());
		this.scripts.forget(subject, at.pseudonym(), page.keys());
		return counted(0, at.after(page.next()));
	}

	private Slice days(Subject subject, BookCursor at) {
		if (!this.scripts.days(subject, at.pseudonym(), at.lastDay()).kept()) {
			return Slice.Done.NOTHING;
		}
		Instant end = this.scripts.endOf(at.lastDay());
		Kept kept = new Kept("amounts of today, under the user's tag", "the limits of the day hold", end);
		return new Slice.Later(0, 0, List.of(kept), at.again().toString(), end.plus(BookScripts.settled()));
	}

	private static Slice counted(long found, BookCursor next) {
		return new Slice.More(found, found, next.toString());
	}

	private static String pseudonym() {
		byte[] random = new byte[8];
		RANDOM.nextBytes(random);
		return "erased-" + HexFormat.of().formatHex(random);
	}

}
