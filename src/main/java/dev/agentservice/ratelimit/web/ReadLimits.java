package dev.agentservice.ratelimit.web;

import java.util.concurrent.CompletionException;

import dev.agentservice.identity.Bearer;
import dev.agentservice.identity.Caller;
import dev.agentservice.ratelimit.CountsItself;
import dev.agentservice.ratelimit.RateDecision;
import dev.agentservice.ratelimit.RateLimits;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Counts every request with a credential that does not {@link CountsItself count itself}:
 * each costs Redis something, and some of them much. Who has not named a user gets no
 * further than to what is the same for all.
 */
@Configuration(proxyBeanMethods = false)
class ReadLimits implements WebMvcConfigurer, HandlerInterceptor {

	private final RateLimits limits;

	ReadLimits(RateLimits limits) {
		this.limits = limits;
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(this);
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		if (request.getDispatcherType() == DispatcherType.REQUEST && authentication != null
				&& authentication.getPrincipal() instanceof Bearer bearer && !countsItself(handler)) {
			bearer.known().ifPresent(this::count);
		}
		return true;
	}

	private static boolean countsItself(Object handler) {
		return handler instanceof HandlerMethod method && method.hasMethodAnnotation(CountsItself.class);
	}

	private void count(Caller caller) {
		try {
			RateDecision decision = this.limits.admitRead(caller).join();
			decision.orThrow();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

}
