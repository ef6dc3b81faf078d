package dev.agentservice.privacy.restore;

import java.util.List;

import dev.agentservice.privacy.ledger.LedgerEntry;
import dev.agentservice.privacy.ledger.LedgerKind;
import dev.agentservice.privacy.restore.LedgerReplays.Taken;
import dev.agentservice.privacy.restore.PresentTags.Search;
import dev.agentservice.privacy.tenant.TenantReplays;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Does again what a restored Redis does not know to be erased of whole tenants. An
 * erasure that is done again looks through all keys itself, and erases the tenant's users
 * whether the ledger names them or not.
 */
@Component
class TenantRestoration implements Restored {

	private final LedgerScripts scripts;

	private final Looks looks;

	private final TenantReplays replays;

	private @Nullable Search look;

	TenantRestoration(LedgerScripts scripts, Looks looks, TenantReplays replays) {
		this.scripts = scripts;
		this.looks = looks;
		this.replays = replays;
	}

	@Override
	public LedgerKind kind() {
		return LedgerKind.TENANTS;
	}

	@Override
	public synchronized boolean goOn(List<LedgerEntry> missing, long highest) {
		if (!this.looks.areOurs()) {
			this.look = null;
			return false;
		}
		Search before = this.look;
		Search now = (before != null && this.looks.covers(before, missing)) ? before : this.looks.whole(missing);
		this.look = now;
		List<Boolean> done = missing.stream().filter((entry) -> mayHold(now, entry)).map(this.replays::again).toList();
		// What was being erased when the backup was made goes on by itself.
		if (done.contains(false) || this.replays.fenced() > 0) {
			return false;
		}
		this.look = null;
		this.looks.done(kind(), missing, highest);
		return true;
	}

	/** Whose a user is only the user's own keys say. */
	private static boolean mayHold(Search look, LedgerEntry entry) {
		return look.hasUsers() || look.present().contains(entry.user());
	}

	@Override
	public synchronized void forget() {
		this.look = null;
	}

	@Override
	public List<LedgerEntry> news(List<LedgerEntry> entries) {
		List<LedgerEntry> news = this.looks.news(kind(), entries, this.replays::isBegun);
		if (!news.isEmpty()) {
			this.replays.demandAllowed();
		}
		return news;
	}

	@Override
	public Taken take(List<LedgerEntry> entries) {
		List<LedgerEntry> missing = this.scripts.compare(kind(), entries).missing();
		List<LedgerEntry> done = missing.stream().filter(this.replays::again).toList();
		int open = missing.size() - done.size();
		this.scripts.note(kind(), done, (open == 0) ? entries.stream().mapToLong(LedgerEntry::seq).max().orElse(0) : 0);
		return new Taken(entries.size() - missing.size(), done.size(), open);
	}

}
