package dev.agentservice.identity.web;

import dev.agentservice.identity.Bearer;
import dev.agentservice.identity.Caller;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Hands the {@link Caller} to controller methods that have one as a parameter, or the
 * {@link Bearer} to those whose body may name the end user.
 */
final class CallerArgumentResolver implements HandlerMethodArgumentResolver {

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.getParameterType() == Caller.class || parameter.getParameterType() == Bearer.class;
	}

	@Override
	public Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
			NativeWebRequest request, @Nullable WebDataBinderFactory binderFactory) {
		if (SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication authentication) {
			Bearer bearer = authentication.getPrincipal();
			return (parameter.getParameterType() == Bearer.class) ? bearer : bearer.caller();
		}
		throw new ProblemException(ProblemCode.UNAUTHENTICATED, "This needs a credential.");
	}

}
