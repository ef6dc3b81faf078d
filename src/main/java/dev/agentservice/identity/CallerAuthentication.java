package dev.agentservice.identity;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/**
 * A caller in the terms of Spring Security. It forgets the credential, and its name is
 * the tag, because Spring and Tomcat print names.
 */
final class CallerAuthentication extends AbstractAuthenticationToken {

	private final transient Caller caller;

	CallerAuthentication(Caller caller) {
		super(AuthorityUtils
			.createAuthorityList(caller.scopes().stream().map(Scope::authority).toArray(String[]::new)));
		this.caller = caller;
		super.setAuthenticated(true);
	}

	@Override
	public Caller getPrincipal() {
		return this.caller;
	}

	@Override
	public String getCredentials() {
		return "";
	}

	@Override
	public String getName() {
		return this.caller.tag().value();
	}

	@Override
	public String toString() {
		return "CallerAuthentication[" + getName() + "]";
	}

}
