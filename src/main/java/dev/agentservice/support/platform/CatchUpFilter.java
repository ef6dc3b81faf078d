package dev.agentservice.support.platform;

import java.io.IOException;
import java.util.function.Supplier;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Catches up before a request is handled. Behind authentication, so that a request
 * without a credential costs Redis nothing.
 */
final class CatchUpFilter extends OncePerRequestFilter {

	private final Supplier<CatchUps> catchUps;

	CatchUpFilter(Supplier<CatchUps> catchUps) {
		this.catchUps = catchUps;
	}

	/** Documentation is for everybody. */
	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return request.getUserPrincipal() == null;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			this.catchUps.get().run();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		chain.doFilter(request, response);
	}

}
