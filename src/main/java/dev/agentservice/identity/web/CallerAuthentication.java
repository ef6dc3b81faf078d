package dev.agentservice.identity.web;

import dev.agentservice.identity.Bearer;
import dev.agentservice.identity.Scope;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/**
 * A bearer in the terms of Spring Security. It forgets the credential, and its name holds
 * no user's, because Spring and Tomcat print names.
 */
final class CallerAuthentication extends AbstractAuthenticationToken {

	private final transient Bearer bearer;

	CallerAuthentication(Bearer bearer) {
		super(AuthorityUtils
			.createAuthorityList(bearer.scopes().stream().map(Scope::authority).toArray(String[]::new)));
		this.bearer = bearer;
		super.setAuthenticated(true);
	}

	@Override
	public Bearer getPrincipal() {
		return this.bearer;
	}

	@Override
	public String getCredentials() {
		return "";
	}

	@Override
	public String getName() {
		return this.bearer.name();
	}

	@Override
	public String toString() {
		return "CallerAuthentication[" + getName() + "]";
	}

}
