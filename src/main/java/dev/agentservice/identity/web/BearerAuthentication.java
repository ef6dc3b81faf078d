package dev.agentservice.identity.web;

import java.util.Collections;

import dev.agentservice.identity.Callers;
import dev.agentservice.identity.refusal.RefusedCredentialException;
import dev.agentservice.support.problem.InvalidRequestException;
import dev.agentservice.support.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;

/**
 * Authenticates requests by their bearer tokens.
 */
record BearerAuthentication(Callers callers, SecurityProblems problems) {

	/** The filter that does it. */
	BearerTokenAuthenticationFilter filter() {
		BearerTokenAuthenticationFilter filter = new BearerTokenAuthenticationFilter(
				(HttpServletRequest request) -> manager(request));
		filter.setAuthenticationEntryPoint(this.problems);
		filter.setAuthenticationFailureHandler(this.problems::commence);
		return filter;
	}

	private AuthenticationManager manager(HttpServletRequest request) {
		return (authentication) -> authenticate(request, ((BearerTokenAuthenticationToken) authentication).getToken());
	}

	private CallerAuthentication authenticate(HttpServletRequest request, String token) {
		try {
			requireOneCredential(request);
			return new CallerAuthentication(
					this.callers.authenticate(token, Collections.list(request.getHeaders(Callers.USER_HEADER))));
		}
		catch (ProblemException ex) {
			throw new RefusedCredentialException(ex);
		}
	}

	/** Of two, a gateway in front could check the one and this service the other. */
	private static void requireOneCredential(HttpServletRequest request) {
		if (Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION)).size() > 1) {
			throw new InvalidRequestException(HttpHeaders.AUTHORIZATION, "must be sent exactly once");
		}
	}

}
