package dev.agentservice.identity.web;

import java.io.IOException;

import dev.agentservice.identity.refusal.AuthFailure;
import dev.agentservice.identity.refusal.RefusedCredentialException;
import dev.agentservice.identity.refusal.RefusedTokenException;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/**
 * Says no: who nobody is, what nobody may, and what does not exist.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3">RFC 6750, section 3</a>
 */
final class SecurityProblems implements AuthenticationEntryPoint, AccessDeniedHandler {

	private final AuthMetrics metrics;

	SecurityProblems(AuthMetrics metrics) {
		this.metrics = metrics;
	}

	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
			throws IOException {
		ProblemException problem = (failure instanceof RefusedCredentialException refused) ? refused.problem()
				: new ProblemException(ProblemCode.UNAUTHENTICATED, "Send a valid API key or JWT as a bearer token.");
		this.metrics.failed(reason(problem));
		if (problem.code() == ProblemCode.UNAUTHENTICATED) {
			boolean sent = request.getHeader(HttpHeaders.AUTHORIZATION) != null;
			response.setHeader(HttpHeaders.WWW_AUTHENTICATE, sent ? "Bearer error=\"invalid_token\"" : "Bearer");
		}
		ProblemWriter.write(request, response, problem);
	}

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException failure)
			throws IOException {
		if (isOfUnlistedPath(failure)) {
			ProblemWriter.write(request, response,
					new ProblemException(ProblemCode.NOT_FOUND, "There is nothing here."));
		}
		else {
			this.metrics.failed(AuthFailure.INSUFFICIENT_SCOPE);
			response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"insufficient_scope\"");
			ProblemWriter.write(request, response,
					new ProblemException(ProblemCode.FORBIDDEN, "This credential lacks the scope for that."));
		}
	}

	private static boolean isOfUnlistedPath(AccessDeniedException failure) {
		return failure instanceof AuthorizationDeniedException denied
				&& denied.getAuthorizationResult() instanceof Unlisted;
	}

	private static AuthFailure reason(ProblemException problem) {
		if (problem instanceof RefusedTokenException refused) {
			return refused.reason();
		}
		return switch (problem.code()) {
			case INVALID_REQUEST -> AuthFailure.BAD_USER;
			case FORBIDDEN -> AuthFailure.FOREIGN_USER;
			case IDENTITY_UNAVAILABLE -> AuthFailure.KEYS_UNAVAILABLE;
			// Whatever came was no bearer token.
			default -> AuthFailure.MISSING;
		};
	}

	/**
	 * The verdict on every path that no rule lists: it does not exist, not even if a
	 * controller was forgotten in the rules.
	 */
	record Unlisted() implements AuthorizationResult {

		@Override
		public boolean isGranted() {
			return false;
		}

	}

}
