package dev.agentservice.identity;

import java.util.Optional;
import java.util.Set;

import dev.agentservice.support.problem.InvalidRequestException;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Who holds the request's token. A key that acts on behalf of end users need not have
 * named one yet: in some protocols the body does.
 */
public final class Bearer {

	private final Credential credential;

	private final UserTags tags;

	private final @Nullable Caller caller;

	/**
	 * A bearer.
	 * @param credential what the token says
	 * @param user the user whom the token names, or {@code X-User-Id} does, or null
	 * @param tags makes the caller's tag
	 */
	Bearer(Credential credential, @Nullable String user, UserTags tags) {
		this.credential = credential;
		this.tags = tags;
		this.caller = (user != null) ? caller(credential, user, tags) : null;
	}

	/**
	 * The caller, where the body names nobody.
	 * @throws InvalidRequestException if nothing else does, either
	 */
	public Caller caller() {
		if (this.caller == null) {
			throw new InvalidRequestException(Callers.USER_HEADER, Callers.EXPECTATION);
		}
		return this.caller;
	}

	/** The caller, unless only the body may yet name the end user. */
	public Optional<Caller> known() {
		return Optional.ofNullable(this.caller);
	}

	/** What {@link Caller#credential()} will be. */
	public String credential() {
		return this.credential.name();
	}

	/** What {@link Caller#tenant()} will be. */
	public String tenant() {
		return this.credential.tenant();
	}

	/**
	 * The caller, where the body may name the end user.
	 * @param field the body's field for it
	 * @param user what stands there, or null
	 * @throws ProblemException {@code forbidden} if the credential is another user's;
	 * {@code invalid_request} if nobody is named, or two are
	 */
	public Caller actingFor(String field, @Nullable String user) {
		if (this.caller == null) {
			return named(field, user);
		}
		if (user == null || PrincipalName.of(user).filter(this.caller.user()::equals).isPresent()) {
			return this.caller;
		}
		if (this.credential.user() == null) {
			throw new InvalidRequestException(field, "must be equal to " + Callers.USER_HEADER);
		}
		throw notForOthers(field);
	}

	private static ProblemException notForOthers(String field) {
		return new ProblemException(ProblemCode.FORBIDDEN, "This credential may not act for other users; leave out "
				+ field + ", or use a key that acts on behalf of users.");
	}

	private Caller named(String field, @Nullable String user) {
		if (user == null) {
			throw new InvalidRequestException(field,
					"is required, here or as " + Callers.USER_HEADER + ", because this key acts on behalf of users");
		}
		String name = PrincipalName.of(user)
			.orElseThrow(() -> new InvalidRequestException(field, "must be " + PrincipalName.EXPECTATION));
		return caller(this.credential, name, this.tags);
	}

	public Set<Scope> scopes() {
		return this.credential.scopes();
	}

	/** Fit for logs: the user's tag, or the credential's name while nobody is named. */
	public String name() {
		return (this.caller != null) ? this.caller.tag().value() : this.credential.name();
	}

	private static Caller caller(Credential credential, String user, UserTags tags) {
		return new Caller(credential.tenant(), user, tags.of(credential.tenant(), user), credential.name(),
				credential.scopes());
	}

}
