package dev.agentservice.identity.web;

import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import dev.agentservice.identity.refusal.RefusedCredentialException;
import dev.agentservice.support.problem.InvalidRequestException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Takes the credential from {@code X-Agent-Key} where a platform needs
 * {@code Authorization} for a signature of its own. For all behind this filter it stands
 * in {@code Authorization}, and nowhere else.
 */
final class AgentKeyFilter extends OncePerRequestFilter {

	/** The bare credential. */
	static final String HEADER = "X-Agent-Key";

	private static final String BEARER = "bearer ";

	private final SecurityProblems problems;

	AgentKeyFilter(SecurityProblems problems) {
		this.problems = problems;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		List<String> keys = Collections.list(request.getHeaders(HEADER));
		if (keys.isEmpty()) {
			chain.doFilter(request, response);
			return;
		}
		String key = keys.getFirst().strip();
		if (keys.size() > 1) {
			refuse(request, response, "must be sent exactly once");
		}
		else if (hasAnother(request, key)) {
			refuse(request, response, "is another credential than Authorization has; send one of them");
		}
		else {
			chain.doFilter(new WithKey(request, key), response);
		}
	}

	/** A signature of the platform is no credential of ours. */
	private static boolean hasAnother(HttpServletRequest request, String key) {
		return Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION))
			.stream()
			.filter((value) -> value.toLowerCase(Locale.ROOT).startsWith(BEARER))
			.anyMatch((value) -> !value.substring(BEARER.length()).strip().equals(key));
	}

	private void refuse(HttpServletRequest request, HttpServletResponse response, String reason) throws IOException {
		this.problems.commence(request, response,
				new RefusedCredentialException(new InvalidRequestException(HEADER, reason)));
	}

	/** The request with its credential where all others look for it. */
	private static final class WithKey extends HttpServletRequestWrapper {

		private final String authorization;

		WithKey(HttpServletRequest request, String key) {
			super(request);
			this.authorization = "Bearer " + key;
		}

		@Override
		public @Nullable String getHeader(String name) {
			Enumeration<String> values = getHeaders(name);
			return values.hasMoreElements() ? values.nextElement() : null;
		}

		@Override
		public Enumeration<String> getHeaders(String name) {
			if (name.equalsIgnoreCase(HttpHeaders.AUTHORIZATION)) {
				return Collections.enumeration(List.of(this.authorization));
			}
			return name.equalsIgnoreCase(HEADER) ? Collections.emptyEnumeration() : super.getHeaders(name);
		}

		@Override
		public Enumeration<String> getHeaderNames() {
			Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
			names.addAll(Collections.list(super.getHeaderNames()));
			names.remove(HEADER);
			names.add(HttpHeaders.AUTHORIZATION);
			return Collections.enumeration(names);
		}

	}

}
