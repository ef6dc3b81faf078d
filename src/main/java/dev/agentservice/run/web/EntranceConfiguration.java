package dev.agentservice.run.web;

import dev.agentservice.identity.Bearer;
import dev.agentservice.run.admission.Entrance;
import dev.agentservice.run.admission.Entry;
import dev.agentservice.run.admission.StartsRun;
import dev.agentservice.support.platform.RequestDeadline;
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
 * Puts the entrance before every method that {@link StartsRun starts a run}: interceptors
 * come before anything reads the body.
 */
@Configuration(proxyBeanMethods = false)
class EntranceConfiguration implements WebMvcConfigurer {

	private final Entrance entrance;

	EntranceConfiguration(Entrance entrance) {
		this.entrance = entrance;
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(new AtEntrance(this.entrance));
	}

	/**
	 * Calls the entrance.
	 *
	 * @param entrance whom
	 */
	private record AtEntrance(Entrance entrance) implements HandlerInterceptor {

		@Override
		public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
			Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
			if (handler instanceof HandlerMethod method && method.hasMethodAnnotation(StartsRun.class)
					&& authentication != null && authentication.getPrincipal() instanceof Bearer bearer) {
				Entry entry = this.entrance.admit(bearer, request.getContentLengthLong());
				request.setAttribute(Entry.ATTRIBUTE, entry.until(RequestDeadline.of(request)));
			}
			return true;
		}

	}

}
