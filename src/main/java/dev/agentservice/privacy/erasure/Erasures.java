package dev.agentservice.privacy.erasure;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.agentservice.audit.Audit;
import dev.agentservice.audit.AuditEntry;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.Scope;
import dev.agentservice.identity.UserTag;
import dev.agentservice.identity.UserTags;
import dev.agentservice.privacy.receipt.ErasureReport;
import dev.agentservice.privacy.receipt.ErasureStatus;
import dev.agentservice.privacy.receipt.Outside;
import dev.agentservice.privacy.receipt.OutsideRecipients;
import dev.agentservice.support.Ulid;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Erases users' data for good. Closed on failure: what cannot be audited is not begun.
 * <p>
 * Every operation throws {@link StoreUnavailableException} when Redis is unavailable.
 */
@Component
public class Erasures {

	private static final Pattern ID = Pattern.compile("era_[0-9A-HJKMNP-TV-Z]{26}");

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private final ErasureScripts scripts;

	private final ErasureWorker worker;

	private final UserFence fence;

	private final Audit audit;

	private final UserTags tags;

	private final OutsideRecipients outside;

	private final Clock clock = Clock.systemUTC();

	Erasures(ErasureScripts scripts, ErasureWorker worker, UserFence fence, Audit audit, UserTags tags,
			OutsideRecipients outside) {
		this.scripts = scripts;
		this.worker = worker;
		this.fence = fence;
		this.audit = audit;
		this.tags = tags;
		this.outside = outside;
	}

	/**
	 * Begins to erase a user's data. When this returns, nothing that was admitted of the
	 * user before can be written any more. While an erasure of the user is at work, it is
	 * that one.
	 * @param caller who asks for it
	 * @param user the user, of the caller's tenant
	 * @param reason why, for the audit log
	 * @param block whether the user is not admitted afterwards either
	 */
	public ErasureReport begin(Caller caller, UserTag user, @Nullable String reason, boolean block) {
		String id = "era_" + Ulid.next(this.clock);
		this.audit.record(AuditEntry.by(caller, "privacy.erase", user.value(), null, after(id, reason, block)));
		String open = this.scripts.open(id,
				Erasure.of(new Erasure.Request(user.value(), this.tags.ofTenant(caller.tenant()), caller.tenant(),
						caller.credential(), caller.tag().value(), block, null, this.outside.all())));
		if (!open.equals(id)) {
			join(caller, user, open, after(open, reason, block), block);
		}
		begin(open);
		return find(open);
	}

	private void begin(String id) {
		try {
			this.worker.begin(id);
		}
		catch (UncheckedIOException ex) {
			// It is open, and begins by itself as soon as the ledger can be written.
			throw new StoreUnavailableException("ledger", ex);
		}
	}

	/** Another erasure of the user is at work: this one is not, but its block holds. */
	private void join(Caller caller, UserTag user, String open, String after, boolean block) {
		this.audit.record(AuditEntry.by(caller, "privacy.erase", user.value(), open, after));
		if (block) {
			this.fence.block(user);
		}
	}

	/**
	 * Begins to erase the data of one of a tenant's users, as a part of the tenant's
	 * erasure, which was audited. While an erasure of the user is at work, it is that
	 * one.
	 * @return the erasure's id
	 */
	public String beginPart(Part part) {
		String id = "era_" + Ulid.next(this.clock);
		String open = this.scripts.open(id, Erasure.of(new Erasure.Request(part.user(), part.tenant(),
				part.organisation(), part.credential(), part.actor(), false, part.parent(), part.outside())));
		begin(open);
		return open;
	}

	/** Whether a user's fence still stands for this erasure. */
	public boolean isAtWork(String id) {
		return this.scripts.find(id).filter((stored) -> stored.erasure().status().fenced()).isPresent();
	}

	/**
	 * An erasure of the caller's own data, or, with the scope {@code privacy}, of another
	 * user of the tenant. Where there are only requests, this one goes on with it.
	 * @throws ProblemException {@code not_found} if there is none
	 */
	public ErasureReport find(Caller caller, String id) {
		if (!ID.matcher(id).matches()) {
			throw notFound();
		}
		StoredErasure seen = this.scripts.find(id)
			.filter((stored) -> maySee(caller, stored.erasure().request()))
			.orElseThrow(Erasures::notFound);
		if (seen.erasure().status() == ErasureStatus.COMPLETED) {
			return seen.report();
		}
		if (seen.erasure().status() == ErasureStatus.HELD) {
			this.worker.lookAgain(id);
		}
		else {
			this.worker.goOn(id);
		}
		return find(id);
	}

	/**
	 * Lifts the block of a user.
	 * @throws ProblemException {@code not_found} if the user is not blocked
	 */
	public void unblock(Caller caller, UserTag user) {
		this.audit.record(AuditEntry.by(caller, "privacy.unblock", user.value(), "blocked", null));
		if (!this.fence.unblock(user)) {
			throw new ProblemException(ProblemCode.NOT_FOUND, "This user is not blocked.");
		}
	}

	private ErasureReport find(String id) {
		return this.scripts.find(id).map(StoredErasure::report).orElseThrow(Erasures::notFound);
	}

	private boolean maySee(Caller caller, Erasure.Request request) {
		return request.user().equals(caller.tag().value()) || (caller.scopes().contains(Scope.PRIVACY)
				&& request.tenant().equals(this.tags.ofTenant(caller.tenant())));
	}

	private static String after(String id, @Nullable String reason, boolean block) {
		Map<String, Object> after = new LinkedHashMap<>();
		after.put("erasure", id);
		if (reason != null) {
			after.put("reason", reason);
		}
		after.put("block", block);
		return MAPPER.writeValueAsString(after);
	}

	private static ProblemException notFound() {
		return new ProblemException(ProblemCode.NOT_FOUND, "There is no such erasure.");
	}

	/**
	 * The part of a tenant's erasure that one of its users is.
	 *
	 * @param user the user's tag
	 * @param tenant the tenant's tag
	 * @param organisation the tenant, for its audit log
	 * @param credential with which credential it was asked for
	 * @param actor the tag of the user who asked for it
	 * @param parent the tenant's erasure if that looks through all keys for this one;
	 * null if this one does so itself
	 * @param outside who outside of the service got personal data
	 */
	public record Part(String user, String tenant, String organisation, String credential, String actor,
			@Nullable String parent, List<Outside> outside) {

	}

}
